/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Refuting by form: a condition over truth values is refuted if and only if none of their values make it hold, whatever
 * it looks like; comparisons count as truth values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluation.h"
#include "refute.h"

#define VALUES 8u

static devlock_program *program;
static terms t;
static term values[VALUES];
static uint64_t random_state = 88172645463325252u;

static int start(void **state)
{
    program = devlock_program_new(64);
    terms_start(&t, program);
    for (uint32_t i = 0; i < VALUES; i++) {
        term number = term_symbol(&t, 32, SYMBOL_PARAMETER, i, 0, 0, false);
        values[i] = i % 2 ? term_symbol(&t, 1, SYMBOL_PARAMETER, i, 0, 0, false)
                          : term_ult(&t, number, term_constant(&t, 32, 7));
    }
    (void)state;
    return 0;
}

static int stop(void **state)
{
    terms_stop(&t);
    devlock_program_free(program);
    (void)state;
    return 0;
}

static uint32_t below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 33) % limit;
}

static term random_literal(void)
{
    term value = values[below(VALUES)];
    return below(2) ? value : term_not(&t, value);
}

static term random_condition(unsigned depth)
{
    if (depth == 0)
        return random_literal();
    term a = random_condition(depth - 1), b = random_condition(depth - 1);
    return below(2) ? term_and(&t, a, b) : term_or(&t, a, b);
}

/* Conditions that are hard to make hold: many small ones of which all must. */
static term random_clauses(void)
{
    term all = TERM_TRUE;
    for (uint32_t i = 20 + below(30); i > 0; i--)
        all = term_and(&t, all, term_or(&t, random_literal(), term_or(&t, random_literal(), random_literal())));
    return all;
}

/* Whether some values make a condition hold. The numbers are compared with 7. */
static bool some_values(term condition)
{
    bool found = false;
    evaluation e;
    evaluation_start(&e, &t);
    for (uint32_t bits = 0; bits < 1u << VALUES && !found; bits++) {
        evaluation_begin(&e);
        for (uint32_t i = 0; i < VALUES; i++) {
            term leaf = i % 2 ? values[i] : term_symbol(&t, 32, SYMBOL_PARAMETER, i, 0, 0, false);
            bool holds = bits >> i & 1;
            evaluation_set(&e, leaf, i % 2 ? holds : holds ? 3 : 9);
        }
        uint64_t value;
        assert_true(evaluation_of(&e, condition, &value));
        found = value != 0;
    }
    evaluation_stop(&e);
    return found;
}

static void test_forms(void **state)
{
    for (unsigned i = 0; i < 2000; i++) {
        term condition = term_and(&t, random_condition(4), random_condition(4));
        condition = term_and(&t, condition, random_condition(3));
        assert_int_equal(refute(&t, condition), !some_values(condition));
    }
    (void)state;
}

static void test_clauses(void **state)
{
    unsigned refuted = 0;
    for (unsigned i = 0; i < 1000; i++) {
        term condition = random_clauses();
        bool none = !some_values(condition);
        refuted += none;
        assert_int_equal(refute(&t, condition), none);
    }
    assert_in_range(refuted, 100, 900);
    (void)state;
}

/* Comparisons are not looked into. */
static void test_numbers(void **state)
{
    term x = term_symbol(&t, 32, SYMBOL_PARAMETER, 100, 0, 0, false);
    term one = term_eq(&t, x, term_constant(&t, 32, 1)), two = term_eq(&t, x, term_constant(&t, 32, 2));
    assert_false(refute(&t, term_and(&t, one, two)));
    assert_false(refute(&t, one));
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_clauses),
        cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
