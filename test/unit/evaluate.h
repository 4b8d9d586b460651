/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * For tests of terms: random expressions, built as terms and kept beside as they were meant, and the values of both
 * under an assignment of the parameters. That a term means what it was built from is then tried out, for all values
 * of small widths where there are few parameters.
 *
 * Needs: terms. Leaves behind: nothing. Cost of an evaluation: the size of the expression as a tree, which is small.
 */
#ifndef DEVLOCK_TEST_EVALUATE_H
#define DEVLOCK_TEST_EVALUATE_H

#include <stdlib.h>

#include "term.h"

/* Numbers that are the same in each run. */
static uint64_t random_state = 1;

static inline uint64_t random_number(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (random_state >> 11) % below;
}

static inline int64_t signed_value(uint64_t value, unsigned width)
{
    uint64_t sign = UINT64_C(1) << (width - 1);
    return (int64_t)(((value & term_mask(width)) ^ sign) - sign);
}

/* ---- what operators mean ------------------------------------------------------------------------------------- */

/* *undefined: C leaves the result open (division by zero, shifts too far). */
static inline uint64_t value_of_binary(term_op op, unsigned width, uint64_t x, uint64_t y, bool *undefined)
{
    int64_t sx = signed_value(x, width), sy = signed_value(y, width);
    bool overflow = sy == 0 || (sy == -1 && x == UINT64_C(1) << (width - 1));
    switch (op) {
    case TERM_ADD:
        return (x + y) & term_mask(width);
    case TERM_SUB:
        return (x - y) & term_mask(width);
    case TERM_MUL:
        return (x * y) & term_mask(width);
    case TERM_BIT_AND:
        return x & y;
    case TERM_BIT_OR:
        return x | y;
    case TERM_BIT_XOR:
        return x ^ y;
    case TERM_EQ:
        return x == y;
    case TERM_ULT:
        return x < y;
    case TERM_SLT:
        return sx < sy;
    case TERM_UDIV:
    case TERM_UREM:
        *undefined |= y == 0;
        return y == 0 ? 0 : op == TERM_UDIV ? x / y : x % y;
    case TERM_SDIV:
    case TERM_SREM:
        *undefined |= overflow;
        return overflow ? 0 : (uint64_t)(op == TERM_SDIV ? sx / sy : sx % sy) & term_mask(width);
    default:
        *undefined |= y >= width;
        if (y >= width)
            return 0;
        return (op == TERM_SHL ? x << y : op == TERM_LSHR ? x >> y : (uint64_t)(sx >> y)) & term_mask(width);
    }
}

static inline uint64_t value_of_unary(term_op op, unsigned width, unsigned from, uint64_t x)
{
    switch (op) {
    case TERM_BIT_NOT:
        return ~x & term_mask(width);
    case TERM_NEG:
        return (0 - x) & term_mask(width);
    case TERM_SEXT:
        return (uint64_t)signed_value(x, from) & term_mask(width);
    default:
        return x & term_mask(width); /* TRUNC, ZEXT */
    }
}

/* ---- terms ---------------------------------------------------------------------------------------------------- */

/* The values of leaves: of parameters by number, of addresses of variables; loads are asked for. */
typedef struct assignment {
    const uint64_t *parameters;
    uint64_t (*load)(const struct assignment *assignment, const terms *terms, term t, bool *undefined);
    const void *user;
} assignment;

static inline uint64_t address_value(const term_node *n)
{
    return 0x10000 + (uint64_t)n->b * 0x1000;
}

static inline uint64_t value_of(const assignment *a, const terms *terms, term t, bool *undefined)
{
    const term_node n = *term_at(terms, t);
    switch ((term_op)n.op) {
    case TERM_CONSTANT:
        return n.value;
    case TERM_SYMBOL:
        return a->parameters[n.b] & term_mask(n.width);
    case TERM_ADDRESS:
        return address_value(&n);
    case TERM_LOAD:
        return a->load(a, terms, t, undefined);
    case TERM_BOOL_NOT:
        return !value_of(a, terms, n.a, undefined);
    case TERM_BOOL_AND:
        return value_of(a, terms, n.a, undefined) & value_of(a, terms, n.b, undefined);
    case TERM_BOOL_OR:
        return value_of(a, terms, n.a, undefined) | value_of(a, terms, n.b, undefined);
    case TERM_ITE:
        return value_of(a, terms, value_of(a, terms, n.a, undefined) ? n.b : n.c, undefined);
    case TERM_BIT_NOT:
    case TERM_NEG:
    case TERM_TRUNC:
    case TERM_ZEXT:
    case TERM_SEXT:
        return value_of_unary((term_op)n.op, n.width, term_width(terms, n.a), value_of(a, terms, n.a, undefined));
    case TERM_INDEX:
        return (value_of(a, terms, n.a, undefined) + value_of(a, terms, n.b, undefined) * n.value) & term_mask(n.width);
    default: {
        uint64_t x = value_of(a, terms, n.a, undefined), y = value_of(a, terms, n.b, undefined);
        return value_of_binary((term_op)n.op, term_width(terms, n.a), x, y, undefined);
    }
    }
}

