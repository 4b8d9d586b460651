/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The server that the proxy is put around. See child.h.
 *
 * Needs: a command. Leaves: a process and two pipes. Cost: a fork.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ASKED_FOR 20 /* tenths of a second until a process that was asked to end is made to */

extern char **environ;

static bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

/* Gives the error. */
static int spawn(pid_t *process, char *const *command, int in, int out)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE); /* this process ignores it */
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    int error = posix_spawnp(process, command[0], &actions, &attributes, command, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

bool child_start(child *c, char *const *command)
{
    int in[2], out[2];
    if (!make_pipe(in))
        return false;
    if (!make_pipe(out)) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    int error = spawn(&c->process, command, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    c->in = in[1];
    c->out = out[0];
    if (error) {
        child_close(&c->in);
        child_close(&c->out);
        errno = error;
        return false;
    }
    fcntl(c->in, F_SETFL, O_NONBLOCK);
    fcntl(c->out, F_SETFL, O_NONBLOCK);
    return true;
}

void child_close(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

int child_wait(child *c)
{
    int status = 0;
    child_close(&c->in);
    child_close(&c->out);
    while (waitpid(c->process, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

void child_end(child *c)
{
    static const struct timespec tenth = {0, 100000000};
    siginfo_t ended = {0};
    child_close(&c->in);
    child_close(&c->out);
    kill(c->process, SIGTERM);
    for (int i = 0; i < ASKED_FOR; i++) {
        if (waitid(P_PID, (id_t)c->process, &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid)
            break;
        nanosleep(&tenth, NULL);
    }
    if (!ended.si_pid)
        kill(c->process, SIGKILL);
    child_wait(c);
}

int child_follow(int status)
{
    if (!WIFSIGNALED(status))
        return WEXITSTATUS(status);
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none); /* the core of interest is the child's */
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    return 128 + WTERMSIG(status);
}
