/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Proof: a condition over two bytes is feasible if and only if some values make it hold, and the values that come with
 * the verdict do. Memory, pure functions and objects as the solver sees them; the budget.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "evaluate.h"
#include "proof.h"

static devlock_program *program;
static analysis an;
static terms *const t = &an.terms;

static int start(void **state)
{
    program = devlock_program_new(64);
    an = (analysis){.program = program};
    an.arena = arena_new();
    terms_start(t, program);
    paths_start(&an.paths, t);
    random_state = 123456789123456789u;
    return 0;
}

static int stop(void **state)
{
    answers_free(&an.answers);
    paths_stop(&an.paths);
    terms_stop(t);
    arena_free(an.arena);
    devlock_program_free(program);
    return 0;
}

/* Whether some values make an expression hold; *open: C leaves it open for some. */
static bool some_values(const expression *e, bool *open)
{
    for (uint64_t x = 0; x < 256; x++)
        for (uint64_t y = 0; y < 256; y++)
            if (value_of_expression(e, (uint64_t[]){x, y}, open))
                return true;
    return false;
}

static uint64_t value_in(const proof_model *model, term leaf)
{
    for (uint32_t i = 0; i < model->count; i++)
        if (model->leaves[i] == leaf)
            return model->values[i];
    return 0;
}

static void test_verdicts(void **state)
{
    unsigned satisfiable = 0, without_solver = 0;
    for (int round = 0; round < 250; round++) {
        expression *e = random_truth(t, 2 + (unsigned)random_number(3), 2);
        expression *f = random_truth(t, 2, 2);
        expression *both = new_expression(TERM_BOOL_AND, 1, e, f, NULL);
        both->term = term_and(t, e->term, f->term);
        bool open = false, unused = false, some = some_values(both, &open);
        if (!open) {
            proof_model model = {0};
            uint64_t calls = an.statistics.solver_calls;
            verdict v = proof_check(&an, both->term, &model);
            without_solver += some && an.statistics.solver_calls == calls;
            assert_int_equal(v, some ? PROOF_FEASIBLE : PROOF_INFEASIBLE);
            uint64_t values[] = {value_in(&model, parameter(t, 0)), value_in(&model, parameter(t, 1))};
            if (some) {
                assert_true(value_of_expression(both, values, &unused));
                assert_int_equal(proof_evaluate(&an, &model, both->term), 1);
            }
            proof_model_free(&model);
            assert_int_equal(proof_check(&an, both->term, NULL), v);
            /* What is guessed without the solver is right too, and so is what the solver alone says. */
            proof_model guessed = {0}, solved = {0};
            if (proof_guess(&an, both->term, &guessed)) {
                uint64_t guess[] = {value_in(&guessed, parameter(t, 0)), value_in(&guessed, parameter(t, 1))};
                assert_true(value_of_expression(both, guess, &unused));
            }
            proof_model_free(&guessed);
            assert_int_equal(proof_solve(&an, both->term, &solved), v);
            assert_int_equal(proof_evaluate(&an, &solved, both->term), some);
            proof_model_free(&solved);
            satisfiable += some;
        }
        expression_free(both);
    }
    /* Most conditions that can hold need no solver. */
    assert_true(without_solver * 10 > satisfiable * 8);
}

/* What is said of a condition; the solver alone says the same. */
static verdict asked(term condition)
{
    proof_model model = {0};
    verdict v = proof_check(&an, condition, NULL);
    assert_int_equal(proof_solve(&an, condition, &model), v);
    proof_model_free(&model);
    return v;
}

/* Every operator as the solver has it: x op y == what it is for one pair of values, and nothing else. */
static void test_operators(void **state)
{
    static const term_op ops[] = {TERM_ADD, TERM_SUB,  TERM_MUL,     TERM_UDIV,   TERM_SDIV,    TERM_UREM, TERM_SREM,
                                  TERM_SHL, TERM_LSHR, TERM_BIT_AND, TERM_BIT_OR, TERM_BIT_XOR, TERM_ASHR};
    term x = parameter(t, 0), y = parameter(t, 1);
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        for (int round = 0; round < 6; round++) {
            uint64_t a = random_number(256), b = 1 + random_number(ops[i] >= TERM_SHL && ops[i] <= TERM_ASHR ? 7 : 200);
            bool undefined = false;
            uint64_t is = value_of_binary(ops[i], 8, a, b, &undefined);
            if (undefined)
                continue;
            /* The values go through a multiplication with an odd number, so that nothing is folded. */
            term place = term_and(
                t, term_eq(t, term_binary(t, TERM_MUL, x, term_constant(t, 8, 171)), term_constant(t, 8, a * 171)),
                term_eq(t, term_binary(t, TERM_MUL, y, term_constant(t, 8, 171)), term_constant(t, 8, b * 171)));
            term result = term_eq(t, term_binary(t, ops[i], x, y), term_constant(t, 8, is));
            assert_int_equal(asked(term_and(t, place, result)), PROOF_FEASIBLE);
            assert_int_equal(asked(term_and(t, place, term_not(t, result))), PROOF_INFEASIBLE);
        }
}

