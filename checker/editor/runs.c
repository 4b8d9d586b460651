/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Runs in children. See runs.h. A child is a fork of the server: it has all open texts, and Clang's libraries are
 * loaded already.
 *
 * Needs: a process with one thread. Leaves: text from the child's standard output. Cost: a fork a run.
 */
#include "runs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"
#include "keeping.h"

#define CPU_SECONDS      60u                /* of one run */
#define MEMORY_BYTES     ((rlim_t)8 << 30)  /* of one run */
#define FIX_NICENESS     5                  /* looking for fixes must not delay findings */
#define MOST_DESCRIPTORS 64                 /* of a server */
#define LONGEST_OUTPUT   ((size_t)64 << 20) /* of one run */

static void limit(int resource, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && (now.rlim_max == RLIM_INFINITY || most < now.rlim_max)) {
        now.rlim_cur = most;
        setrlimit(resource, &now);
    }
}

/* The server's pipes are closed: who reads them must see when the server closes them. */
static void set_limits(int first_other)
{
    for (int other = first_other; other < MOST_DESCRIPTORS; other++)
        close(other);
    limit(RLIMIT_CPU, CPU_SECONDS);
#ifndef __SANITIZE_ADDRESS__
    limit(RLIMIT_AS, MEMORY_BYTES);
#endif
    limit(RLIMIT_CORE, 0);
    signal(SIGPIPE, SIG_DFL);
}

static _Noreturn void be_child(int output, const run_wish *wish, run_analysis analysis, void *user)
{
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    set_limits(STDERR_FILENO + 1);
    if (wish->fixes_of_count && nice(FIX_NICENESS) < 0)
        errno = 0; /* it is only polite */
    exit(analysis(user, wish));
}

/* A keeper is a run that pauses. What it prints without having paused is nobody's. */
static _Noreturn void be_keeper(int socket, const run_wish *wish, run_analysis analysis, void *user)
{
    int nothing = open("/dev/null", O_RDWR), own = STDERR_FILENO + 1;
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    if (socket != own)
        dup2(socket, own);
    set_limits(own + 1);
    keeping k = {.socket = own, .document = (document *)wish->source};
    run_wish own_wish = *wish;
    own_wish.keeping = &k;
    int status = analysis(user, &own_wish);
    exit(k.child ? status : KEEPER_EXIT_MISSED);
}

static bool start_keeper(keeper *k, const run_wish *wish, run_analysis analysis, void *user)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    pid_t process = fork();
    if (process == 0)
        be_keeper(ends[1], wish, analysis, user);
    close(ends[1]);
    if (process < 0) {
        close(ends[0]);
        return false;
    }
    k->process = process;
    k->socket = ends[0];
    k->number = 0;
    k->ready = false;
    k->made = wish->open->changes;
    keeper_started(k, wish->source);
    return true;
}

static void begin(run *r, pid_t child, keeper *k, int output, const run_wish *wish)
{
    fcntl(output, F_SETFL, O_NONBLOCK);
    fcntl(output, F_SETFD, FD_CLOEXEC);
    *r = (run){.child = child, .by = k, .output = output, .uri = strdup(wish->source->uri)};
}

/* Asks the document's keeper, or a new one if it does not hear. Gives NULL if there can be none. */
static keeper *ask(keepers *all, const run_wish *wish, int output, run_analysis analysis, void *user)
{
    for (unsigned tries = 0; tries < 2; tries++) {
        keeper *k = keepers_find(all, wish->source->uri);
        if (!k)
            k = keepers_add(all, wish->source->uri);
        if (k->impossible)
            return NULL;
        if (k->process && !keeper_is_of_use(k, wish->source)) {
            keepers_remove(all, k);
            k = keepers_add(all, wish->source->uri);
        }
        if ((k->process || start_keeper(k, wish, analysis, user)) &&
            keeper_ask(all, k, wish->source, wish->open, wish->calls, output))
            return k;
        keepers_remove(all, k);
    }
    return NULL;
}

bool run_start_kept(run *r, keepers *all, const run_wish *wish, run_analysis analysis, void *user)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    keeper *k = ask(all, wish, ends[1], analysis, user);
    close(ends[1]);
    if (k) {
        begin(r, k->process, k, ends[0], wish);
        return true;
    }
    close(ends[0]);
    return run_start(r, wish, analysis, user);
}

bool run_start(run *r, const run_wish *wish, run_analysis analysis, void *user)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    pid_t child = fork();
    if (child < 0) {
        int error = errno;
        close(ends[0]);
        close(ends[1]);
        errno = error;
        return false;
    }
    if (child == 0) {
        close(ends[0]);
        be_child(ends[1], wish, analysis, user);
    }
    close(ends[1]);
    begin(r, child, NULL, ends[0], wish);
    return true;
}

static void end(run *r, int *status)
{
    close(r->output);
    while (waitpid(r->child, status, 0) < 0 && errno == EINTR)
        ;
    r->child = 0;
}

/* The same for a run that a keeper made. Gives false if it is to be made again: by another keeper, or without one if
 * this was the first that it was asked for. Another one would do the same then, and so on without an end. */
static bool end_kept(run *r, int *status)
{
    keeper *k = r->by;
    keeper_answer answer;
    close(r->output);
    r->child = 0;
    bool answered = keeper_wait(k, &answer);
    *status = answer.status;
    if (answered && answer.event == KEEPER_DONE && !(WIFEXITED(*status) && WEXITSTATUS(*status) == KEEPER_EXIT_STALE))
        return true;
    /* A signal that came while it read the beginning would come again. */
    if (!answered && WIFSIGNALED(*status) && !k->ready)
        return true;
    k->impossible = k->number == 1 || (WIFEXITED(*status) && WEXITSTATUS(*status) == KEEPER_EXIT_MISSED);
    return false;
}

run_outcome run_read(run *r)
{
    char some[65536];
    ssize_t count;
    while ((count = read(r->output, some, sizeof some)) > 0) {
        if (r->length + (size_t)count > LONGEST_OUTPUT) {
            if (!r->truncated && r->by)
                keeper_cancel(r->by);
            else if (!r->truncated)
                kill(r->child, SIGKILL);
            r->truncated = true;
            continue;
        }
        while (r->capacity < r->length + (size_t)count)
            r->text = must_resize(r->text, r->capacity = r->capacity ? r->capacity * 2 : sizeof some);
        memcpy(r->text + r->length, some, (size_t)count);
        r->length += (size_t)count;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return RUN_GOING;
    int status = 0;
    if (r->by && !end_kept(r, &status))
        return RUN_AGAIN;
    if (!r->by)
        end(r, &status);
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU || r->truncated ? RUN_TOO_LONG : RUN_CRASHED;
    return r->length || WEXITSTATUS(status) == 0 ? RUN_DONE : RUN_FAILED;
}

void run_cancel(run *r)
{
    int status;
    if (r->child && r->by) {
        keeper_cancel(r->by);
        close(r->output);
    } else if (r->child) {
        kill(r->child, SIGKILL);
        end(r, &status);
    }
    free(r->uri);
    free(r->text);
    *r = (run){0};
}
