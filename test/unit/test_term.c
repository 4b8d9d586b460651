/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Terms: whatever simplification makes of an expression, its value stays; equal terms are one; what the flow relies on
 * (constants stand on the right, conditions are recognised, pointers fall apart into root and offset).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "evaluate.h"
#include "memory.h"

static devlock_program *program;
static terms store, *const t = &store;

static int start(void **state)
{
    program = devlock_program_new(64);
    terms_start(t, program);
    random_state = 88172645463325252u;
    return 0;
}

static int stop(void **state)
{
    terms_stop(t);
    devlock_program_free(program);
    return 0;
}

static term number(unsigned width, uint64_t value)
{
    return term_constant(t, width, value);
}

/* ---- values -------------------------------------------------------------------------------------------------- */

static void assert_value(const expression *e, const uint64_t *parameters)
{
    bool undefined = false, unused = false;
    uint64_t meant = value_of_expression(e, parameters, &undefined);
    if (undefined)
        return;
    assignment a = {.parameters = parameters};
    uint64_t is = value_of(&a, t, e->term, &unused);
    if (is != meant)
        fail_msg("term %u: %llx instead of %llx for %llx, %llx, %llx", e->term, (unsigned long long)is,
                 (unsigned long long)meant, (unsigned long long)parameters[0], (unsigned long long)parameters[1],
                 (unsigned long long)parameters[2]);
}

/* Every binary operator with every kind of constant beside it, and every value of the parameter. */
static void test_operators_with_constants(void **state)
{
    static const term_op ops[] = {TERM_ADD,  TERM_SUB,    TERM_MUL,     TERM_UDIV,   TERM_SDIV, TERM_UREM,
                                  TERM_SREM, TERM_BIT_OR, TERM_BIT_XOR, TERM_SHL,    TERM_LSHR, TERM_ASHR,
                                  TERM_EQ,   TERM_ULT,    TERM_SLT,     TERM_BIT_AND};
    term x = parameter(t, 0);
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        for (uint64_t k = 0; k < 256; k += k < 4 || k > 250 || (k & 0x7E) == 0x7E ? 1 : 5)
            for (int side = 0; side < 2; side++) {
                term c = number(8, k), a = side ? c : x, b = side ? x : c;
                term result = ops[i] == TERM_EQ    ? term_eq(t, a, b)
                              : ops[i] == TERM_ULT ? term_ult(t, a, b)
                              : ops[i] == TERM_SLT ? term_slt(t, a, b)
                                                   : term_binary(t, ops[i], a, b);
                for (uint64_t v = 0; v < 256; v++) {
                    bool undefined = false, unused = false;
                    uint64_t meant = value_of_binary(ops[i], 8, side ? k : v, side ? v : k, &undefined);
                    assignment assigned = {.parameters = &v};
                    if (!undefined && value_of(&assigned, t, result, &unused) != meant)
                        fail_msg("operator %d, constant %u, value %u", (int)ops[i], (unsigned)k, (unsigned)v);
                }
            }
}

/* Random expressions over one parameter, for all of its values. */
static void test_values_of_one(void **state)
{
    for (int round = 0; round < 8000; round++) {
        expression *e = random_expression(t, round % 3 ? random_width() : 1, 1 + (unsigned)random_number(4), 1);
        for (uint64_t v = 0; v < 256; v++)
            assert_value(e, (uint64_t[]){v, 0, 0});
        expression_free(e);
    }
}

/* Deeper ones over three, for some. */
static void test_values_of_three(void **state)
{
    for (int round = 0; round < 20000; round++) {
        expression *e = random_expression(t, round % 3 ? random_width() : 1, 2 + (unsigned)random_number(5), 3);
        for (int i = 0; i < 40; i++)
            assert_value(e, (uint64_t[]){random_number(256), random_number(256), random_number(256)});
        expression_free(e);
    }
}