/* ---- random expressions -------------------------------------------------------------------------------------- */

/* An expression as it is meant, and the term that was built for it. */
typedef struct expression {
    term_op op; /* of devlock's own, without simplification; TERM_BOOL_NOT: one operand, as in the unary ones */
    unsigned width;
    uint64_t value; /* of a constant; number of a parameter */
    struct expression *a, *b, *c;
    term term;
} expression;

static inline void expression_free(expression *e)
{
    if (!e)
        return;
    expression_free(e->a);
    expression_free(e->b);
    expression_free(e->c);
    free(e);
}

/* What it means; nothing is skipped, so all that is undefined somewhere in it counts. */
static inline uint64_t value_of_expression(const expression *e, const uint64_t *parameters, bool *undefined)
{
    if (e->op == TERM_CONSTANT)
        return e->value;
    if (e->op == TERM_SYMBOL)
        return parameters[e->value] & term_mask(e->width);
    uint64_t x = value_of_expression(e->a, parameters, undefined);
    if (e->op == TERM_BOOL_NOT)
        return !x;
    if (!e->b)
        return value_of_unary(e->op, e->width, e->a->width, x);
    uint64_t y = value_of_expression(e->b, parameters, undefined);
    if (e->op == TERM_ITE) {
        uint64_t z = value_of_expression(e->c, parameters, undefined);
        return x ? y : z;
    }
    if (e->op == TERM_BOOL_AND || e->op == TERM_BOOL_OR)
        return e->op == TERM_BOOL_AND ? x & y : x | y;
    return value_of_binary(e->op, e->a->width, x, y, undefined);
}

/* Parameters are 8 bits wide: number 0, 1, ... */
static inline term parameter(terms *terms, unsigned number)
{
    return term_symbol(terms, 8, SYMBOL_PARAMETER, number, 0, 0, false);
}

static inline expression *new_expression(term_op op, unsigned width, expression *a, expression *b, expression *c)
{
    expression *e = calloc(1, sizeof *e);
    if (!e)
        abort();
    *e = (expression){.op = op, .width = width, .a = a, .b = b, .c = c};
    return e;
}

static inline expression *random_constant(terms *terms, unsigned width)
{
    static const uint64_t favourites[] = {0, 1, 2, 4, 7, 0x7F, 0x80, 0xFF, 0xFFFF, 0x80000000, UINT64_MAX};
    expression *e = new_expression(TERM_CONSTANT, width, NULL, NULL, NULL);
    e->value =
        random_number(3) ? favourites[random_number(sizeof favourites / sizeof *favourites)] : random_number(256);
    e->value &= term_mask(width);
    e->term = term_constant(terms, width, e->value);
    return e;
}

static inline expression *random_expression(terms *terms, unsigned width, unsigned depth, unsigned parameters);

static inline unsigned random_width(void)
{
    static const unsigned widths[] = {8, 8, 8, 16, 32};
    return widths[random_number(sizeof widths / sizeof *widths)];
}

