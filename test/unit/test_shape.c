/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Shapes: the weak topological order of known graphs, which slots live where, which branches can be passed over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "devlock/text.h"
#include "shape.h"

static devlock_program *read_program(const char *text)
{
    char *error = NULL;
    devlock_program *p = devlock_text_read("test", text, strlen(text), &error);
    if (!p)
        fail_msg("%s", error);
    return p;
}

/* Writes the order as Bourdoncle does: components in parentheses, blocks by number. */
static void write_order(const shape *s, uint32_t from, uint32_t end, char *to, size_t size)
{
    for (uint32_t i = from; i < end; i = s->order[i].end) {
        const order_item *item = &s->order[i];
        size_t used = strlen(to);
        snprintf(to + used, size - used, "%s%s%u", i == from ? "" : " ", item->component ? "(" : "", item->block);
        if (!item->component)
            continue;
        if (item->end > i + 1)
            strncat(to, " ", size - strlen(to) - 1);
        write_order(s, i + 1, item->end, to, size);
        strncat(to, ")", size - strlen(to) - 1);
    }
}

/* A routine of so many blocks with edges {from, to}, each block with at most two; ends elsewhere return. */
static void assert_order(uint32_t blocks, const uint32_t (*edges)[2], size_t count, const char *expected)
{
    static const devlock_place nowhere = {DEVLOCK_NONE, 0, 0};
    devlock_program *p = devlock_program_new(64);
    devlock_routine *r = devlock_routine_begin(p, devlock_program_function(p, "f", "f", 0), 0, nowhere);
    for (uint32_t i = 0; i < blocks; i++)
        devlock_routine_block(r, DEVLOCK_NONE);
    for (uint32_t i = 0; i < blocks; i++) {
        uint32_t targets[2], n = 0;
        for (size_t k = 0; k < count; k++)
            if (edges[k][0] == i)
                targets[n++] = edges[k][1];
        devlock_routine_enter(r, i);
        if (n == 2)
            devlock_end_branch(r, nowhere, devlock_step_unknown(r, nowhere, 1, DEVLOCK_ENVIRONMENT), targets[0],
                               targets[1], NULL);
        else if (n == 1)
            devlock_end_jump(r, nowhere, targets[0]);
        else
            devlock_end_return(r, nowhere, devlock_none());
    }
    devlock_routine_finish(r);
    shape *s = shape_new(r);
    char text[512] = "";
    write_order(s, 0, s->order_count, text, sizeof text);
    assert_string_equal(text, expected);
    for (uint32_t i = 0; i < s->order_count; i++)
        assert_int_equal(s->position[s->order[i].block], i);
    shape_free(s);
    devlock_program_free(p);
}

#define ORDER(blocks, edges, expected) assert_order(blocks, edges, sizeof edges / sizeof *edges, expected)

static void test_orders(void **state)
{
    static const uint32_t straight[][2] = {{0, 1}, {1, 2}};
    ORDER(3, straight, "0 1 2");
    static const uint32_t diamond[][2] = {{0, 1}, {0, 2}, {1, 3}, {2, 3}};
    ORDER(4, diamond, "0 1 2 3");
    static const uint32_t loop[][2] = {{0, 1}, {1, 2}, {1, 3}, {2, 1}};
    ORDER(4, loop, "0 (1 2) 3");
    static const uint32_t itself[][2] = {{0, 1}, {1, 1}, {1, 2}};
    ORDER(3, itself, "0 (1) 2");
    static const uint32_t to_entry[][2] = {{0, 1}, {1, 0}, {1, 2}};
    ORDER(3, to_entry, "(0 1) 2");
    static const uint32_t nest[][2] = {{0, 1}, {1, 2}, {1, 5}, {2, 3}, {2, 4}, {3, 2}, {4, 1}};
    ORDER(6, nest, "0 (1 (2 3) 4) 5");
    static const uint32_t unreached[][2] = {{0, 2}, {1, 2}};
    ORDER(3, unreached, "0 2");
}

/* The example of Bourdoncle's paper, figures 1 and 2, its nodes 1 to 8 being our blocks 0 to 7. */
static void test_paper(void **state)
{
    static const uint32_t edges[][2] = {{0, 1}, {1, 2}, {1, 7}, {2, 3}, {3, 4}, {3, 6},
                                        {4, 5}, {5, 4}, {5, 6}, {6, 2}, {6, 7}};
    ORDER(8, edges, "0 1 (2 3 (4 5) 6) 7");
}

/* A loop with two entries: one of them is the head, and it is one component. */
static void test_two_entries(void **state)
{
    static const uint32_t edges[][2] = {{0, 1}, {0, 2}, {1, 2}, {2, 1}, {2, 3}};
    ORDER(4, edges, "0 (2 1) 3");
}

/* Exceptions are ways too. */
static void test_handlers(void **state)
{
    devlock_program *p = read_program("routine f(e ptr) {\n"
                                      "first: handler caught\n"
                                      "    call g()\n"
                                      "    return\n"
                                      "caught:\n"
                                      "    return\n"
                                      "never:\n"
                                      "    return\n"
                                      "}\n");
    shape *s = shape_new(p->routines[0]);
    assert_int_equal(s->order_count, 2);
    assert_int_equal(s->position[2], DEVLOCK_NONE);
    shape_free(s);
    devlock_program_free(p);
}

