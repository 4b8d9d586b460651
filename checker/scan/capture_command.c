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
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "asked.h"
#include "capture_file.h"
#include "capturing.h"
#include "core/arena.h"
#include "inputs.h"
#include "scan.h"

typedef struct call {
    const char *output, *root, *asked_file, *rule, *record, *asked;
    devlock_source source;
    unsigned cpu_limit;
    capture_maker maker;
} call;

static int usage(FILE *out)
{
    fprintf(out,
            "usage: devlock capture -o FILE [OPTION]... SOURCE -- COMMAND...\n"
            "\n"
            "Writes what Clang reads in SOURCE to a capture (docs/scale.md). COMMAND is that of the compiler, with\n"
            "its flags and without the source; its first word is the compiler's name.\n"
            "\n"
            "  -o FILE            the capture; it is written only if it changes\n"
            "  --root DIR         paths below it are kept as paths from it\n"
            "  --directory DIR    where COMMAND runs\n"
            "  --ask FILE         what the models want to know, as devlock ninja writes it; else that of the shipped\n"
            "                     model\n"
            "  --depfile FILE     the files that were read, as a rule for make\n"
            "  --inputs FILE      the same with times, and the folders that were looked into\n"
            "  --cpu-limit N      seconds of processor time that Clang may take (%u)\n",
            CAPTURE_CPU_LIMIT);
    return out == stdout ? SCAN_CLEAN : SCAN_FAILED;
}

/* ---- the process that reads ---------------------------------------------------------------------------------- */

/* Tells a path: d or f, the path, a 0 byte, at once. */
static void tell(void *user, const char *path, bool is_folder)
{
    const int *to = user;
    char message[4096 + 2];
    size_t length = strlen(path);
    if (length > 4096)
        return;
    message[0] = is_folder ? 'd' : 'f';
    memcpy(message + 1, path, length + 1);
    for (size_t done = 0; done < length + 2;) {
        ssize_t put = write(*to, message + done, length + 2 - done);
        if (put < 0 && errno != EINTR)
            return;
        done += put > 0 ? (size_t)put : 0;
    }
}

static bool write_capture(const call *call, const capture *capture)
{
    size_t size;
    uint8_t *bytes = capture_pack(capture, &call->maker, &size);
    bool good = write_if_changed(call->output, bytes, size);
    free(bytes);
    return good;
}

