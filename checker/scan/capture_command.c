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
#include "sharing_keeper.h"

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

static beginning_of beginning_of_call(const call *call)
{
    return (beginning_of){call->source.file, call->source.directory, call->source.arguments,
                          call->source.argument_count};
}

/* ---- the process that reads ---------------------------------------------------------------------------------- */

static bool write_capture(const call *call, const char *output, const capture *capture)
{
    size_t size;
    uint8_t *bytes = capture_pack(capture, &call->maker, &size);
    bool good = write_if_changed(output, bytes, size);
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

/* What the process that reads has from the one that waits. */
typedef struct reader_run {
    const call *call;
    sharing_reader reader;
} reader_run;

/* With keepers, it is done in many processes, each with another source; all that they have is this stack. */
static void read_and_write(void *user)
{
    reader_run *r = user;
    capture capture;
    capturing *capturing = capturing_new(&capture, &r->call->source, r->call->asked, sharing_tell, &r->reader);
    if (r->reader.leave)
        sharing_pause(&r->reader, capturing);
    capturing_read(capturing);
    sharing_exit(&r->reader, write_capture(r->call, r->reader.output, &capture) ? SCAN_CLEAN : SCAN_FAILED);
}

static _Noreturn void be_reader(const call *call, const beginning *beginning, uint64_t leave, int told, int64_t start)
{
    reader_run r = {call, {.leave = leave, .output = call->output, .told = told, .socket = -1, .start = start}};
    if (leave) {
        r.reader.beginning = *beginning;
        r.reader.of = beginning_of_call(call);
    }
    limit(call);
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

static bool give_up(const call *call, const char *reason)
{
    capture capture;
    capturing_give_up(&capture, call->source.file, reason);
    bool good = write_capture(call, call->output, &capture);
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

/* How a capture was made. */
typedef struct made {
    inputs *inputs;
    int64_t start; /* nothing was read before */
    int status;    /* as wait() gives it */
} made;

static void start_hearing(const call *call, made *made)
{
    made->start = inputs_clock();
    made->inputs = inputs_new(call->source.directory);
    inputs_add(made->inputs, call->source.file, false);
}

/* Reads the source in a child. beginning, leave: NULL and 0, or where keepers are left; host: the socket to it, which
 * the child shall not have, or -1. Gives false if there can be no child. */
static bool read_in_child(const call *call, made *made, const beginning *beginning, uint64_t leave, int host)
{
    int pipes[2];
    start_hearing(call, made);
    pid_t child = pipe(pipes) == 0 ? fork() : -1;
    if (child < 0) {
        fprintf(stderr, "devlock: error: cannot start a process: %s\n", strerror(errno));
        return false;
    }
    if (!child) {
        close(pipes[0]);
        if (host >= 0)
            close(host);
        be_reader(call, beginning, leave, pipes[1], made->start);
    }
    close(pipes[1]);
    hear(made->inputs, pipes[0]);
    while (waitpid(child, &made->status, 0) < 0 && errno == EINTR)
        continue;
    return true;
}

/* Has the capture made by a keeper of the scan, or leaves keepers for others. Gives false if neither came to an end:
 * then it is to be made alone. */
static bool share(const call *call, made *made, const beginning *beginning)
{
    int pipes[2], host = -1;
    sharing_answer answer;
    bool good = false;
    if (pipe(pipes) < 0)
        return false;
    start_hearing(call, made);
    host = sharing_ask_host(beginning, call->source.file, call->output, pipes[1], &answer);
    close(pipes[1]);
    if (host >= 0 && answer.kind == SHARING_TAKEN) {
        hear(made->inputs, pipes[0]);
        int status = sharing_wait(host);
        made->start = answer.start;
        made->status = status << 8; /* as of a process that ended with it */
        good = status >= 0 && status != SHARING_MISSED;
    } else {
        close(pipes[0]);
    }
    if (host >= 0 && answer.kind == SHARING_ALONE && answer.leave) {
        inputs_free(made->inputs);
        good = read_in_child(call, made, beginning, answer.leave, host) &&
               !(WIFEXITED(made->status) && WEXITSTATUS(made->status) == SHARING_MISSED);
    }
    if (host >= 0)
        close(host);
    if (!good)
        inputs_free(made->inputs);
    return good;
}

static bool try_to_share(const call *call, made *made)
{
    beginning beginning;
    beginning_of of = beginning_of_call(call);
    if (!getenv(SHARING_VARIABLE) || !beginning_read(&beginning, &of))
        return false;
    bool shared = share(call, made, &beginning);
    beginning_free(&beginning);
    return shared;
}

static int run(const call *call)
{
    made made = {0};
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody waits any more: a later run must not be overtaken */
    if (!try_to_share(call, &made) && !read_in_child(call, &made, NULL, 0, -1)) {
        inputs_free(made.inputs);
        return SCAN_FAILED;
    }
    bool good = conclude(call, made.status) && write_inputs(call, made.inputs, made.start);
    inputs_free(made.inputs);
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
