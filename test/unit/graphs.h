/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Programs as text, for tests: after cmocka.h.
 */
#ifndef DEVLOCK_TEST_GRAPHS_H
#define DEVLOCK_TEST_GRAPHS_H

#include <glob.h>
#include <stdio.h>

#include "devlock/model.h"
#include "devlock/text.h"

/* free() it. */
static inline char *graph_text(const devlock_program *p)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    devlock_text_print(p, out);
    fclose(out);
    return text;
}

static inline devlock_program *graph_read(const char *text, size_t length)
{
    char *error = NULL;
    devlock_program *p = devlock_text_read("g", text, length, &error);
    if (!p)
        fail_msg("%s", error);
    assert_null(error);
    return p;
}

static inline devlock_program *graph_read_file(const char *path)
{
    static char text[1 << 22];
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    size_t length = fread(text, 1, sizeof text, in);
    assert_true(length && length < sizeof text);
    fclose(in);
    return graph_read(text, length);
}

/* The model of the core's tests. */
static inline devlock_model *model_of_tests(void)
{
    char *error = NULL;
    devlock_model *model = devlock_model_new();
    if (!devlock_model_add_named(model, DEVLOCK_TEST_DIR "/core/model.yaml", &error))
        fail_msg("%s", error);
    return model;
}

/* Does a check with each graph of the core's tests. */
static inline void each_graph(void (*check)(const char *path))
{
    glob_t graphs;
    assert_int_equal(glob(DEVLOCK_TEST_DIR "/core/*.graph", 0, NULL, &graphs), 0);
    assert_true(graphs.gl_pathc > 20);
    for (size_t i = 0; i < graphs.gl_pathc; i++)
        check(graphs.gl_pathv[i]);
    globfree(&graphs);
}

/* A routine that takes a lock for a moment in many branches of a loop. */
static inline void put_branches(FILE *out, const char *name, unsigned count)
{
    fprintf(out, "routine %s(l ptr, v 32) @1:1 {\n var i 32\nstart:\n store i, 0\n jump a0\n", name);
    for (unsigned i = 0; i < count; i++)
        fprintf(out,
                "a%u:\n %%l%u = load ptr l\n %%v%u = load 32 v\n %%c%u = eq %%v%u, %u\n branch %%c%u ? t%u : a%u\n"
                "t%u:\n call Acquire(%%l%u)\n call Release(%%l%u)\n jump a%u\n",
                i, i, i, i, i, i, i, i, i + 1, i, i, i, i + 1);
    fprintf(out, "a%u:\n %%i = load 32 i\n %%k = add %%i, 1\n store i, %%k\n %%m = ult %%k, 9\n", count);
    fprintf(out, " branch %%m ? a0 : out\nout:\n return @7:1\n}\n");
}

#endif
