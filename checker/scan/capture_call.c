/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Calls of `devlock capture`; see capture_call.h.
 *
 * Needs: the words of a call. Leaves: what they ask for. Cost: reading the file of what is asked.
 */
#define _GNU_SOURCE
#include "capture_call.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "asked.h"
#include "capture_command.h"
#include "capture_file.h"
#include "scan.h"

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

enum { OPTION_ROOT = 256, OPTION_DIRECTORY, OPTION_ASK, OPTION_RULE, OPTION_RECORD, OPTION_CPU, OPTION_HELP };

/* Gives -1 to go on, or the exit status. */
static int take_options(capture_call *call, int argc, char **argv)
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
    optind = 0; /* a process may take calls apart one after the other */
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

static bool has_asked(const capture_call *before, const char *file)
{
    return before && before->asked_file && file && strcmp(before->asked_file, file) == 0;
}

/* Sets what the models want to know, once it is known to make sense. */
static bool take_asked(capture_call *call, const capture_call *before)
{
    size_t size;
    if (has_asked(before, call->asked_file)) {
        call->asked = strdup(before->asked);
        return true;
    }
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

int capture_call_take(capture_call *call, int argc, char **argv, const capture_call *before)
{
    *call = (capture_call){.cpu_limit = CAPTURE_CPU_LIMIT};
    int status = take_options(call, argc - 1, argv + 1);
    if (status >= 0)
        return status;
    char **rest = argv + 1 + optind;
    int count = argc - 1 - optind;
    if (!call->output || count < 3 || strcmp(rest[1], "--") != 0) {
        fputs(call->output ? "devlock: error: devlock capture wants one source, then -- and the compiler's command\n"
                           : "devlock: error: devlock capture wants -o FILE, the capture to write\n",
              stderr);
        return SCAN_FAILED;
    }
    call->source.file = rest[0];
    call->source.arguments = (const char *const *)rest + 2;
    call->source.argument_count = (size_t)count - 2;
    if (!take_asked(call, before))
        return SCAN_FAILED;
    call->maker = this_maker(call->asked, call->root);
    return -1;
}

beginning_of capture_call_beginning(const capture_call *call)
{
    return (beginning_of){call->source.file, call->source.directory, call->source.arguments,
                          call->source.argument_count, NULL};
}

bool capture_call_write(const capture_call *call, const capture *capture)
{
    size_t size;
    uint8_t *bytes = capture_pack(capture, &call->maker, &size);
    bool good = write_if_changed(call->output, bytes, size);
    free(bytes);
    return good;
}

bool capture_call_write_inputs(const capture_call *call, const inputs *inputs, int64_t start)
{
    return (!call->record || inputs_write_record(inputs, call->record, start)) &&
           (!call->rule || inputs_write_rule(inputs, call->rule, call->output));
}

void capture_limit(unsigned seconds)
{
    struct rlimit cpu = {seconds, seconds + 5}, core = {0, 0};
    if (seconds)
        setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &core);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}