static term pointer(unsigned number)
{
    return term_symbol(t, 64, SYMBOL_PARAMETER, number, 0, 0, false);
}

/* Reads of one memory at equal addresses are equal; at others they need not be. */
static void test_loads(void **state)
{
    term p = pointer(0), i = pointer(1), k = pointer(2);
    term a = term_load(t, 32, MEMORY_INITIAL, term_index(t, p, i, 4, 16), false);
    term b = term_load(t, 32, MEMORY_INITIAL, term_index(t, p, k, 4, 16), false);
    term differ = term_not(t, term_eq(t, a, b));
    assert_int_equal(asked(differ), PROOF_FEASIBLE);
    assert_int_equal(asked(term_and(t, differ, term_eq(t, i, k))), PROOF_INFEASIBLE);
    term sum = term_eq(t, term_binary(t, TERM_SUB, i, term_constant(t, 64, 1)),
                       term_binary(t, TERM_ADD, k, term_constant(t, 64, 1)));
    assert_int_equal(asked(term_and(t, differ, sum)), PROOF_FEASIBLE);
    /* Another memory, another width. */
    memory later = memory_call(t, MEMORY_INITIAL, 1, true, NULL, 0);
    term c = term_load(t, 32, later, term_index(t, p, i, 4, 16), false);
    assert_int_equal(asked(term_not(t, term_eq(t, a, c))), PROOF_FEASIBLE);
}

static void test_pure_functions(void **state)
{
    term x = parameter(t, 0), y = parameter(t, 1);
    term a = term_apply(t, 32, 3, term_pair(t, x, TERM_NONE)), b = term_apply(t, 32, 3, term_pair(t, y, TERM_NONE));
    term other = term_apply(t, 32, 4, term_pair(t, x, TERM_NONE)), differ = term_not(t, term_eq(t, a, b));
    assert_int_equal(asked(differ), PROOF_FEASIBLE);
    assert_int_equal(asked(term_and(t, differ, term_eq(t, x, y))), PROOF_INFEASIBLE);
    assert_int_equal(asked(term_not(t, term_eq(t, a, other))), PROOF_FEASIBLE);
}

/* Objects lie apart from each other and from null. */
static void test_objects(void **state)
{
    term p = pointer(0), null = term_constant(t, 64, 0), k = term_constant(t, 64, 8);
    term first = term_address(t, DEVLOCK_OPERAND_GLOBAL, 0, 0), second = term_address(t, DEVLOCK_OPERAND_GLOBAL, 1, 0);
    term local = term_address(t, DEVLOCK_OPERAND_VARIABLE, 0, 0);
    devlock_program_global(program, "a", "a", 64, 0);
    devlock_program_global(program, "b", "b", 64, 0);
    term is_first = term_eq(t, p, first), is_second = term_eq(t, p, second), is_local = term_eq(t, p, local);
    assert_int_equal(asked(is_first), PROOF_FEASIBLE);
    assert_int_equal(asked(term_and(t, is_first, is_second)), PROOF_INFEASIBLE);
    assert_int_equal(asked(term_and(t, is_local, is_second)), PROOF_INFEASIBLE);
    assert_int_equal(asked(term_and(t, is_first, term_eq(t, p, null))), PROOF_INFEASIBLE);
    term q = term_binary(t, TERM_ADD, p, k);
    assert_int_equal(asked(term_and(t, is_first, term_eq(t, q, second))), PROOF_INFEASIBLE);
    /* An element of an array, by its index. */
    term i = pointer(2), element = term_index(t, first, i, 4, 16);
    term third = term_eq(t, element, term_binary(t, TERM_ADD, first, term_constant(t, 64, 12)));
    assert_int_equal(asked(third), PROOF_FEASIBLE);
    term not_three = term_not(t, term_eq(t, i, term_constant(t, 64, 3)));
    term small = term_ult(t, i, term_constant(t, 64, 16));
    assert_int_equal(asked(term_and(t, small, term_and(t, third, not_three))), PROOF_INFEASIBLE);
}

/* A question that takes more than it may is left undecided, each time. */
static void test_budget(void **state)
{
    term x = pointer(0), y = pointer(1), bound = term_constant(t, 64, UINT64_C(1) << 32), one = term_constant(t, 64, 1);
    term product = term_eq(t, term_binary(t, TERM_MUL, x, y), term_constant(t, 64, 0x7FFFFFE98000059D));
    term conditions[] = {product, term_ult(t, x, bound), term_ult(t, y, bound), term_ult(t, one, x),
                         term_ult(t, one, y)};
    term all = term_and_all(t, conditions, 5);
    an.options.solver_budget = 20000;
    proof_model model = {0};
    assert_int_equal(proof_check(&an, all, &model), PROOF_UNDECIDED);
    proof_model_free(&model);
    assert_int_equal(proof_check(&an, all, NULL), PROOF_UNDECIDED);
    an.options.solver_budget = 0; /* the default is enough for something easy */
    assert_int_equal(proof_check(&an, term_and(t, term_ult(t, x, y), term_ult(t, y, x)), NULL), PROOF_INFEASIBLE);
    assert_int_equal(proof_check(&an, TERM_TRUE, NULL), PROOF_FEASIBLE);
    assert_int_equal(proof_check(&an, TERM_FALSE, NULL), PROOF_INFEASIBLE);
}