static inline expression *random_truth(terms *terms, unsigned depth, unsigned parameters)
{
    unsigned choice = depth ? (unsigned)random_number(9) : 8;
    if (choice == 8 && depth == 0) {
        expression *e = random_constant(terms, 1);
        return e;
    }
    if (choice < 5) { /* a comparison */
        static const term_op ops[] = {TERM_EQ, TERM_ULT, TERM_SLT};
        unsigned width = random_width();
        expression *a = random_expression(terms, width, depth - 1, parameters);
        expression *b =
            random_number(2) ? random_constant(terms, width) : random_expression(terms, width, depth - 1, parameters);
        expression *e = new_expression(ops[random_number(3)], 1, a, b, NULL);
        e->term = e->op == TERM_EQ    ? term_eq(terms, a->term, b->term)
                  : e->op == TERM_ULT ? term_ult(terms, a->term, b->term)
                                      : term_slt(terms, a->term, b->term);
        return e;
    }
    expression *a = random_truth(terms, depth - 1, parameters);
    if (choice == 5) {
        expression *e = new_expression(TERM_BOOL_NOT, 1, a, NULL, NULL);
        e->term = term_not(terms, a->term);
        return e;
    }
    expression *b = random_truth(terms, depth - 1, parameters);
    if (choice == 8) {
        expression *c = random_truth(terms, depth - 1, parameters);
        expression *e = new_expression(TERM_ITE, 1, a, b, c);
        e->term = term_ite(terms, a->term, b->term, c->term);
        return e;
    }
    expression *e = new_expression(choice == 6 ? TERM_BOOL_AND : TERM_BOOL_OR, 1, a, b, NULL);
    e->term = choice == 6 ? term_and(terms, a->term, b->term) : term_or(terms, a->term, b->term);
    return e;
}

static inline expression *random_leaf(terms *terms, unsigned width, unsigned parameters)
{
    if (random_number(3) == 0)
        return random_constant(terms, width);
    expression *e = new_expression(TERM_SYMBOL, 8, NULL, NULL, NULL);
    e->value = random_number(parameters);
    e->term = parameter(terms, (unsigned)e->value);
    if (width == 8)
        return e;
    expression *wide = new_expression(random_number(2) ? TERM_ZEXT : TERM_SEXT, width, e, NULL, NULL);
    wide->term = term_unary(terms, wide->op, width, e->term);
    return wide;
}

/* A change of width to the one that is wanted, or TERM_NONE. */
static inline term_op random_change(unsigned from, unsigned to)
{
    if (from == to)
        return TERM_OP_NONE;
    return from > to ? TERM_TRUNC : random_number(2) ? TERM_ZEXT : TERM_SEXT;
}

static inline expression *random_expression(terms *terms, unsigned width, unsigned depth, unsigned parameters)
{
    static const term_op ops[] = {TERM_ADD,  TERM_ADD,    TERM_SUB,     TERM_SUB,     TERM_MUL,    TERM_UDIV,
                                  TERM_SDIV, TERM_UREM,   TERM_SREM,    TERM_BIT_AND, TERM_SHL,    TERM_LSHR,
                                  TERM_ASHR, TERM_BIT_OR, TERM_BIT_XOR, TERM_BIT_OR,  TERM_BIT_AND};
    if (width == 1)
        return random_truth(terms, depth, parameters);
    if (depth == 0)
        return random_leaf(terms, width, parameters);
    switch (random_number(6)) {
    case 0: { /* a choice */
        expression *a = random_truth(terms, depth - 1, parameters);
        expression *b = random_expression(terms, width, depth - 1, parameters);
        expression *c = random_expression(terms, width, depth - 1, parameters);
        expression *e = new_expression(TERM_ITE, width, a, b, c);
        e->term = term_ite(terms, a->term, b->term, c->term);
        return e;
    }
    case 1: { /* a change of width */
        unsigned from = random_number(4) ? random_width() : 1;
        expression *a = random_expression(terms, from, depth - 1, parameters);
        term_op op = random_change(from, width);
        if (!op)
            return a;
        expression *e = new_expression(op, width, a, NULL, NULL);
        e->term = term_unary(terms, op, width, a->term);
        return e;
    }
    case 2: {
        expression *a = random_expression(terms, width, depth - 1, parameters);
        expression *e = new_expression(random_number(2) ? TERM_BIT_NOT : TERM_NEG, width, a, NULL, NULL);
        e->term = term_unary(terms, e->op, width, a->term);
        return e;
    }
    default: {
        expression *a = random_expression(terms, width, depth - 1, parameters);
        expression *b =
            random_number(2) ? random_constant(terms, width) : random_expression(terms, width, depth - 1, parameters);
        if (random_number(8) == 0) {
            expression *swap = a;
            a = b;
            b = swap;
        }
        expression *e = new_expression(ops[random_number(sizeof ops / sizeof *ops)], width, a, b, NULL);
        e->term = term_binary(terms, e->op, a->term, b->term);
        return e;
    }
    }
}

#endif
