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
#include <sys/wait.h>
#include <unistd.h>

#include "core/arena.h"

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

static _Noreturn void be_child(int output, const run_wish *wish, run_analysis analysis, void *user)
{
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    /* The server's pipes: who reads them must see when the server closes them. */
    for (int other = STDERR_FILENO + 1; other < MOST_DESCRIPTORS; other++)
        close(other);
    limit(RLIMIT_CPU, CPU_SECONDS);
#ifndef __SANITIZE_ADDRESS__
    limit(RLIMIT_AS, MEMORY_BYTES);
#endif
    limit(RLIMIT_CORE, 0);
    signal(SIGPIPE, SIG_DFL);
    if (wish->fixes_of_count && nice(FIX_NICENESS) < 0)
        errno = 0; /* it is only polite */
    exit(analysis(user, wish));
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
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    *r = (run){.child = child, .output = ends[0], .uri = strdup(wish->source->uri)};
    return true;
}

static void end(run *r, int *status)
{
    close(r->output);
    while (waitpid(r->child, status, 0) < 0 && errno == EINTR)
        ;
    r->child = 0;
}

run_outcome run_read(run *r)
{
    char some[65536];
    ssize_t count;
    while ((count = read(r->output, some, sizeof some)) > 0) {
        if (r->length + (size_t)count > LONGEST_OUTPUT) {
            r->truncated = true;
            kill(r->child, SIGKILL);
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
    end(r, &status);
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU || r->truncated ? RUN_TOO_LONG : RUN_CRASHED;
    return r->length || WEXITSTATUS(status) == 0 ? RUN_DONE : RUN_FAILED;
}

void run_cancel(run *r)
{
    int status;
    if (r->child) {
        kill(r->child, SIGKILL);
        end(r, &status);
    }
    free(r->uri);
    free(r->text);
    *r = (run){0};
}