/* The operators of the graph are those of terms, with the comparisons that terms do without. */
static void test_graph_operators(void **state)
{
    term x = parameter(t, 0), y = parameter(t, 1);
    static const struct {
        devlock_binary graph;
        term_op op;
        bool swapped, negated;
    } pairs[] = {
        {DEVLOCK_ADD, TERM_ADD, false, false},
        {DEVLOCK_SUBTRACT, TERM_SUB, false, false},
        {DEVLOCK_MULTIPLY, TERM_MUL, false, false},
        {DEVLOCK_DIVIDE_UNSIGNED, TERM_UDIV, false, false},
        {DEVLOCK_DIVIDE_SIGNED, TERM_SDIV, false, false},
        {DEVLOCK_REMAINDER_UNSIGNED, TERM_UREM, false, false},
        {DEVLOCK_REMAINDER_SIGNED, TERM_SREM, false, false},
        {DEVLOCK_AND, TERM_BIT_AND, false, false},
        {DEVLOCK_OR, TERM_BIT_OR, false, false},
        {DEVLOCK_XOR, TERM_BIT_XOR, false, false},
        {DEVLOCK_SHIFT_LEFT, TERM_SHL, false, false},
        {DEVLOCK_SHIFT_RIGHT_UNSIGNED, TERM_LSHR, false, false},
        {DEVLOCK_SHIFT_RIGHT_SIGNED, TERM_ASHR, false, false},
        {DEVLOCK_EQUAL, TERM_EQ, false, false},
        {DEVLOCK_NOT_EQUAL, TERM_EQ, false, true},
        {DEVLOCK_LESS_UNSIGNED, TERM_ULT, false, false},
        {DEVLOCK_LESS_SIGNED, TERM_SLT, false, false},
        {DEVLOCK_LESS_EQUAL_UNSIGNED, TERM_ULT, true, true},
        {DEVLOCK_LESS_EQUAL_SIGNED, TERM_SLT, true, true},
        {DEVLOCK_FIELD, TERM_ADD, false, false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (int round = 0; round < 300; round++) {
            uint64_t values[] = {random_number(256), random_number(4) ? random_number(256) : random_number(9)};
            assignment a = {.parameters = values};
            bool undefined = false;
            uint64_t is = value_of(&a, t, term_graph_binary(t, pairs[i].graph, x, y), &undefined);
            uint64_t first = values[pairs[i].swapped], second = values[!pairs[i].swapped];
            uint64_t meant = value_of_binary(pairs[i].op, 8, first, second, &undefined);
            if (!undefined)
                assert_int_equal(is, pairs[i].negated ? !meant : meant);
        }
    uint64_t value = 0x85;
    assignment a = {.parameters = &value};
    bool unused = false;
    assert_int_equal(value_of(&a, t, term_graph_unary(t, DEVLOCK_NOT, 8, x), &unused), 0x7A);
    assert_int_equal(value_of(&a, t, term_graph_unary(t, DEVLOCK_NEGATE, 8, x), &unused), 0x7B);
    assert_int_equal(value_of(&a, t, term_graph_unary(t, DEVLOCK_ZERO_EXTEND, 32, x), &unused), 0x85);
    assert_int_equal(value_of(&a, t, term_graph_unary(t, DEVLOCK_SIGN_EXTEND, 32, x), &unused), 0xFFFFFF85);
    assert_int_equal(value_of(&a, t, term_graph_unary(t, DEVLOCK_TRUNCATE, 1, x), &unused), 1);
}

/* Many conditions at once mean what they mean one by one. */
static void test_chains(void **state)
{
    for (int round = 0; round < 2000; round++) {
        expression *parts[6];
        term conditions[6];
        uint32_t count = (uint32_t)random_number(7);
        for (uint32_t i = 0; i < count; i++) {
            parts[i] = random_truth(t, 1 + (unsigned)random_number(3), 2);
            conditions[i] = parts[i]->term;
        }
        term all = term_and_all(t, conditions, count);
        term both = term_connect(t, TERM_BOOL_AND, conditions, count);
        term any = term_connect(t, TERM_BOOL_OR, conditions, count);
        for (int i = 0; i < 30; i++) {
            uint64_t values[] = {random_number(256), random_number(256)};
            assignment a = {.parameters = values};
            bool undefined = false, every = true, some = false, unused = false;
            for (uint32_t k = 0; k < count; k++) {
                bool holds = value_of_expression(parts[k], values, &undefined);
                every &= holds;
                some |= holds;
            }
            if (undefined)
                continue;
            assert_int_equal(value_of(&a, t, all, &unused), every);
            assert_int_equal(value_of(&a, t, both, &unused), every);
            if (count)
                assert_int_equal(value_of(&a, t, any, &unused), some);
        }
        for (uint32_t i = 0; i < count; i++)
            expression_free(parts[i]);
    }
}

/* ---- one term for one value ---------------------------------------------------------------------------------- */

static void test_shared(void **state)
{
    term x = parameter(t, 0), y = parameter(t, 1);
    assert_int_equal(number(8, 0x1FF), number(8, 0xFF));
    assert_int_not_equal(number(8, 1), number(16, 1));
    assert_int_equal(number(1, 0), TERM_FALSE);
    assert_int_equal(number(1, 1), TERM_TRUE);
    assert_int_equal(parameter(t, 0), x);
    assert_int_not_equal(x, y);
    assert_int_equal(term_binary(t, TERM_ADD, x, y), term_binary(t, TERM_ADD, y, x));
    assert_int_equal(term_eq(t, x, y), term_eq(t, y, x));
    assert_int_equal(term_eq(t, x, x), TERM_TRUE);
    assert_int_equal(term_ult(t, x, x), TERM_FALSE);
    assert_int_equal(term_slt(t, x, x), TERM_FALSE);
    assert_int_equal(term_binary(t, TERM_SUB, x, x), number(8, 0));
    assert_int_equal(term_binary(t, TERM_BIT_XOR, y, y), number(8, 0));
    assert_int_equal(term_unary(t, TERM_TRUNC, 8, term_unary(t, TERM_SEXT, 32, x)), x);
    /* Thousands of terms, and each is found again. */
    term sums[5000];
    for (unsigned i = 0; i < 5000; i++)
        sums[i] = term_binary(t, TERM_ADD, term_symbol(t, 32, SYMBOL_STEP, i, 0, 0, false), number(32, i + 1));
    for (unsigned i = 0; i < 5000; i++)
        assert_int_equal(sums[i],
                         term_binary(t, TERM_ADD, term_symbol(t, 32, SYMBOL_STEP, i, 0, 0, false), number(32, i + 1)));
}

static void test_conditions(void **state)
{
    term a = term_eq(t, parameter(t, 0), number(8, 3)), b = term_ult(t, parameter(t, 1), number(8, 9));
    assert_int_equal(term_not(t, term_not(t, a)), a);
    assert_int_equal(term_and(t, a, TERM_TRUE), a);
    assert_int_equal(term_and(t, a, TERM_FALSE), TERM_FALSE);
    assert_int_equal(term_or(t, a, TERM_TRUE), TERM_TRUE);
    assert_int_equal(term_or(t, a, TERM_FALSE), a);
    assert_int_equal(term_and(t, a, a), a);
    assert_int_equal(term_and(t, a, term_not(t, a)), TERM_FALSE);
    assert_int_equal(term_or(t, a, term_not(t, a)), TERM_TRUE);
    assert_int_equal(term_and(t, a, b), term_and(t, b, a));
    assert_int_equal(term_not(t, term_and(t, a, b)), term_or(t, term_not(t, a), term_not(t, b)));
    assert_int_equal(term_not(t, term_not(t, term_or(t, a, b))), term_or(t, a, b));
    assert_int_equal(term_ite(t, a, b, b), b);
    assert_int_equal(term_ite(t, TERM_TRUE, a, b), a);
    assert_int_equal(term_ite(t, a, TERM_TRUE, TERM_FALSE), a);
    assert_int_equal(term_ite(t, a, TERM_FALSE, TERM_TRUE), term_not(t, a));
    /* A flag that was set where a condition held is that condition. */
    term flag = term_ite(t, a, number(32, 1), number(32, 0));
    assert_int_equal(term_not(t, term_eq(t, flag, number(32, 0))), a);
    term status = term_ite(t, a, number(32, 0), number(32, 0xC0000001));
    assert_int_equal(term_slt(t, status, number(32, 0)), term_not(t, a));
}

static void test_leaves(void **state)
{
    term conditions[8], found[8];
    for (unsigned i = 0; i < 8; i++)
        conditions[i] = term_eq(t, parameter(t, i), number(8, 5));
    term all = term_and_all(t, conditions, 6);
    assert_int_equal(term_leaves(t, TERM_BOOL_AND, all, found, 8), 6);
    for (unsigned i = 0; i < 6; i++) {
        bool there = false;
        for (unsigned k = 0; k < 6; k++)
            there |= found[k] == conditions[i];
        assert_true(there);
    }
    assert_int_equal(term_leaves(t, TERM_BOOL_AND, all, found, 3), 4);
    assert_int_equal(term_leaves(t, TERM_BOOL_OR, all, found, 8), 1);
    assert_int_equal(term_leaves(t, TERM_BOOL_AND, conditions[0], found, 8), 1);
    assert_int_equal(term_size(t, number(8, 1), 10), 1);
    assert_int_equal(term_size(t, term_ult(t, parameter(t, 0), parameter(t, 1)), 10), 3);
    assert_int_equal(term_size(t, all, 5), 5);
}

/* What is not fixed at entry, and what was lost, is known of everything that contains it. */
static void test_flags(void **state)
{
    term x = parameter(t, 0), step = term_symbol(t, 8, SYMBOL_STEP, 900, 0, 0, false);
    term lost = term_symbol(t, 8, SYMBOL_STEP, 901, 0, 0, true);
    assert_int_equal(term_at(t, x)->flags, 0);
    assert_int_equal(term_at(t, term_binary(t, TERM_MUL, x, step))->flags, TERM_LOCAL);
    assert_true(term_imprecise(t, term_ite(t, term_eq(t, x, number(8, 1)), x, lost)));
    assert_true(term_imprecise(t, term_not(t, term_eq(t, lost, x))));
    assert_false(term_imprecise(t, term_eq(t, step, x)));
    assert_true(term_imprecise(t, term_load(t, 8, MEMORY_INITIAL, term_unary(t, TERM_ZEXT, 64, lost), false)));
}

/* ---- pointers ------------------------------------------------------------------------------------------------ */

static term pointer_parameter(unsigned n)
{
    return term_symbol(t, 64, SYMBOL_PARAMETER, n, 0, 0, false);
}

static void assert_split(term pointer, term root, uint64_t offset)
{
    term r;
    uint64_t o;
    assert_true(term_split(t, pointer, &r, &o));
    assert_int_equal(r, root);
    assert_int_equal(o, offset);
}

static void test_split(void **state)
{
    term p = pointer_parameter(20), q = pointer_parameter(21), k = number(64, 24);
    assert_split(p, p, 0);
    assert_split(term_field(t, p, k), p, 24);
    assert_split(term_binary(t, TERM_ADD, k, p), p, 24);
    assert_split(term_field(t, term_field(t, q, k), number(64, 8)), q, 32);
    assert_split(term_binary(t, TERM_SUB, term_field(t, q, k), k), q, 0);
    assert_split(term_index(t, p, number(64, 3), 16, 4), p, 48);
    term index = term_index(t, p, pointer_parameter(22), 16, 4), root;
    uint64_t offset;
    assert_false(term_split(t, term_field(t, index, number(64, 4)), &root, &offset));
    assert_int_equal(root, p);
    assert_int_equal(offset, 4);
}

/* The same for a constant that is older than the pointer to which it is added. */
static void test_split_with_older_constant(void **state)
{
    term k = number(64, 0x123), p = pointer_parameter(30);
    assert_true(k < p);
    assert_split(term_field(t, p, k), p, 0x123);
    assert_int_equal(term_eq(t, term_field(t, p, k), number(64, 0)), TERM_FALSE);
}

static void test_same(void **state)
{
    term p = pointer_parameter(20), q = pointer_parameter(21), k = number(64, 8), i = pointer_parameter(22);
    term c = term_eq(t, parameter(t, 0), number(8, 1));
    assert_int_equal(term_same(t, p, p), TERM_TRUE);
    assert_int_equal(term_same(t, p, q), TERM_FALSE); /* by policy */
    assert_int_equal(term_same(t, term_field(t, p, k), term_binary(t, TERM_ADD, p, k)), TERM_TRUE);
    assert_int_equal(term_same(t, term_field(t, p, k), p), TERM_FALSE);
    assert_int_equal(term_same(t, term_ite(t, c, p, q), p), c);
    assert_int_equal(term_same(t, q, term_ite(t, c, p, q)), term_not(t, c));
    term a = term_index(t, p, i, 4, 8), b = term_index(t, p, number(64, 2), 4, 8);
    assert_int_equal(term_same(t, a, a), TERM_TRUE);
    assert_int_not_equal(term_same(t, a, b), TERM_TRUE);
    assert_int_not_equal(term_same(t, a, b), TERM_FALSE);
    /* Elements of one table of pointers. */
    term first = term_load(t, 64, MEMORY_INITIAL, a, false), second = term_load(t, 64, MEMORY_INITIAL, b, false);
    assert_int_equal(term_same(t, first, second), term_same(t, a, b));
}

/* Objects are not at the null address, nor are fields; an index of an index is one index. */
static void test_addresses(void **state)
{
    term null = number(64, 0), object = term_address(t, DEVLOCK_OPERAND_GLOBAL, 0, 0), p = pointer_parameter(20);
    assert_int_equal(term_eq(t, object, null), TERM_FALSE);
    assert_int_equal(term_eq(t, term_field(t, object, number(64, 4)), null), TERM_FALSE);
    assert_int_equal(term_eq(t, term_field(t, p, number(64, 16)), null), TERM_FALSE);
    assert_int_not_equal(term_eq(t, term_binary(t, TERM_ADD, p, number(64, 16)), null), TERM_FALSE);
    assert_int_equal(term_eq(t, object, term_address(t, DEVLOCK_OPERAND_GLOBAL, 1, 0)), TERM_FALSE);
    assert_int_equal(term_eq(t, object, term_address(t, DEVLOCK_OPERAND_FUNCTION, 0, 0)), TERM_FALSE);
    term i = pointer_parameter(22), k = pointer_parameter(24), one = number(64, 1);
    assert_int_equal(term_index(t, term_index(t, p, i, 8, 0), k, 8, 0),
                     term_index(t, p, term_binary(t, TERM_ADD, i, k), 8, 0));
    term narrow = term_symbol(t, 32, SYMBOL_PARAMETER, 23, 0, 0, false);
    assert_int_equal(term_index(t, p, narrow, 8, 0), term_index(t, p, term_unary(t, TERM_SEXT, 64, narrow), 8, 0));
    term c = term_eq(t, parameter(t, 0), number(8, 1)), two = number(64, 2);
    assert_int_equal(term_index(t, p, term_ite(t, c, one, two), 8, 4),
                     term_ite(t, c, term_index(t, p, one, 8, 4), term_index(t, p, two, 8, 4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_operators_with_constants, start, stop),
        cmocka_unit_test_setup_teardown(test_values_of_one, start, stop),
        cmocka_unit_test_setup_teardown(test_values_of_three, start, stop),
        cmocka_unit_test_setup_teardown(test_graph_operators, start, stop),
        cmocka_unit_test_setup_teardown(test_chains, start, stop),
        cmocka_unit_test_setup_teardown(test_shared, start, stop),
        cmocka_unit_test_setup_teardown(test_conditions, start, stop),
        cmocka_unit_test_setup_teardown(test_leaves, start, stop),
        cmocka_unit_test_setup_teardown(test_flags, start, stop),
        cmocka_unit_test_setup_teardown(test_split, start, stop),
        cmocka_unit_test_setup_teardown(test_split_with_older_constant, start, stop),
        cmocka_unit_test_setup_teardown(test_same, start, stop),
        cmocka_unit_test_setup_teardown(test_addresses, start, stop),
    };
    return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
