/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * In place of runs: none can be started. With DEVLOCK_FUZZ the fuzzers are libFuzzer programs; else ones that try the
 * files that they are given (test/fuzz/run does both).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editor/runs.h"
#include "fuzz/common.h"

bool run_start_kept(run *r, keepers *all, const run_wish *wish, run_analysis analysis, void *user)
{
    (void)all;
    return run_start(r, wish, analysis, user);
}

bool run_start(run *r, const run_wish *wish, run_analysis analysis, void *user)
{
    (void)r, (void)wish, (void)analysis, (void)user;
    errno = EAGAIN;
    return false;
}

run_outcome run_read(run *r)
{
    (void)r;
    return RUN_FAILED;
}

void run_cancel(run *r)
{
    free(r->uri);
    free(r->text);
    *r = (run){0};
}

#ifndef DEVLOCK_FUZZ
static bool try_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    static uint8_t data[1 << 20];
    if (!in)
        return false;
    size_t size = fread(data, 1, sizeof data, in);
    fclose(in);
    LLVMFuzzerTestOneInput(data, size);
    return true;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (!try_file(argv[i])) {
            fprintf(stderr, "%s: %s\n", argv[i], strerror(errno));
            return 1;
        }
    printf("%d inputs\n", argc - 1);
    return argc == 1;
}
#endif
