/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * `devlock capture`; see capture_command.h.
 *
 * Clang runs in a process of its own: a source on which it crashes, or that takes it too long, costs that source and
 * nothing else; its capture then says so. What is read is told through a pipe, so that it is known even then. A process
 * that something else ended (no memory, a kill) leaves no capture: it must be made again.
 *
 * Needs: a source and its command. Leaves: a capture, what it was made of, and an exit status. Cost: that of the front
 * end, and a process.
 */
#define _GNU_SOURCE
#include "capture_command.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture_call.h"
#include "capturing.h"
#include "core/arena.h"
#include "editor/framing.h"
#include "scan.h"

/* ---- the process that reads ---------------------------------------------------------------------------------- */

/* What the process that reads has from the one that waits. */
typedef struct reader {
    const capture_call *call;
    int told;
} reader;

/* d or f, the path, a 0 byte. */
static void tell(void *user, const char *path, bool is_folder)
{
    const reader *r = user;
    size_t length = strlen(path);
    if (length > 4096)
        return;
    char *message = must_allocate(length + 2);
    message[0] = is_folder ? 'd' : 'f';
    memcpy(message + 1, path, length + 1);
    framing_put(r->told, message, length + 2);
    free(message);
}

static void read_and_write(void *user)
{
    reader *r = user;
    capture capture;
    capturing_read(capturing_new(&capture, &r->call->source, r->call->asked, tell, r));
    _exit(capture_call_write(r->call, &capture) ? SCAN_CLEAN : SCAN_FAILED);
}

static _Noreturn void be_reader(const capture_call *call, int told)
{
    reader r = {call, told};
    capture_limit(call->cpu_limit);
    devlock_frontend_on_stack(read_and_write, &r);
    _exit(SCAN_FAILED);
}

/* ---- the process that waits ---------------------------------------------------------------------------------- */

static void hear(inputs *inputs, int from)
{
    char *line = NULL;
    size_t size = 0;
    FILE *in = fdopen(from, "r");
    while (getdelim(&line, &size, '\0', in) > 1)
        inputs_add(inputs, line + 1, *line == 'd');
    free(line);
    fclose(in);
}

/* How a signal is called that means that the source is at fault; NULL for others. */
static const char *crash_of(int signal)
{
    return signal == SIGSEGV   ? "SIGSEGV"
           : signal == SIGBUS  ? "SIGBUS"
           : signal == SIGABRT ? "SIGABRT"
           : signal == SIGILL  ? "SIGILL"
           : signal == SIGTRAP ? "SIGTRAP"
           : signal == SIGFPE  ? "SIGFPE"
                               : NULL;
}

static bool give_up(const capture_call *call, const char *reason)
{
    capture capture;
    capturing_give_up(&capture, call->source.file, reason);
    bool good = capture_call_write(call, &capture);
    capture_free(&capture);
    return good;
}

static bool conclude(const capture_call *call, int status)
{
    char reason[128];
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == SCAN_CLEAN;
    int signal = WTERMSIG(status);
    if (signal == SIGXCPU) {
        snprintf(reason, sizeof reason,
                 "reading it took more than %u seconds of processor time; --cpu-limit N raises that", call->cpu_limit);
        return give_up(call, reason);
    }
    if (crash_of(signal)) {
        snprintf(reason, sizeof reason, "reading it crashed (%s)", crash_of(signal));
        return give_up(call, reason);
    }
    fprintf(stderr, "devlock: error: reading '%s' was ended by signal %d; there may be too little memory\n",
            call->source.file, signal);
    return false;
}

/* Reads the source in a child. Gives how that ended, as wait() does; -1: there can be no child. */
static int read_in_child(const capture_call *call, inputs *inputs)
{
    int pipes[2], status = -1;
    pid_t child = pipe(pipes) == 0 ? fork() : -1;
    if (child < 0) {
        fprintf(stderr, "devlock: error: cannot start a process: %s\n", strerror(errno));
        return -1;
    }
    if (!child) {
        close(pipes[0]);
        be_reader(call, pipes[1]);
    }
    close(pipes[1]);
    hear(inputs, pipes[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static int run(const capture_call *call)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody waits any more: a later run must not be overtaken */
    int64_t start = inputs_clock();
    inputs *inputs = inputs_new(call->source.directory);
    inputs_add(inputs, call->source.file, false);
    int status = read_in_child(call, inputs);
    bool good = status != -1 && conclude(call, status) && capture_call_write_inputs(call, inputs, start);
    inputs_free(inputs);
    return good ? SCAN_CLEAN : SCAN_FAILED;
}

bool capture_source(const char *output, const char *record, const devlock_source *source, const capture_maker *maker,
                    unsigned cpu_limit)
{
    capture_call call = {.output = output,
                         .record = record,
                         .asked = maker->asked,
                         .source = *source,
                         .cpu_limit = cpu_limit,
                         .maker = *maker};
    return run(&call) == SCAN_CLEAN;
}

int capture_command(int argc, char **argv)
{
    capture_call call;
    int status = capture_call_take(&call, argc, argv, NULL);
    if (status < 0)
        status = run(&call);
    free((char *)call.asked);
    return status;
}