/* Hard questions get less the more of them there are. */
static void test_program_budget(void **state)
{
    term x = pointer(0), y = pointer(1), bound = term_constant(t, 64, UINT64_C(1) << 32), one = term_constant(t, 64, 1);
    an.options.solver_budget = 400000;
    uint64_t first = 0;
    for (unsigned i = 0; i < 20; i++) {
        term product = term_eq(t, term_binary(t, TERM_MUL, x, y), term_constant(t, 64, 0x7FFFFFE98000059D + 2 * i));
        term conditions[] = {product, term_ult(t, x, bound), term_ult(t, y, bound), term_ult(t, one, x),
                             term_ult(t, one, y)};
        uint64_t before = an.solver_units;
        proof_check(&an, term_and_all(t, conditions, 5), NULL);
        if (i == 0)
            first = an.solver_units - before;
        assert_true(an.solver_units > before);
        assert_true(i < 19 || an.solver_units - before < first / 10);
    }
    assert_in_range(first, 390000, 500000);
    assert_true(an.solver_units < 7 * first);
}

/* A question is put to the solver once; that something can hold is known as well, but not for which values. */
static void test_remembered(void **state)
{
    term x = pointer(0), y = pointer(1);
    term never = term_and(t, term_ult(t, x, y), term_ult(t, y, x));
    assert_int_equal(proof_check(&an, never, NULL), PROOF_INFEASIBLE);
    assert_int_equal(an.statistics.solver_calls, 1);
    uint64_t units = an.solver_units;
    proof_model model = {0};
    assert_int_equal(proof_check(&an, never, &model), PROOF_INFEASIBLE);
    assert_int_equal(an.statistics.solver_calls, 1);
    assert_int_equal(an.solver_units, units);
    proof_model_free(&model);
    term sometimes = term_ult(t, x, y);
    assert_int_equal(proof_check(&an, sometimes, NULL), PROOF_FEASIBLE);
    assert_int_equal(proof_check(&an, sometimes, &model), PROOF_FEASIBLE);
    assert_true(value_in(&model, x) < value_in(&model, y));
    proof_model_free(&model);
}

/* What the solver could not even read within the budget is not put to it. */
static void test_too_large(void **state)
{
    term x = pointer(0), y = pointer(1);
    term never = term_and(t, term_ult(t, x, y), term_ult(t, y, x));
    for (uint64_t i = 3; i < 200; i += 2)
        never = term_and(t, never, term_ult(t, term_binary(t, TERM_BIT_XOR, x, term_constant(t, 64, i)), y));
    an.options.solver_budget = 200;
    assert_int_equal(proof_check(&an, never, NULL), PROOF_UNDECIDED);
    assert_int_equal(an.solver_units, 0);
    assert_int_equal(an.statistics.out_of_budget, 1);
    answers_free(&an.answers);
    an.options.solver_budget = 0;
    assert_int_equal(proof_check(&an, never, NULL), PROOF_INFEASIBLE);
}

/* Nor is what it decides at no price; the nodes that were counted to tell are work. */
static void test_much_too_large(void **state)
{
    term x = pointer(0), y = pointer(1), large = y;
    for (uint64_t i = 1; i < 30000; i++)
        large = term_binary(t, TERM_BIT_XOR, term_binary(t, TERM_MUL, large, x), term_constant(t, 64, i));
    term never = term_and(t, term_ult(t, x, y), term_ult(t, y, x));
    uint64_t work = t->work;
    assert_int_equal(proof_check(&an, term_and(t, never, term_ult(t, large, y)), NULL), PROOF_UNDECIDED);
    assert_int_equal(an.solver_units, 0);
    assert_true(t->work > work + 50000);
    assert_int_equal(proof_check(&an, never, NULL), PROOF_INFEASIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_verdicts, start, stop),
        cmocka_unit_test_setup_teardown(test_operators, start, stop),
        cmocka_unit_test_setup_teardown(test_loads, start, stop),
        cmocka_unit_test_setup_teardown(test_pure_functions, start, stop),
        cmocka_unit_test_setup_teardown(test_objects, start, stop),
        cmocka_unit_test_setup_teardown(test_budget, start, stop),
        cmocka_unit_test_setup_teardown(test_program_budget, start, stop),
        cmocka_unit_test_setup_teardown(test_remembered, start, stop),
        cmocka_unit_test_setup_teardown(test_too_large, start, stop),
        cmocka_unit_test_setup_teardown(test_much_too_large, start, stop),
    };
    return cmocka_run_group_tests_name("proof", tests, NULL, NULL);
}
