/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * `devlock analyze`; see analyze_command.h.
 *
 * Needs: captures and models. Leaves: a result (capture/result.h), and an exit status. Cost: that of the analysis.
 */
#define _GNU_SOURCE
#include "analyze_command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>

#include "asked.h"
#include "capture/result.h"
#include "capture_file.h"
#include "core/graph.h"
#include "manifest.h"
#include "reading.h"
#include "scan.h"

typedef struct call {
    const char *output, *list, *root;
    devlock_model *model;
    devlock_options options;
    capture_maker maker;
    arena *arena; /* the states' */
    reading reading;
    kept_result kept;
    size_t source_capacity;
} call;

static int usage(FILE *out)
{
    fputs(
        "usage: devlock analyze -o FILE --captures LIST [OPTION]...\n"
        "\n"
        "Links captures to one program, analyses it, and writes what is found to FILE, if it changes. A scan with the\n"
        "same work folder reports it (docs/scale.md).\n"
        "\n"
        "  -o FILE              the result\n"
        "  --captures LIST      a file that names the captures, one a line, in the order of their sources; a line of\n"
        "                       one of a library begins with \"library \"\n"
        "  --root DIR           where the paths in captures count from\n"
        "  --model FILE         as for devlock scan; can be given again\n"
        "  --no-default-model   the same\n"
        "  --checks N           which checks run, as a sum of bits in the order of devlock --list-checks\n"
        "  --loop-bound N, --solver-budget N, --routine-budget N\n"
        "                       as for devlock scan; 0: as the models say\n"
        "  --elsewhere          what headers declare may have callers in other files\n"
        "  --subject-only       pass over a driver that has to do with nothing that the models are about\n",
        out);
    return out == stdout ? SCAN_CLEAN : SCAN_FAILED;
}

/* ---- linking ------------------------------------------------------------------------------------------------- */

static uint32_t file_count(const devlock_program *program)
{
    return program ? program->file_count : 0;
}

/* Keeps how a source was read; the capture does not stay. */
static void keep_state(call *call, const capture *c, bool taken)
{
    kept_result *kept = &call->kept;
    ARRAY_RESERVE(kept->sources, kept->source_count, call->source_capacity);
    source_state *state = &kept->sources[kept->source_count++];
    *state = (source_state){.name = arena_string(call->arena, c->source), .read = !taken || c->parsed};
    state->files = file_count(call->reading.program);
    if (!taken)
        return;
    state->error_count = c->error_count;
    state->errors = arena_take(call->arena, (c->error_count + 1) * sizeof *state->errors);
    for (size_t i = 0; i < c->error_count; i++)
        state->errors[i] = (capture_error){arena_string(call->arena, c->errors[i].file), c->errors[i].line,
                                           c->errors[i].column, arena_string(call->arena, c->errors[i].text)};
}

static bool take_file(call *call, const char *path)
{
    size_t size, mark = strlen(LIBRARY_MARK);
    call->reading.library = strncmp(path, LIBRARY_MARK, mark) == 0;
    path += call->reading.library ? mark : 0;
    capture c;
    const char *error = NULL;
    uint8_t *bytes = whole_file(path, &size);
    if (!bytes)
        error = strerror(errno);
    if (bytes && capture_unpack(&c, bytes, size, &call->maker, &error)) {
        scan_source source = {.file = (char *)c.source};
        keep_state(call, &c, reading_take(&call->reading, &source, &c));
        capture_free(&c);
        error = NULL;
    }
    free(bytes);
    if (error)
        fprintf(stderr, "devlock: error: cannot use the capture '%s': %s; make it again\n", path, error);
    return !error;
}

static bool take_all(call *call)
{
    size_t size;
    char *text = (char *)whole_file(call->list, &size), *rest = text, *line;
    bool good = text != NULL;
    if (!text)
        fprintf(stderr, "devlock: error: cannot read '%s': %s\n", call->list, strerror(errno));
    while (good && (line = strsep(&rest, "\n")) && (*line || rest))
        good = take_file(call, line);
    free(text);
    return good;
}

static bool analyse_and_write(call *call)
{
    size_t size;
    if (!call->reading.program)
        call->reading.program = devlock_program_new(64);
    call->kept.program = call->reading.program;
    call->kept.result = devlock_analyze(call->kept.program, call->model, &call->options);
    uint8_t *bytes = kept_result_pack(&call->kept, &call->maker, &size);
    bool good = write_if_changed(call->output, bytes, size);
    free(bytes);
    return good;
}

