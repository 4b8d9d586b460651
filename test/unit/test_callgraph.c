/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The call graph: edges, cycles, who reaches a lock function, who is a root.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "callgraph.h"
#include "devlock/text.h"

static const char text[] =
    "global $table 16 constant { 0: &in_table, 8: &also_in_table }\n"
    "global $locks 8 constant { 0: &Acquire }\n"
    "global $hook 8 { 0: &hooked }\n"
    "routine leaf() {\nb0:\n    call Acquire(64:1)\n    return\n}\n"
    "routine wrapper() {\nb0:\n    call leaf()\n    return\n}\n"
    "routine top() {\nb0:\n    call wrapper()\n    call wrapper()\n    call plain()\n    return\n}\n"
    "routine plain() {\nb0:\n    call Unknown()\n    return\n}\n"
    "routine self(n 32) {\nb0:\n    call self(32:1)\n    call leaf()\n    return\n}\n"
    "routine ping() {\nb0:\n    call pong()\n    return\n}\n"
    "routine pong() {\nb0:\n    call ping()\n    call leaf()\n    return\n}\n"
    "routine calls_ping() {\nb0:\n    call ping()\n    return\n}\n"
    "routine in_table() {\nb0:\n    call Release(64:1)\n    return\n}\n"
    "routine also_in_table() {\nb0:\n    return\n}\n"
    "routine uses_table(i 64) {\nb0:\n    %f = load ptr $table\n    call (%f)()\n    return\n}\n"
    "routine uses_locks() {\nb0:\n    %f = load ptr $locks\n    call (%f)(64:1)\n    return\n}\n"
    "routine hooked() {\nb0:\n    call Acquire(64:1)\n    return\n}\n"
    "routine uses_hook() {\nb0:\n    %f = load ptr $hook\n    call (%f)()\n    return\n}\n"
    "routine in_variable() {\nb0:\n    return\n}\n"
    "routine uses_variable() {\n    var f ptr\nb0:\n    store f, &in_variable\n"
    "    %f = load ptr f\n    call (%f)()\n    return\n}\n"
    "routine lock_variable() {\n    var f ptr\nb0:\n    store f, &Acquire\n"
    "    %f = load ptr f\n    call (%f)(64:1)\n    return\n}\n"
    "routine other_arguments() {\nb0:\n    call Acquire(64:1, 64:2)\n    return\n}\n"
    "routine Modelled() {\nb0:\n    call leaf()\n    return\n}\n"
    "routine calls_modelled() {\nb0:\n    call Modelled()\n    return\n}\n";

static devlock_program *program;
static devlock_model *model;
static slots *all_slots;
static callgraph *graph;

static int start(void **state)
{
    char *error = NULL;
    program = devlock_text_read("test", text, strlen(text), &error);
    if (!program) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    model = devlock_model_new();
    devlock_lock_kind kind = {.name = "lock"};
    devlock_model_add_kind(model, &kind);
    devlock_model_function f = {.name = "Acquire", .arguments = 1, .role = DEVLOCK_ROLE_ACQUIRE};
    devlock_model_add_function(model, &f);
    f.name = "Release";
    f.role = DEVLOCK_ROLE_RELEASE;
    devlock_model_add_function(model, &f);
    f = (devlock_model_function){.name = "Modelled", .arguments = -1, .effect = DEVLOCK_EFFECT_NONE};
    devlock_model_add_function(model, &f);
    all_slots = slots_new(program, model, true);
    graph = callgraph_new(program, model, all_slots);
    return 0;
}

static int stop(void **state)
{
    callgraph_free(graph);
    slots_free(all_slots);
    devlock_model_free(model);
    devlock_program_free(program);
    return 0;
}

static uint32_t routine(const char *name)
{
    for (uint32_t i = 0; i < program->routine_count; i++)
        if (strcmp(program->functions[program->routines[i]->function].name, name) == 0)
            return i;
    fail_msg("no routine %s", name);
    return 0;
}

static bool calls(const char *from, const char *to)
{
    uint32_t f = routine(from), found = 0;
    for (uint32_t i = graph->first[f]; i < graph->first[f + 1]; i++)
        found += graph->callees[i] == routine(to);
    assert_true(found <= 1);
    return found == 1;
}

static void test_edges(void **state)
{
    assert_int_equal(graph->count, program->routine_count);
    assert_true(calls("wrapper", "leaf"));
    assert_true(calls("top", "wrapper"));
    assert_false(calls("top", "leaf"));
    assert_true(calls("self", "self"));
    assert_true(calls("uses_table", "in_table"));
    assert_true(calls("uses_table", "also_in_table"));
    assert_false(calls("uses_hook", "hooked"));
    assert_true(calls("uses_variable", "in_variable"));
    assert_false(calls("calls_modelled", "Modelled")); /* the model is what counts */
}

static void test_cycles(void **state)
{
    assert_true(graph->recursive[routine("self")]);
    assert_true(graph->recursive[routine("ping")]);
    assert_true(graph->recursive[routine("pong")]);
    assert_false(graph->recursive[routine("calls_ping")]);
    assert_false(graph->recursive[routine("leaf")]);
    assert_int_equal(graph->cycle[routine("ping")], graph->cycle[routine("pong")]);
    /* Callees come first. */
    assert_true(graph->cycle[routine("leaf")] < graph->cycle[routine("wrapper")]);
    assert_true(graph->cycle[routine("wrapper")] < graph->cycle[routine("top")]);
    assert_true(graph->cycle[routine("ping")] < graph->cycle[routine("calls_ping")]);
}

static void test_locking(void **state)
{
    static const char *const locking[] = {"leaf",       "wrapper",    "top",        "self",
                                          "ping",       "pong",       "calls_ping", "in_table",
                                          "uses_table", "uses_locks", "hooked",     "lock_variable"};
    static const char *const others[] = {"plain",         "also_in_table",   "in_variable",
                                         "uses_variable", "other_arguments", "calls_modelled"};
    for (size_t i = 0; i < sizeof locking / sizeof *locking; i++)
        if (!graph->locking[routine(locking[i])])
            fail_msg("%s is not locking", locking[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (graph->locking[routine(others[i])])
            fail_msg("%s is locking", others[i]);
}

static void test_roots(void **state)
{
    static const char *const roots[] = {"top",    "self",      "calls_ping",   "uses_table",
                                        "hooked", "uses_hook", "uses_variable"};
    static const char *const others[] = {"leaf", "wrapper",  "plain",         "ping",
                                         "pong", "in_table", "also_in_table", "in_variable"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (!callgraph_is_root(graph, routine(roots[i])))
            fail_msg("%s is no root", roots[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (callgraph_is_root(graph, routine(others[i])))
            fail_msg("%s is a root", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_cycles),
        cmocka_unit_test(test_locking),
        cmocka_unit_test(test_roots),
    };
    return cmocka_run_group_tests_name("callgraph", tests, start, stop);
}
