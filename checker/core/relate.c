/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Unknowns that hang together. See relate.h.
 */
#include "relate.h"

static term same_arguments(terms *terms, term a, term b)
{
    term all = TERM_TRUE;
    while (a && b) {
        const term_node *x = term_at(terms, a), *y = term_at(terms, b);
        term p = x->a, q = y->a;
        a = x->b;
        b = y->b;
        if (p && q && term_width(terms, p) == term_width(terms, q))
            all = term_and(terms, all, term_eq(terms, p, q));
    }
    return all;
}

term relation_between(terms *terms, term a, term b)
{
    term_node x = *term_at(terms, a), y = *term_at(terms, b);
    if ((x.op != TERM_LOAD && x.op != TERM_APPLY) || x.op != y.op || x.a != y.a || x.width != y.width)
        return TERM_TRUE;
    term same = x.op == TERM_LOAD ? term_same(terms, x.b, y.b) : same_arguments(terms, x.b, y.b);
    if (same == TERM_FALSE)
        return TERM_TRUE;
    term equal = term_eq(terms, a, b);
    return term_or(terms, term_not(terms, same), equal);
}

uint64_t object_address(unsigned width, uint32_t number)
{
    uint64_t address = width > 32 ? 0x100000000000u + ((uint64_t)number << 28) : 0x10000000u + ((uint64_t)number << 20);
    return address & term_mask(width);
}