/* Crashes shall end the process at once, and write no core. */
static void limit(const call *call)
{
    struct rlimit cpu = {call->cpu_limit, call->cpu_limit + 5}, core = {0, 0};
    if (call->cpu_limit)
        setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &core);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void read_and_write(const call *call, int pipe)
{
    capture capture;
    limit(call);
    capturing_run(&capture, &call->source, call->asked, tell, &pipe);
    _exit(write_capture(call, &capture) ? SCAN_CLEAN : SCAN_FAILED);
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

static bool give_up(const call *call, const char *reason)
{
    capture capture;
    capturing_give_up(&capture, call->source.file, reason);
    bool good = write_capture(call, &capture);
    capture_free(&capture);
    return good;
}

static bool conclude(const call *call, int status)
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

static bool write_inputs(const call *call, const inputs *inputs, int64_t start)
{
    return (!call->record || inputs_write_record(inputs, call->record, start)) &&
           (!call->rule || inputs_write_rule(inputs, call->rule, call->output));
}

static int run(const call *call)
{
    int pipes[2], status = 0;
    int64_t start = inputs_clock();
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody waits any more: a later run must not be overtaken */
    pid_t child = pipe(pipes) == 0 ? fork() : -1;
    if (child < 0) {
        fprintf(stderr, "devlock: error: cannot start a process: %s\n", strerror(errno));
        return SCAN_FAILED;
    }
    if (!child) {
        close(pipes[0]);
        read_and_write(call, pipes[1]);
    }
    close(pipes[1]);
    inputs *inputs = inputs_new(call->source.directory);
    inputs_add(inputs, call->source.file, false);
    hear(inputs, pipes[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    bool good = conclude(call, status) && write_inputs(call, inputs, start);
    inputs_free(inputs);
    return good ? SCAN_CLEAN : SCAN_FAILED;
}

bool capture_source(const char *output, const char *record, const devlock_source *source, const capture_maker *maker,
                    unsigned cpu_limit)
{
    call call = {.output = output,
                 .record = record,
                 .asked = maker->asked,
                 .source = *source,
                 .cpu_limit = cpu_limit,
                 .maker = *maker};
    return run(&call) == SCAN_CLEAN;
}

/* ---- the call ------------------------------------------------------------------------------------------------ */

enum { OPTION_ROOT = 256, OPTION_DIRECTORY, OPTION_ASK, OPTION_RULE, OPTION_RECORD, OPTION_CPU, OPTION_HELP };

/* Gives -1 to go on, or the exit status. */
static int take_options(call *call, int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"root", required_argument, NULL, OPTION_ROOT},
                                            {"directory", required_argument, NULL, OPTION_DIRECTORY},
                                            {"ask", required_argument, NULL, OPTION_ASK},
                                            {"depfile", required_argument, NULL, OPTION_RULE},
                                            {"inputs", required_argument, NULL, OPTION_RECORD},
                                            {"cpu-limit", required_argument, NULL, OPTION_CPU},
                                            {"help", no_argument, NULL, OPTION_HELP},
                                            {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(argc, argv, "+o:", options, NULL)) != -1;) {
        char *end = NULL;
        switch (option) {
        case 'o':
            call->output = optarg;
            break;
        case OPTION_ROOT:
            call->root = optarg;
            break;
        case OPTION_DIRECTORY:
            call->source.directory = optarg;
            break;
        case OPTION_ASK:
            call->asked_file = optarg;
            break;
        case OPTION_RULE:
            call->rule = optarg;
            break;
        case OPTION_RECORD:
            call->record = optarg;
            break;
        case OPTION_CPU:
            call->cpu_limit = (unsigned)strtoul(optarg, &end, 10);
            if (*optarg && !*end)
                break;
            fprintf(stderr, "devlock: error: --cpu-limit '%s': a number of seconds is expected\n", optarg);
            return SCAN_FAILED;
        case OPTION_HELP:
            return usage(stdout);
        default:
            return usage(stderr);
        }
    }
    return -1;
}

/* Sets what the models want to know, once it is known to make sense. */
static bool take_asked(call *call)
{
    size_t size;
    call->asked = call->asked_file ? (char *)whole_file(call->asked_file, &size) : asked_text(NULL);
    if (!call->asked) {
        fprintf(stderr, "devlock: error: cannot read '%s': %s\n", call->asked_file, strerror(errno));
        return false;
    }
    devlock_program *program = devlock_program_new(64);
    bool good = asked_ask(program, call->asked, call->asked_file ? call->asked_file : "devlock");
    devlock_program_free(program);
    return good;
}

int capture_command(int argc, char **argv)
{
    call call = {.cpu_limit = CAPTURE_CPU_LIMIT};
    int status = take_options(&call, argc - 1, argv + 1);
    if (status >= 0)
        return status;
    char **rest = argv + 1 + optind;
    int count = argc - 1 - optind;
    if (!call.output || count < 3 || strcmp(rest[1], "--") != 0) {
        fputs(call.output ? "devlock: error: devlock capture wants one source, then -- and the compiler's command\n"
                          : "devlock: error: devlock capture wants -o FILE, the capture to write\n",
              stderr);
        return SCAN_FAILED;
    }
    call.source.file = rest[0];
    call.source.arguments = (const char *const *)rest + 2;
    call.source.argument_count = (size_t)count - 2;
    if (!take_asked(&call))
        return SCAN_FAILED;
    call.maker = this_maker(call.asked, call.root);
    status = run(&call);
    free((char *)call.asked);
    return status;
}
