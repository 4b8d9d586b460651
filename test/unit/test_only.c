/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What an analysis for somebody who types leaves out: roots that reach nothing of a file, and long proofs. What it
 * tells must be what the whole analysis tells.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "devlock/analysis.h"
#include "graphs.h"

static bool same(const devlock_finding *a, const devlock_finding *b)
{
    return a->check == b->check && a->place.file == b->place.file && a->place.line == b->place.line &&
           a->place.column == b->place.column && strcmp(a->routine, b->routine) == 0;
}

static bool has(const devlock_result *r, const devlock_finding *f)
{
    for (size_t i = 0; i < devlock_result_finding_count(r); i++)
        if (same(devlock_result_finding(r, i), f))
            return true;
    return false;
}

static unsigned pending_seen, others_seen;

/* What is not pending is what the whole analysis tells, and nothing else is. */
static void check_quick(const char *path)
{
    devlock_program *program = graph_read_file(path);
    devlock_model *model = model_of_tests();
    devlock_options whole = {.checks = UINT32_MAX}, quick = {.checks = UINT32_MAX, .quick = true};
    devlock_result *all = devlock_analyze(program, model, &whole), *some = devlock_analyze(program, model, &quick);
    for (size_t i = 0; i < devlock_result_finding_count(some); i++) {
        const devlock_finding *f = devlock_result_finding(some, i);
        pending_seen += f->pending;
        others_seen += !f->pending;
        if (!f->pending && !has(all, f))
            fail_msg("%s:%u: only the quick analysis tells this", path, f->place.line);
    }
    for (size_t i = 0; i < devlock_result_finding_count(all); i++) {
        const devlock_finding *f = devlock_result_finding(all, i);
        assert_false(f->pending);
        if (!has(some, f))
            fail_msg("%s:%u: the quick analysis does not know of this", path, f->place.line);
    }
    devlock_result_free(all);
    devlock_result_free(some);
    devlock_model_free(model);
    devlock_program_free(program);
}

static void what_is_quick_is_right(void **state)
{
    (void)state;
    each_graph(check_quick);
    assert_true(pending_seen >= 10 && others_seen > 100);
}

/* a.c leaves the lock to b.c, which gives it back or not; c.c has nothing to do with them. */
static const char three_files[] =
    "file \"a.c\"\n"
    "routine caller(e ptr) @1:1 {\nb0:\n  %e = load ptr e\n  call Acquire(%e) @2:1\n"
    "  call callee(%e) @3:1\n  return\n}\n"
    "file \"b.c\"\n"
    "routine callee(e ptr) @1:1 {\nb0:\n  %e = load ptr e\n  call Release(%e) @2:1\n"
    "  call Release(%e) @3:1\n  return\n}\n"
    "file \"c.c\"\n"
    "routine other(e ptr) @1:1 {\nb0:\n  %e = load ptr e\n  call Acquire(%e) @2:1\n  return @3:1\n}\n";

static size_t findings_in(const devlock_program *program, const devlock_result *r, const char *file)
{
    size_t count = 0;
    for (size_t i = 0; i < devlock_result_finding_count(r); i++)
        count += strcmp(devlock_program_path(program, devlock_result_finding(r, i)->place.file), file) == 0;
    return count;
}

static void a_file_has_its_findings(void **state)
{
    (void)state;
    devlock_program *program = graph_read(three_files, strlen(three_files));
    devlock_model *model = model_of_tests();
    devlock_options whole = {.checks = UINT32_MAX};
    devlock_result *all = devlock_analyze(program, model, &whole);
    static const char *const files[] = {"a.c", "b.c", "c.c"};
    size_t told = 0;
    for (size_t i = 0; i < 3; i++) {
        devlock_options only = {.checks = UINT32_MAX, .only = files[i]};
        devlock_result *some = devlock_analyze(program, model, &only);
        assert_int_equal(findings_in(program, some, files[i]), findings_in(program, all, files[i]));
        assert_int_equal(findings_in(program, some, "c.c"), i == 2);
        told += findings_in(program, some, files[i]);
        devlock_result_free(some);
    }
    assert_int_equal(told, devlock_result_finding_count(all));
    assert_int_equal(told, 2);
    devlock_result_free(all);
    devlock_model_free(model);
    devlock_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_quick_is_right),
                                       cmocka_unit_test(a_file_has_its_findings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
