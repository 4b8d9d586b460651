/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Path conditions: what a path decides is so, what it excludes cannot be, and two paths that are joined are told apart
 * by the condition that comes with them. Tried out with random conditions over two bytes and their values.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluate.h"
#include "path.h"

static devlock_program *program;
static terms store, *const t = &store;
static paths all, *const ps = &all;

static int start(void **state)
{
    program = devlock_program_new(64);
    terms_start(t, program);
    paths_start(ps, t);
    random_state = 362436069362436069u;
    return 0;
}

static int stop(void **state)
{
    paths_stop(ps);
    terms_stop(t);
    devlock_program_free(program);
    return 0;
}

enum { SAMPLES = 512 };
static uint64_t samples[SAMPLES][3];

static void choose_samples(void)
{
    static const uint64_t corners[] = {0, 1, 2, 0x7F, 0x80, 0xFF};
    for (int i = 0; i < SAMPLES; i++)
        for (int k = 0; k < 3; k++)
            samples[i][k] = random_number(3) ? random_number(256) : corners[random_number(6)];
}

static bool holds(term condition, const uint64_t *values)
{
    assignment a = {.parameters = values};
    bool unused = false;
    return value_of(&a, t, condition, &unused) != 0;
}

/* Conditions without division and shifts, which leave results open. */
static term random_condition(unsigned depth)
{
    for (;;) {
        expression *e = random_truth(t, depth, 2);
        bool undefined = false;
        for (int i = 0; i < 64 && !undefined; i++)
            value_of_expression(e, samples[i], &undefined);
        term condition = e->term;
        expression_free(e);
        if (!undefined)
            return condition;
    }
}

/* A random path, and the conditions in it one by one. */
static path random_path(path from, term *conditions, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        conditions[i] = random_condition(1 + (unsigned)random_number(3));
        from = path_add(ps, from, conditions[i]);
    }
    return from;
}

static bool all_hold(const term *conditions, unsigned count, const uint64_t *values)
{
    for (unsigned i = 0; i < count; i++)
        if (!holds(conditions[i], values))
            return false;
    return true;
}

/* The path holds where all of its conditions do, and decides rightly what else is asked. */
static void test_adding(void **state)
{
    choose_samples();
    for (int round = 0; round < 3000; round++) {
        term conditions[5];
        unsigned count = 1 + (unsigned)random_number(5);
        path p = random_path(PATH_TRUE, conditions, count);
        term whole = path_term(ps, p), asked = random_condition(2);
        int decided = path_decide(ps, p, asked);
        for (int i = 0; i < SAMPLES; i++) {
            bool should = all_hold(conditions, count, samples[i]);
            assert_int_equal(holds(whole, samples[i]), should);
            if (should) {
                assert_int_not_equal(p, PATH_FALSE);
                if (decided)
                    assert_int_equal(holds(asked, samples[i]), decided == 1);
            }
        }
    }
}

/* Joined, the path holds where one of the two does, and the choice tells from which it came. */
static void test_joining(void **state)
{
    choose_samples();
    term choice = term_symbol(t, 1, SYMBOL_PARAMETER, 2, 0, 0, false);
    for (int round = 0; round < 3000; round++) {
        term common[2], first[3], second[3], branch = random_condition(2), chosen;
        bool exclusive = round % 2;
        path start_path = random_path(PATH_TRUE, common, (unsigned)random_number(3));
        if (start_path == PATH_FALSE)
            continue;
        path a = exclusive ? path_add(ps, start_path, branch) : start_path;
        path b = exclusive ? path_add(ps, start_path, term_not(t, branch)) : start_path;
        a = random_path(a, first, (unsigned)random_number(3));
        b = random_path(b, second, (unsigned)random_number(3));
        if (a == PATH_FALSE || b == PATH_FALSE)
            continue;
        path joined = path_join(ps, a, b, exclusive, choice, &chosen);
        term is_a = path_term(ps, a), is_b = path_term(ps, b), is = path_term(ps, joined);
        for (int i = 0; i < SAMPLES; i++) {
            uint64_t values[3] = {samples[i][0], samples[i][1], 0};
            bool from_a = holds(is_a, values), from_b = holds(is_b, values), some = false;
            for (values[2] = 0; values[2] < 2; values[2]++) {
                if (!holds(is, values))
                    continue;
                some = true;
                /* Wherever it says that it came from there, that path could be taken. */
                assert_true(holds(chosen, values) ? from_a : from_b);
            }
            assert_int_equal(some, from_a || from_b);
        }
    }
}

/* Says something, in one of several forms, of nothing that random conditions speak of. */
static term random_aside(void)
{
    term about = parameter(t, 2 + (unsigned)random_number(60)), other = parameter(t, 2 + (unsigned)random_number(60));
    term limit = term_constant(t, 8, 1 + random_number(250));
    switch (random_number(4)) {
    case 0:
        return term_eq(t, about, limit);
    case 1:
        return term_not(t, term_ult(t, about, other));
    case 2:
        return term_or(t, term_slt(t, about, limit), term_eq(t, other, limit));
    default:
        return term_or(t, term_and(t, term_ult(t, about, limit), term_ult(t, other, limit)), term_eq(t, other, about));
    }
}