/* ---- the call ------------------------------------------------------------------------------------------------ */

static bool read_model(call *call, const char *path)
{
    char *error = NULL;
    if (devlock_model_add_named(call->model, path, &error))
        return true;
    fprintf(stderr, "%s\n", error);
    free(error);
    return false;
}

static bool take_number(uint32_t *to, const char *text)
{
    char *end;
    unsigned long number = strtoul(text, &end, 0);
    *to = (uint32_t)number;
    if (*text && !*end && number <= UINT32_MAX)
        return true;
    fprintf(stderr, "devlock: error: '%s' is no number\n", text);
    return false;
}

enum {
    OPTION_CAPTURES = 256,
    OPTION_ROOT,
    OPTION_MODEL,
    OPTION_NO_DEFAULT,
    OPTION_CHECKS,
    OPTION_LOOPS,
    OPTION_SOLVER,
    OPTION_ROUTINE,
    OPTION_ELSEWHERE,
    OPTION_SUBJECT,
    OPTION_HELP
};

static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                        {"captures", required_argument, NULL, OPTION_CAPTURES},
                                        {"root", required_argument, NULL, OPTION_ROOT},
                                        {"model", required_argument, NULL, OPTION_MODEL},
                                        {"no-default-model", no_argument, NULL, OPTION_NO_DEFAULT},
                                        {"checks", required_argument, NULL, OPTION_CHECKS},
                                        {"loop-bound", required_argument, NULL, OPTION_LOOPS},
                                        {"solver-budget", required_argument, NULL, OPTION_SOLVER},
                                        {"routine-budget", required_argument, NULL, OPTION_ROUTINE},
                                        {"elsewhere", no_argument, NULL, OPTION_ELSEWHERE},
                                        {"subject-only", no_argument, NULL, OPTION_SUBJECT},
                                        {"help", no_argument, NULL, OPTION_HELP},
                                        {NULL, 0, NULL, 0}};

/* The shipped model comes first, wherever the option stands that does without. */
static void start_model(call *call, int argc, char **argv)
{
    call->model = devlock_model_new();
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--no-default-model") == 0)
            return;
    devlock_model_add_default(call->model);
}

/* Gives whether the option makes sense. */
static bool take_option(call *call, int option)
{
    switch (option) {
    case 'o':
        call->output = optarg;
        return true;
    case OPTION_CAPTURES:
        call->list = optarg;
        return true;
    case OPTION_ROOT:
        call->root = optarg;
        return true;
    case OPTION_MODEL:
        return read_model(call, optarg);
    case OPTION_CHECKS:
        return take_number(&call->options.checks, optarg);
    case OPTION_LOOPS:
        return take_number(&call->options.loop_bound, optarg);
    case OPTION_SOLVER:
        return take_number(&call->options.solver_budget, optarg);
    case OPTION_ROUTINE:
        return take_number(&call->options.routine_budget, optarg);
    case OPTION_ELSEWHERE:
        call->options.callers_elsewhere = true;
        return true;
    case OPTION_SUBJECT:
        call->options.subject_only = true;
        return true;
    case OPTION_NO_DEFAULT:
        return true;
    default:
        usage(stderr);
        return false;
    }
}

static int run(call *call, int argc, char **argv)
{
    start_model(call, argc, argv);
    for (int option; (option = getopt_long(argc, argv, "+o:", options, NULL)) != -1;) {
        if (option == OPTION_HELP)
            return usage(stdout);
        if (!take_option(call, option))
            return SCAN_FAILED;
    }
    if (!call->output || !call->list || optind < argc) {
        fputs("devlock: error: devlock analyze wants -o FILE and --captures LIST, and nothing else\n", stderr);
        return SCAN_FAILED;
    }
    char *asked = asked_text(call->model);
    call->maker = this_maker(asked, call->root);
    call->reading.model = call->model;
    call->reading.silent = true;
    bool good = take_all(call) && analyse_and_write(call);
    free(asked);
    return good ? SCAN_CLEAN : SCAN_FAILED;
}

int analyze_command(int argc, char **argv)
{
    memory_keep_freed();
    call call = {.options.checks = UINT32_MAX, .arena = arena_new()};
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a later run must not be overtaken */
    int status = run(&call, argc - 1, argv + 1);
    devlock_result_free(call.kept.result);
    devlock_program_free(call.reading.program);
    free(call.kept.sources);
    arena_free(call.arena);
    devlock_model_free(call.model);
    return status;
}
