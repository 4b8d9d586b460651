/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Linking of units: a unit linked into an empty program is the same program, for every graph of test/core; of two units
 * that define one function each keeps its own; what both know is there once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include "graph.h"
#include "graphs.h"
#include "verify.h"

static void assert_whole(const devlock_program *p)
{
    char *error = NULL;
    if (!program_verify(p, &error))
        fail_msg("%s", error);
}

/* ---- one unit ------------------------------------------------------------------------------------------------ */

static void assert_same_linked(const char *path)
{
    devlock_program *unit = graph_read_file(path);
    devlock_program *program = devlock_program_new(devlock_program_pointer_bits(unit));
    char *before = graph_text(unit);
    devlock_program_link(program, unit, (devlock_linkage){0});
    char *unit_after = graph_text(unit);
    assert_string_equal(unit_after, before);
    devlock_program_free(unit); /* nothing of it is needed any more */
    assert_whole(program);
    char *linked = graph_text(program);
    assert_string_equal(linked, before);
    free(before);
    free(unit_after);
    free(linked);
    devlock_program_free(program);
}

static void one_unit_stays_as_it_is(void **state)
{
    each_graph(assert_same_linked);
}

/* ---- two units ----------------------------------------------------------------------------------------------- */

/* A source that defines `entry`, calls a helper of its own and one that both share, and reads a table. */
static devlock_program *unit_of(const char *source)
{
    devlock_program *u = devlock_program_new(64);
    uint32_t file = devlock_program_file(u, source);
    devlock_place place = {file, 3, 1}, header = {devlock_program_file(u, "shared.h"), 7, 1};
    uint32_t table = devlock_program_global(u, "c:table", "table", 8, 0);
    uint32_t entry = devlock_program_function(u, "c:entry", "entry", 0);
    uint32_t shared = devlock_program_function(u, "c:shared", "shared", DEVLOCK_FUNCTION_INLINE);
    assert_true(devlock_program_define(u, entry, place));
    assert_true(devlock_program_define(u, shared, header));
    devlock_global_set(u, table, 0, devlock_function_address(u, entry));
    devlock_program_slot(u, "slot", 0);
    devlock_slot_put(u, 0, devlock_function_address(u, entry));
    devlock_program_add_registration(u, "DATA", "Start", entry, place);
    devlock_program_not_analysed(u, "lost", place, "a reason");
    devlock_program_gap_mentions(u, "shared");
    devlock_routine *r = devlock_routine_begin(u, entry, 0, place);
    devlock_routine_block(r, DEVLOCK_NONE);
    devlock_routine_enter(r, 0);
    devlock_argument argument = {.value = devlock_global_address(u, table, 0), .text = "table"};
    devlock_step_call(r, place, devlock_function_address(u, shared), 0, &argument, 1);
    devlock_end_return(r, place, devlock_none());
    devlock_routine_finish(r);
    r = devlock_routine_begin(u, shared, 0, header);
    devlock_routine_block(r, DEVLOCK_NONE);
    devlock_routine_enter(r, 0);
    devlock_end_return(r, header, devlock_none());
    devlock_routine_finish(r);
    return u;
}

static devlock_program *linked(const char *first, const char *second)
{
    devlock_program *program = devlock_program_new(64);
    for (unsigned i = 0; i < 2; i++) {
        devlock_program *unit = unit_of(i ? second : first);
        devlock_program_link(program, unit, (devlock_linkage){0});
        devlock_program_free(unit);
    }
    assert_whole(program);
    return program;
}

static void each_source_means_its_own(void **state)
{
    devlock_program *p = linked("a.c", "b.c");
    assert_int_equal(p->file_count, 3);
    assert_int_equal(p->routine_count, 3); /* entry, shared, entry of b.c */
    assert_int_equal(p->function_count, 3);
    assert_string_equal(p->functions[2].key, "b.c#c:entry");
    assert_string_equal(p->functions[2].name, "entry");
    assert_int_equal(p->routines[2]->function, 2);
    assert_string_equal(p->files[p->routines[2]->place.file], "b.c");
    const step *call = &p->routines[2]->blocks[0].steps[0];
    assert_int_equal(call->a.id, 1); /* the first body of what both share */
    assert_string_equal(call->arguments[0].text, "table");
    assert_int_equal(p->slots[0].values.count, 2);
    assert_int_equal(p->registration_count, 2);
    assert_int_equal(p->gap_count, 2);
    assert_int_equal(p->gaps[1].mentions.count, 1);
    assert_string_equal(p->gaps[1].mentions.names[0], "shared");
    devlock_program_free(p);
}

static void the_same_unit_again_adds_no_routine(void **state)
{
    devlock_program *p = linked("a.c", "a.c");
    assert_int_equal(p->file_count, 2);
    assert_int_equal(p->function_count, 2);
    assert_int_equal(p->routine_count, 2);
    assert_int_equal(p->global_count, 1);
    assert_int_equal(p->slots[0].values.count, 1);
    assert_int_equal(p->registration_count, 1);
    devlock_program_free(p);
}

/* Two drivers with a routine `entry` each: neither sees the other's, nor that of a driver without a name. */
static void drivers_see_their_own(void **state)
{
    devlock_program *program = devlock_program_new(64), *first = unit_of("a.c"), *second = unit_of("b.c");
    devlock_program_link(program, first, (devlock_linkage){.driver = "one"});
    devlock_program_link(program, second, (devlock_linkage){.driver = "two"});
    devlock_program_link(program, first, (devlock_linkage){.driver = "two", .library = true});
    assert_whole(program);
    assert_int_equal(program->file_count, 3);
    assert_int_equal(program->routine_count, 5); /* entry, shared; entry, shared; entry of a.c beside that of b.c */
    assert_string_equal(program->functions[0].key, "one!c:entry");
    assert_string_equal(program->functions[0].name, "entry");
    assert_int_equal(program->routines[2]->blocks[0].steps[0].a.id, program->routines[3]->function);
    assert_int_equal(program->slot_count, 2);
    assert_int_equal(program->global_count, 2);
    assert_int_equal(program->functions[program->routines[0]->function].flags & DEVLOCK_FUNCTION_INLINE, 0);
    assert_int_equal(program->functions[program->routines[4]->function].flags, DEVLOCK_FUNCTION_INLINE);
    devlock_program_free(first);
    devlock_program_free(second);
    devlock_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_unit_stays_as_it_is),
        cmocka_unit_test(each_source_means_its_own),
        cmocka_unit_test(the_same_unit_again_adds_no_routine),
        cmocka_unit_test(drivers_see_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