/* What else a path speaks of changes nothing about what it decides, however much that is. */
static void test_asides(void **state)
{
    choose_samples();
    unsigned decided = 0;
    for (int round = 0; round < 3000; round++) {
        path alone = PATH_TRUE, among = PATH_TRUE;
        for (unsigned i = 1 + (unsigned)random_number(4); i-- > 0;) {
            term condition = random_condition(1 + (unsigned)random_number(3));
            alone = path_push(ps, alone, condition);
            for (unsigned k = (unsigned)random_number(20); k-- > 0;)
                among = path_push(ps, among, random_aside());
            among = path_push(ps, among, condition);
        }
        term asked = random_condition(2);
        int known = path_decide(ps, alone, asked);
        assert_int_equal(path_decide(ps, among, asked), known);
        assert_int_equal(path_constant(ps, among, asked), path_constant(ps, alone, asked));
        decided += known != 0;
    }
    assert_true(decided > 300);
}

static term x(void)
{
    return parameter(t, 0);
}

static term number(uint64_t value)
{
    return term_constant(t, 8, value);
}

/* What has to be seen without a solver: literals, equalities, ranges of both kinds. */
static void test_seen(void **state)
{
    term below = term_ult(t, x(), number(5)), y_is_x = term_eq(t, parameter(t, 1), x());
    path p = path_add(ps, PATH_TRUE, below);
    assert_int_equal(path_decide(ps, p, below), 1);
    assert_int_equal(path_decide(ps, p, term_not(t, below)), -1);
    assert_int_equal(path_decide(ps, p, term_ult(t, x(), number(9))), 1);
    assert_int_equal(path_decide(ps, p, term_ult(t, number(7), x())), -1);
    assert_int_equal(path_decide(ps, p, term_eq(t, x(), number(200))), -1);
    assert_int_equal(path_decide(ps, p, term_eq(t, x(), number(4))), 0);
    assert_int_equal(path_add(ps, p, term_ult(t, number(7), x())), PATH_FALSE);
    assert_int_equal(path_add(ps, p, below), p);
    assert_int_equal(path_add(ps, p, TERM_TRUE), p);
    assert_int_equal(path_add(ps, p, TERM_FALSE), PATH_FALSE);

    path is_three = path_add(ps, PATH_TRUE, term_eq(t, x(), number(3)));
    assert_int_equal(path_decide(ps, is_three, term_ult(t, term_binary(t, TERM_MUL, x(), x()), number(10))), 1);
    assert_int_equal(path_decide(ps, is_three, term_eq(t, x(), number(3))), 1);
    assert_int_equal(path_decide(ps, is_three, term_eq(t, x(), number(4))), -1);
    assert_int_equal(path_decide(ps, is_three, y_is_x), 0);

    path negative = path_add(ps, PATH_TRUE, term_slt(t, x(), number(0)));
    assert_int_equal(path_decide(ps, negative, term_slt(t, x(), number(5))), 1);
    assert_int_equal(path_decide(ps, negative, term_slt(t, number(5), x())), -1);
    path both = path_add(ps, negative, term_and(t, y_is_x, term_slt(t, number(0xF0), x())));
    assert_int_equal(path_decide(ps, both, y_is_x), 1);
    assert_int_equal(path_decide(ps, both, term_slt(t, x(), number(0xF0))), -1);
    assert_int_equal(path_decide(ps, PATH_TRUE, TERM_TRUE), 1);
    assert_int_equal(path_decide(ps, PATH_TRUE, TERM_FALSE), -1);
}

/* A branch and its join leave nothing behind, and the flag that one side set is the branch's condition. */
static void test_branch_and_join(void **state)
{
    term below = term_ult(t, x(), number(5)), other = term_eq(t, parameter(t, 1), number(1)), chosen;
    path p = path_add(ps, PATH_TRUE, other);
    path a = path_add(ps, p, below), b = path_add(ps, p, term_not(t, below));
    assert_int_equal(path_join(ps, a, b, true, TERM_TRUE, &chosen), p);
    assert_int_equal(chosen, below);
    assert_int_equal(path_common(ps, a, b), p);
    assert_int_equal(path_common(ps, a, a), a);
    assert_int_equal(path_common(ps, p, a), p);
    assert_int_equal(path_common(ps, PATH_TRUE, a), PATH_TRUE);
    assert_int_equal(path_term(ps, PATH_TRUE), TERM_TRUE);
    assert_int_equal(path_term(ps, PATH_FALSE), TERM_FALSE);
    assert_int_equal(path_at(ps, p)->length, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_adding, start, stop),
        cmocka_unit_test_setup_teardown(test_joining, start, stop),
        cmocka_unit_test_setup_teardown(test_asides, start, stop),
        cmocka_unit_test_setup_teardown(test_seen, start, stop),
        cmocka_unit_test_setup_teardown(test_branch_and_join, start, stop),
    };
    return cmocka_run_group_tests_name("path", tests, NULL, NULL);
}
