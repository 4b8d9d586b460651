/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Operators backwards: a value that is given makes the operator yield the target; where it says that there is none for
 * an operator that is inverted exactly, no value does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluate.h"
#include "invert.h"

static uint64_t result_of(term_op op, unsigned width, int side, uint64_t mine, uint64_t other, bool *open)
{
    return side == 0 ? value_of_binary(op, width, mine, other, open) : value_of_binary(op, width, other, mine, open);
}

static bool some_value(term_op op, unsigned width, int side, uint64_t target, uint64_t other)
{
    for (uint64_t mine = 0; mine <= term_mask(width); mine++) {
        bool open = false;
        if (result_of(op, width, side, mine, other, &open) == target && !open)
            return true;
    }
    return false;
}

static void check_operator(term_op op, bool exact)
{
    const unsigned width = 5;
    for (int side = 0; side < 2; side++)
        for (uint64_t target = 0; target <= term_mask(width); target++)
            for (uint64_t other = 0; other <= term_mask(width); other++) {
                uint64_t mine = random_number(32), found = mine;
                bool open = false;
                if (invert_binary(op, width, side, target, other, &found)) {
                    assert_true(found <= term_mask(width));
                    assert_int_equal(result_of(op, width, side, found, other, &open), target);
                } else if (exact) {
                    assert_false(some_value(op, width, side, target, other));
                }
            }
}

static void test_operators(void **state)
{
    static const term_op exact[] = {TERM_ADD, TERM_SUB,  TERM_MUL,  TERM_BIT_AND, TERM_BIT_OR, TERM_BIT_XOR,
                                    TERM_SHL, TERM_LSHR, TERM_ASHR, TERM_UDIV,    TERM_UREM};
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        check_operator(exact[i], true);
}

int main(void)
{
    random_state = 88172645463325252u;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_operators)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
