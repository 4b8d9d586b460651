/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Rewriting: a term in which leaves are replaced has the value that the term has with the replacements' values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluate.h"
#include "rewrite.h"

static devlock_program *program;
static terms store, *const t = &store;

static int start(void **state)
{
    program = devlock_program_new(64);
    terms_start(t, program);
    random_state = 521288629521288629u;
    return 0;
}

static int stop(void **state)
{
    terms_stop(t);
    devlock_program_free(program);
    return 0;
}

static term put_in(rewrite *rw, term leaf)
{
    const term *replacements = rw->user;
    term_node n = *term_at(t, leaf);
    return n.op == TERM_SYMBOL && n.a == SYMBOL_PARAMETER ? replacements[n.b] : TERM_NONE;
}

static void test_values(void **state)
{
    for (int round = 0; round < 4000; round++) {
        expression *e = random_expression(t, random_width(), 1 + (unsigned)random_number(5), 2);
        expression *first = random_expression(t, 8, (unsigned)random_number(3), 2);
        expression *second = random_expression(t, 8, (unsigned)random_number(3), 2);
        term replacements[] = {first->term, second->term};
        rewrite rw = {.terms = t, .leaf = put_in, .start = MEMORY_INITIAL, .user = replacements};
        term result = rewrite_term(&rw, e->term);
        assert_int_equal(rewrite_term(&rw, e->term), result);
        rewrite_stop(&rw);
        for (int i = 0; i < 40; i++) {
            uint64_t values[] = {random_number(256), random_number(256)}, inner[2];
            bool undefined = false, unused = false;
            inner[0] = value_of_expression(first, values, &undefined);
            inner[1] = value_of_expression(second, values, &undefined);
            uint64_t meant = value_of_expression(e, inner, &undefined);
            assignment a = {.parameters = values};
            if (!undefined)
                assert_int_equal(value_of(&a, t, result, &unused), meant);
        }
        expression_free(e);
        expression_free(first);
        expression_free(second);
    }
}

static void test_one(void **state)
{
    term x = parameter(t, 0), y = parameter(t, 1), three = term_constant(t, 8, 3);
    term sum = term_binary(t, TERM_ADD, x, y), condition = term_ult(t, sum, term_binary(t, TERM_MUL, x, x));
    assert_int_equal(rewrite_one(t, condition, x, x), condition);
    assert_int_equal(rewrite_one(t, condition, x, three),
                     term_ult(t, term_binary(t, TERM_ADD, y, three), term_constant(t, 8, 9)));
    assert_int_equal(rewrite_one(t, condition, sum, three), term_ult(t, three, term_binary(t, TERM_MUL, x, x)));
    assert_int_equal(rewrite_one(t, condition, condition, TERM_TRUE), TERM_TRUE);
    term pointer = term_symbol(t, 64, SYMBOL_PARAMETER, 2, 0, 0, false);
    term other = term_symbol(t, 64, SYMBOL_PARAMETER, 3, 0, 0, false);
    term element = term_index(t, pointer, term_unary(t, TERM_ZEXT, 64, x), 4, 8);
    assert_int_equal(rewrite_one(t, element, pointer, other),
                     term_index(t, other, term_unary(t, TERM_ZEXT, 64, x), 4, 8));
}

static void test_settled(void **state)
{
    term x = parameter(t, 0), y = parameter(t, 1), three = term_constant(t, 8, 3);
    term product = term_binary(t, TERM_MUL, x, y), replacements[] = {TERM_NONE, TERM_NONE};
    rewrite rw = {.terms = t, .leaf = put_in, .start = MEMORY_INITIAL, .user = replacements};
    rewrite_settle(&rw, x, three);
    assert_int_equal(rewrite_term(&rw, product), term_binary(t, TERM_MUL, three, y));
    rewrite_stop(&rw);
}

/* A leaf that is pure, with its arguments. */
static void test_pure(void **state)
{
    term x = parameter(t, 0), y = parameter(t, 1), replacements[] = {y, x};
    term result = term_apply(t, 32, 7, term_pair(t, x, term_pair(t, y, TERM_NONE)));
    term swapped = term_apply(t, 32, 7, term_pair(t, y, term_pair(t, x, TERM_NONE)));
    rewrite rw = {.terms = t, .leaf = put_in, .start = MEMORY_INITIAL, .user = replacements};
    assert_int_equal(rewrite_term(&rw, result), swapped);
    rewrite_stop(&rw);
}

static uint64_t next_site(rewrite *rw, uint64_t site)
{
    return site + 100;
}

/* A callee's memory in its caller's terms: it begins with the caller's, and loads are read again. */
static void test_memory(void **state)
{
    term p = term_symbol(t, 64, SYMBOL_PARAMETER, 0, 0, 0, false),
         caller = term_symbol(t, 64, SYMBOL_STEP, 9, 0, 0, false);
    term replacements[] = {caller, TERM_NONE}, k = term_constant(t, 64, 8), seven = term_constant(t, 32, 7);
    memory before = memory_write(t, MEMORY_INITIAL, term_field(t, caller, k), seven);
    rewrite rw = {.terms = t, .leaf = put_in, .start = before, .site = next_site, .user = replacements};
    /* what the callee read at entry is what the caller wrote */
    term load = memory_read(t, MEMORY_INITIAL, term_field(t, p, k), 32);
    assert_int_equal(rewrite_term(&rw, load), seven);
    /* each kind of change */
    reach all = {.address = p, .size = DEVLOCK_WHOLE};
    memory m = memory_write(t, MEMORY_INITIAL, p, load);
    m = memory_zero(t, m, term_field(t, p, k), 4);
    m = memory_copy(t, m, term_field(t, p, term_constant(t, 64, 64)), p, 32);
    m = memory_declare(t, m, term_address(t, DEVLOCK_OPERAND_VARIABLE, 3, 1), 5);
    memory called = memory_call(t, m, 11, true, &all, 1);
    m = memory_merge(t, term_eq(t, p, term_constant(t, 64, 0)), m, called);
    memory change = memory_alone(t, memory_write(t, MEMORY_INITIAL, p, load));
    m = memory_loop(t, m, 12, &change, 1);
    memory moved = rewrite_memory(&rw, m);
    assert_int_equal(rewrite_memory(&rw, m), moved);
    memory_node loop = *memory_at(t, moved);
    assert_int_equal(loop.kind, MEMORY_LOOP);
    assert_int_equal(loop.site, 112);
    memory_node merge = *memory_at(t, loop.parent);
    assert_int_equal(merge.kind, MEMORY_MERGE);
    assert_int_equal(memory_at(t, merge.other)->kind, MEMORY_CALL);
    assert_int_equal(memory_at(t, merge.other)->site, 111);
    assert_int_equal(memory_reach_at(t, memory_at(t, merge.other), 0).address, caller);
    assert_int_equal(memory_read(t, merge.parent, caller, 32), seven);
    assert_int_equal(memory_read(t, merge.parent, term_field(t, caller, k), 32), term_constant(t, 32, 0));
    rewrite_stop(&rw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values, start, stop),
        cmocka_unit_test_setup_teardown(test_one, start, stop),
        cmocka_unit_test_setup_teardown(test_settled, start, stop),
        cmocka_unit_test_setup_teardown(test_pure, start, stop),
        cmocka_unit_test_setup_teardown(test_memory, start, stop),
    };
    return cmocka_run_group_tests_name("rewrite", tests, NULL, NULL);
}
