/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running ninja; see ninja_run.h.
 *
 * Needs: ninja on the PATH. Leaves: what the manifest makes. Cost: that of the commands that must be run.
 */
#define _GNU_SOURCE
#include "ninja_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

bool ninja_is_there(void)
{
    const char *path = getenv("PATH");
    while (path && *path) {
        size_t length = strcspn(path, ":");
        char *candidate;
        if (asprintf(&candidate, "%.*s/ninja", (int)length, path) < 0)
            abort();
        bool there = length && access(candidate, X_OK) == 0;
        free(candidate);
        if (there)
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}

static void start(const ninja_run *run)
{
    char jobs[16], keep_going[16];
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    snprintf(jobs, sizeof jobs, "%u", run->jobs ? run->jobs : processors > 0 ? (unsigned)processors : 1);
    snprintf(keep_going, sizeof keep_going, "%u", run->keep_going);
    int out = run->progress ? dup(STDERR_FILENO) : open(run->log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (out < 0)
        out = open("/dev/null", O_WRONLY);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    close(out);
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* it then ends its commands, too */
    execlp("ninja", "ninja", "-f", run->manifest, "-j", jobs, "-k", keep_going, (char *)NULL);
    fprintf(stderr, "devlock: error: cannot run ninja: %s\n", strerror(errno));
    _exit(127);
}

bool ninja_go(const ninja_run *run)
{
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (!child)
        start(run);
    if (child < 0) {
        fprintf(stderr, "devlock: error: cannot start a process: %s\n", strerror(errno));
        return false;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
