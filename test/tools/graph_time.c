/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * graph_time FILE.graph: what the analysis of a program graph in the text form costs. Prints one line: routines,
 * findings, seconds of reading and of the analysis (CPU time), and the peak of the process' memory in bytes, after
 * reading and after the analysis. Only the checks of pairing run, unless --all is given first.
 *
 * Needs: test/core/model.yaml. Leaves behind: nothing. Exit status: 0; 2 if the file cannot be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "arena.h"
#include "devlock/analysis.h"
#include "devlock/text.h"

static void need(bool good, const char *error)
{
    if (good)
        return;
    fprintf(stderr, "%s\n", error);
    exit(2);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    need(file && fseek(file, 0, SEEK_END) == 0, "graph_time: the file cannot be read");
    *length = (size_t)ftell(file);
    rewind(file);
    char *text = must_allocate(*length + 1);
    need(fread(text, 1, *length, file) == *length, "graph_time: the file cannot be read");
    text[*length] = 0;
    fclose(file);
    return text;
}

static struct rusage usage(void)
{
    struct rusage now;
    getrusage(RUSAGE_SELF, &now);
    return now;
}

static double seconds_between(struct rusage from, struct rusage to)
{
    return (double)(to.ru_utime.tv_sec - from.ru_utime.tv_sec + to.ru_stime.tv_sec - from.ru_stime.tv_sec) +
           (double)(to.ru_utime.tv_usec - from.ru_utime.tv_usec + to.ru_stime.tv_usec - from.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
    bool all = argc == 3 && strcmp(argv[1], "--all") == 0;
    need(argc == 2 || all, "usage: graph_time [--all] FILE.graph");
    size_t length;
    char *error = NULL, *text = read_file(argv[argc - 1], &length);
    struct rusage start = usage();
    devlock_program *program = devlock_text_read(argv[argc - 1], text, length, &error);
    need(program != NULL, error);
    free(text);
    devlock_model *model = devlock_model_new();
    bool good = devlock_model_read_file(model, DEVLOCK_TEST_DIR "/core/model.yaml", &error);
    need(good, error);
    struct rusage read = usage();
    devlock_options options = {.checks = all ? UINT32_MAX : (1u << (DEVLOCK_WRONG_EXTENSION + 1)) - 1};
    devlock_result *result = devlock_analyze(program, model, &options);
    struct rusage end = usage();
    const devlock_statistics *s = devlock_result_statistics(result);
    printf("routines %u findings %zu read %.3f analysis %.3f proof %.3f memory-read %ld memory %ld\n",
           (unsigned)s->routines, devlock_result_finding_count(result), seconds_between(start, read),
           seconds_between(read, end), s->proof_seconds, read.ru_maxrss * 1024, end.ru_maxrss * 1024);
    devlock_result_free(result);
    devlock_model_free(model);
    devlock_program_free(program);
    return 0;
}