static void test_slots(void **state)
{
    devlock_program *p = read_program("routine f(e ptr, n 32) -> 32 {\n"
                                      "    var flag 8\n"
                                      "    var box bytes 16\n"
                                      "b0:\n"
                                      "    %a = load 32 n\n"
                                      "    %b = add %a, 1\n"
                                      "    store flag, 1\n"
                                      "    %c = eq %b, 3\n"
                                      "    branch %c ? b1 : b2\n"
                                      "b1:\n"
                                      "    %f = load 8 flag\n"
                                      "    return %a\n"
                                      "b2:\n"
                                      "    declare flag\n"
                                      "    %g = load 8 flag\n"
                                      "    call h(%b)\n"
                                      "    return 0\n"
                                      "}\n");
    const devlock_routine *r = p->routines[0];
    shape *s = shape_new(r);
    uint32_t n = s->variable_slot[1], flag = s->variable_slot[2], a = s->temp_slot[0], b = s->temp_slot[1];
    assert_int_equal(s->slot_count, 5); /* e, n, flag, %a, %b */
    assert_int_equal(s->variable_slot[3], DEVLOCK_NONE);
    assert_int_equal(s->temp_slot[2], DEVLOCK_NONE); /* %c stays in its block */
    assert_int_equal(s->local_count[0], 3);
    assert_int_equal(s->max_local, 3);
    assert_true(shape_live(s, 0, n));
    assert_false(shape_live(s, 0, flag));
    assert_true(shape_live(s, 1, flag));
    assert_true(shape_live(s, 1, a));
    assert_false(shape_live(s, 1, b));
    assert_false(shape_live(s, 2, flag)); /* declared anew */
    assert_false(shape_live(s, 2, a));
    assert_true(shape_live(s, 2, b));
    assert_int_equal(s->step_block[r->blocks[2].steps[1].id], 2);
    shape_free(s);
    devlock_program_free(p);
}

/* What a loop needs in the next round is live all around it; what only a handler needs, too. */
static void test_liveness_of_loops(void **state)
{
    devlock_program *p = read_program("routine f(n 32) {\n"
                                      "    var i 32\n"
                                      "    var held 8\n"
                                      "b0:\n"
                                      "    store i, 0\n"
                                      "    store held, 0\n"
                                      "    jump head\n"
                                      "head: handler caught\n"
                                      "    call g()\n"
                                      "    %c = eq 1:1, 1\n"
                                      "    branch %c ? body : out\n"
                                      "body:\n"
                                      "    %i = load 32 i\n"
                                      "    %j = add %i, 1\n"
                                      "    store i, %j\n"
                                      "    jump head\n"
                                      "out:\n"
                                      "    return\n"
                                      "caught:\n"
                                      "    %h = load 8 held\n"
                                      "    return\n"
                                      "}\n");
    shape *s = shape_new(p->routines[0]);
    uint32_t i = s->variable_slot[1], held = s->variable_slot[2];
    assert_true(shape_live(s, 1, i));
    assert_true(shape_live(s, 2, i));
    assert_false(shape_live(s, 3, i));
    assert_true(shape_live(s, 1, held));
    assert_true(shape_live(s, 2, held));
    assert_false(shape_live(s, 0, held));
    shape_free(s);
    devlock_program_free(p);
}

/* Branches whose sides only compute and meet again; not those that store, leave, or go back. */
static void test_skips(void **state)
{
    devlock_program *p = read_program("routine f(n 32, e ptr) {\n"
                                      "    var x 32\n"
                                      "b0:\n"
                                      "    %n = load 32 n\n"
                                      "    %c = eq %n, 1\n"
                                      "    branch %c ? one : two\n"
                                      "one:\n"
                                      "    call g()\n"
                                      "    jump two\n"
                                      "two:\n"
                                      "    branch %c ? three : four\n"
                                      "three:\n"
                                      "    %d = add %n, 1\n"
                                      "    jump five\n"
                                      "four:\n"
                                      "    jump five\n"
                                      "five:\n"
                                      "    branch %c ? six : seven\n"
                                      "six:\n"
                                      "    store x, 1\n"
                                      "    jump seven\n"
                                      "seven:\n"
                                      "    branch %c ? seven : eight\n"
                                      "eight:\n"
                                      "    return\n"
                                      "}\n");
    shape *s = shape_new(p->routines[0]);
    static const uint32_t skips[] = {
        2, DEVLOCK_NONE, 5, DEVLOCK_NONE, DEVLOCK_NONE, DEVLOCK_NONE, DEVLOCK_NONE, DEVLOCK_NONE, DEVLOCK_NONE};
    for (uint32_t b = 0; b < 9; b++)
        if (s->skip[b] != skips[b])
            fail_msg("block %u: %u instead of %u", b, s->skip[b], skips[b]);
    shape_free(s);
    devlock_program_free(p);
}

/* A long chain of blocks, as generated code has. */
static void test_long(void **state)
{
    enum { COUNT = 20000 };
    static const devlock_place nowhere = {DEVLOCK_NONE, 0, 0};
    devlock_program *p = devlock_program_new(64);
    devlock_routine *r = devlock_routine_begin(p, devlock_program_function(p, "f", "f", 0), 0, nowhere);
    for (uint32_t i = 0; i < COUNT; i++)
        devlock_routine_block(r, DEVLOCK_NONE);
    for (uint32_t i = 0; i < COUNT; i++) {
        devlock_routine_enter(r, i);
        if (i + 1 < COUNT)
            devlock_end_jump(r, nowhere, i + 1);
        else
            devlock_end_return(r, nowhere, devlock_none());
    }
    devlock_routine_finish(r);
    shape *s = shape_new(r);
    assert_int_equal(s->order_count, COUNT);
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(s->order[i].block, i);
    shape_free(s);
    devlock_program_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_orders),   cmocka_unit_test(test_paper), cmocka_unit_test(test_two_entries),
        cmocka_unit_test(test_handlers), cmocka_unit_test(test_slots), cmocka_unit_test(test_liveness_of_loops),
        cmocka_unit_test(test_skips),    cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
