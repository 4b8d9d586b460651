/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Values of terms. See evaluation.h.
 */
#include "evaluation.h"

#include <stdlib.h>

#include "arena.h"

/* ---- what is known ------------------------------------------------------------------------------------------- */

static void keep(evaluation *e, term t, uint64_t value, bool told)
{
    uint32_t *number = term_map_at(&e->numbers, t);
    if (*number == UINT32_MAX) {
        *number = e->count++;
        ARRAY_RESERVE(e->items, *number, e->capacity);
    }
    e->items[*number] = (evaluated){e->round, value, told};
}

void evaluation_start(evaluation *e, terms *terms)
{
    *e = (evaluation){.terms = terms};
}

void evaluation_stop(evaluation *e)
{
    term_map_free(&e->numbers);
    free(e->items);
}

void evaluation_begin(evaluation *e)
{
    e->round++;
}

void evaluation_set(evaluation *e, term leaf, uint64_t value)
{
    e->terms->work++;
    keep(e, leaf, value & term_mask(term_width(e->terms, leaf)), true);
}

/* ---- operators ----------------------------------------------------------------------------------------------- */

static bool value_of_chain(evaluation *e, term t, uint64_t *value)
{
    uint8_t op = term_at(e->terms, t)->op;
    bool told = true, all = op == TERM_BOOL_AND;
    uint32_t count = 1;
    uint64_t one;
    for (; term_at(e->terms, t)->op == op; t = term_at(e->terms, t)->b, count++) {
        told &= evaluation_of(e, term_at(e->terms, t)->a, &one);
        all = op == TERM_BOOL_AND ? all && one : all || one;
    }
    told &= evaluation_of(e, t, &one);
    *value = op == TERM_BOOL_AND ? all && one : all || one;
    e->terms->work += 2 * count;
    return told;
}

static bool value_of_choice(evaluation *e, const term_node *n, uint64_t *value)
{
    uint64_t which, yes, no;
    bool told = evaluation_of(e, n->a, &which);
    told &= evaluation_of(e, n->b, &yes);
    told &= evaluation_of(e, n->c, &no);
    *value = which ? yes : no;
    return told;
}

static bool value_of_unary(evaluation *e, const term_node *n, uint64_t *value)
{
    uint64_t a;
    bool told = evaluation_of(e, n->a, &a);
    if (n->op == TERM_BOOL_NOT) {
        *value = !a;
        return told;
    }
    e->terms->work++;
    *value = term_fold_unary((term_op)n->op, n->width, term_width(e->terms, n->a), a) & term_mask(n->width);
    return told;
}

/* Both numbers with the sign bit turned over have the order of signed ones. */
static bool less(const evaluation *e, const term_node *n, uint64_t a, uint64_t b)
{
    uint64_t turn = n->op == TERM_SLT ? (uint64_t)1 << (term_width(e->terms, n->a) - 1) : 0;
    return (a ^ turn) < (b ^ turn);
}

static bool value_of_binary(evaluation *e, const term_node *n, uint64_t *value)
{
    uint64_t a, b;
    bool told = evaluation_of(e, n->a, &a);
    told &= evaluation_of(e, n->b, &b);
    switch (n->op) {
    case TERM_EQ:
        *value = a == b;
        return told;
    case TERM_ULT:
    case TERM_SLT:
        *value = less(e, n, a, b);
        return told;
    case TERM_INDEX:
        e->terms->work += 2;
        *value = (a + b * n->value) & term_mask(n->width);
        return told;
    default:
        e->terms->work++;
        told = told && term_fold_binary((term_op)n->op, n->width, a, b, value);
        *value = told ? *value & term_mask(n->width) : 0;
        return told;
    }
}

static bool value_of_leaf(evaluation *e, uint64_t *value)
{
    e->terms->work++;
    *value = 0;
    return true;
}

static bool find_value(evaluation *e, term t, uint64_t *value)
{
    const term_node *n = term_at(e->terms, t); /* nothing is built meanwhile */
    switch (n->op) {
    case TERM_SYMBOL:
    case TERM_ADDRESS:
    case TERM_LOAD:
    case TERM_APPLY:
        return value_of_leaf(e, value);
    case TERM_BOOL_AND:
    case TERM_BOOL_OR:
        return value_of_chain(e, t, value);
    case TERM_ITE:
        return value_of_choice(e, n, value);
    case TERM_BOOL_NOT:
    case TERM_BIT_NOT:
    case TERM_NEG:
    case TERM_TRUNC:
    case TERM_ZEXT:
    case TERM_SEXT:
        return value_of_unary(e, n, value);
    default:
        return value_of_binary(e, n, value);
    }
}

bool evaluation_of(evaluation *e, term t, uint64_t *value)
{
    if (term_is_constant(e->terms, t, value))
        return true;
    *value = 0;
    if (terms_spent(e->terms)) /* as in a rewrite, nothing comes of it any more */
        return true;
    const uint32_t *number = term_map_find(&e->numbers, t);
    const evaluated *known = number ? &e->items[*number] : NULL;
    if (known && known->round == e->round) {
        *value = known->value;
        return known->told;
    }
    bool told = find_value(e, t, value);
    keep(e, t, *value, told);
    return told;
}
