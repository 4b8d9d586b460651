/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Guessing values that make a condition hold, before a solver is asked.
 *
 * Most conditions of candidates hold for many values. All unknowns start as 0; then, in each round, every part of the
 * condition that does not hold is followed down to an unknown which would make it hold, through operators backwards,
 * and that unknown is changed. When all parts hold, the values are a proof as good as the solver's. If they do not
 * after a number of rounds, nothing is known. Where there is a choice, it is made by random numbers that are the same
 * in each run.
 *
 * Source: A. Niemetz, M. Preiner, A. Biere, Propagation based local search for bit-precise reasoning, Formal Methods
 * in System Design 51 (2017).
 *
 * Needs: terms. Leaves behind: a model. Cost: a number of rounds, each linear in the condition; nothing is done for a
 * condition beyond a size.
 */
#include <stdlib.h>

#include "arena.h"
#include "evaluation.h"
#include "invert.h"
#include "nodes.h"
#include "proof.h"
#include "relate.h"

#define ROUNDS  48u
#define WORK    100000u /* distinct terms times rounds */
#define LEAVES  8192u
#define RELATED 512u /* reads, and results of pure functions, that are compared with each other */
#define DEPTH   1000u

typedef struct guess {
    terms *terms;
    proof_model *model;
    bool *changed; /* by leaf: in this round */
    uint32_t *set; /* open addressing: 1 + index of a leaf */
    term related[RELATED];
    uint32_t related_count;
    nodes nodes;   /* all that was met */
    uint32_t seen; /* so many of the nodes have been looked at */
    term *parts;   /* all of which must hold */
    uint32_t part_count, part_capacity;
    evaluation now;
    valuation built; /* the same by building terms, where that is needed */
    bool is_built;
    uint64_t random;
    uint32_t round;
} guess;

/* ---- order --------------------------------------------------------------------------------------------------- */

/* By what terms are made of, and not by their ids, which tell what was computed before: so the values that are found do
 * not depend on it. */
static int compare_terms(const terms *terms, term x, term y, unsigned depth)
{
    if (x == y || depth == 0)
        return 0;
    const term_node *a = term_at(terms, x), *b = term_at(terms, y);
    if (a->op != b->op || a->width != b->width)
        return a->op != b->op ? (a->op < b->op ? -1 : 1) : a->width < b->width ? -1 : 1;
    if (a->op == TERM_CONSTANT)
        return a->value < b->value ? -1 : 1;
    if (a->op == TERM_SYMBOL || a->op == TERM_ADDRESS) {
        uint64_t p = (uint64_t)a->b << 32 | a->c, q = (uint64_t)b->b << 32 | b->c;
        return a->a != b->a ? (a->a < b->a ? -1 : 1) : p == q ? 0 : p < q ? -1 : 1;
    }
    bool numbered = a->op == TERM_LOAD || a->op == TERM_APPLY; /* by a memory or a function */
    int order = numbered ? 0 : compare_terms(terms, a->a, b->a, depth - 1);
    if (!order)
        order = compare_terms(terms, a->b, b->b, depth - 1);
    if (!order && a->op == TERM_ITE)
        order = compare_terms(terms, a->c, b->c, depth - 1);
    return order || !numbered ? order : (a->a > b->a) - (a->a < b->a);
}

#define COMPARED 12u /* levels of a term */

/* ---- what must hold ------------------------------------------------------------------------------------------ */

static void add_part(guess *g, term part)
{
    ARRAY_RESERVE(g->parts, g->part_count, g->part_capacity);
    g->parts[g->part_count++] = part;
}

static void add_parts(guess *g, term condition)
{
    while (term_at(g->terms, condition)->op == TERM_BOOL_AND) {
        const term_node *n = term_at(g->terms, condition);
        add_parts(g, n->b);
        condition = n->a;
    }
    if (condition != TERM_TRUE)
        add_part(g, condition);
    nodes_visit(&g->nodes, condition);
}

static uint32_t *leaf_slot(const guess *g, term leaf)
{
    uint32_t at = (leaf * 2654435769u) & (2 * LEAVES - 1);
    while (g->set[at] && g->model->leaves[g->set[at] - 1] != leaf)
        at = (at + 1) & (2 * LEAVES - 1);
    return &g->set[at];
}

static void add_leaf(guess *g, term leaf)
{
    uint32_t *slot = leaf_slot(g, leaf);
    if (*slot || g->model->count >= LEAVES)
        return;
    const term_node *n = term_at(g->terms, leaf);
    proof_model_add(g->model, leaf, n->op == TERM_ADDRESS ? object_address(n->width, g->model->count) : 0);
    *slot = g->model->count;
    if ((n->op == TERM_LOAD || n->op == TERM_APPLY) && g->related_count < RELATED)
        g->related[g->related_count++] = leaf;
}

static void look_below(guess *g, term below)
{
    const term_node *n = term_at(g->terms, below);
    if (term_is_unknown(n) || n->op == TERM_ADDRESS)
        add_leaf(g, below);
    else
        nodes_visit(&g->nodes, below);
}

/* The address of a field is not null, whatever the structure's is. */
static void look_at(guess *g, term t)
{
    term_node n = *term_at(g->terms, t);
    if (term_is_unknown(&n)) {
        add_leaf(g, t);
        return;
    }
    look_below(g, n.a);
    look_below(g, n.b);
    if (n.op == TERM_ITE)
        look_below(g, n.c);
    if (n.op == TERM_ADD && n.value)
        add_part(g, term_not(g->terms, term_eq(g->terms, t, term_constant(g->terms, n.width, 0))));
}

static void relate_leaf(guess *g, uint32_t at)
{
    for (uint32_t k = 0; k < at; k++) {
        term relation = relation_between(g->terms, g->related[at], g->related[k]);
        if (relation != TERM_TRUE)
            add_parts(g, relation);
    }
}

/* Everything that the condition is made of, and that which its unknowns bring with them; false if it is too much. */
static bool collect(guess *g, term condition)
{
    uint32_t related = 0;
    if (term_at(g->terms, condition)->op == TERM_SYMBOL)
        add_leaf(g, condition);
    add_parts(g, condition);
    for (;;) {
        if (g->nodes.count > g->nodes.limit || g->model->count >= LEAVES || g->related_count >= RELATED)
            return false;
        if (g->seen < g->nodes.count)
            look_at(g, (term)g->nodes.items[g->seen++]);
        else if (related < g->related_count)
            relate_leaf(g, related++);
        else
            return true;
    }
}

/* ---- making a part hold -------------------------------------------------------------------------------------- */

/* Builds terms of the round's values. */
static void start_building(guess *g)
{
    uint64_t value;
    valuation_start(&g->built, g->terms, &(proof_model){0});
    for (uint32_t i = 0; i < g->model->count; i++) {
        term leaf = g->model->leaves[i];
        evaluation_of(&g->now, leaf, &value);
        rewrite_settle(&g->built.rewrite, leaf, term_constant(g->terms, term_width(g->terms, leaf), value));
    }
    g->is_built = true;
}

static uint64_t value_of(guess *g, term t)
{
    uint64_t value;
    if (evaluation_of(&g->now, t, &value))
        return value;
    if (!g->is_built)
        start_building(g);
    return valuation_of(&g->built, t);
}

static void take_values(guess *g)
{
    evaluation_begin(&g->now);
    for (uint32_t i = 0; i < g->model->count; i++)
        evaluation_set(&g->now, g->model->leaves[i], g->model->values[i]);
}

static void forget_built(guess *g)
{
    if (g->is_built)
        valuation_stop(&g->built);
    g->is_built = false;
}

static bool chance(guess *g, unsigned one_in)
{
    g->random ^= g->random << 13;
    g->random ^= g->random >> 7;
    g->random ^= g->random << 17;
    return (g->random >> 11) % one_in == 0;
}

static bool is_fixed(const guess *g, term t)
{
    return term_is_constant(g->terms, t, NULL) || term_at(g->terms, t)->op == TERM_ADDRESS;
}

/* Which of two operands to change: the first in order, as a rule. */
static int side_to_change(guess *g, term a, term b)
{
    if (is_fixed(g, a) || is_fixed(g, b))
        return is_fixed(g, a);
    int first = compare_terms(g->terms, a, b, COMPARED) > 0;
    return g->round > 0 && chance(g, 2) ? !first : first;
}

static void want(guess *g, term t, uint64_t value, unsigned depth);

static void want_binary(guess *g, const term_node *n, uint64_t target, unsigned depth)
{
    int side = side_to_change(g, n->a, n->b);
    uint64_t mine = value_of(g, side ? n->b : n->a), other = value_of(g, side ? n->a : n->b);
    if (invert_binary(n->op, n->width, side, target, other, &mine))
        want(g, side ? n->b : n->a, mine, depth);
    else /* the other operand is in the way: any other value may help */
        want(g, side ? n->a : n->b, n->op == TERM_BIT_OR ? other & target : other | target, depth);
}

static uint64_t lowest(uint64_t bits)
{
    return bits & -bits;
}

/* The lowest bit of a value that is not always the same. */
static uint64_t lowest_free_bit(const guess *g, term t)
{
    const term_node *n = term_at(g->terms, t);
    uint64_t k = 0;
    bool constant = term_is_constant(g->terms, n->b, &k);
    if (n->op == TERM_ZEXT || n->op == TERM_SEXT || n->op == TERM_TRUNC || (constant && n->op == TERM_ADD))
        return lowest_free_bit(g, n->a);
    uint64_t bits = !constant               ? 1
                    : n->op == TERM_BIT_AND ? k
                    : n->op == TERM_BIT_OR  ? ~k
                    : n->op == TERM_MUL     ? k
                    : n->op == TERM_SHL     ? (uint64_t)1 << (k & 63)
                                            : 1;
    bits = lowest(bits) & term_mask(n->width);
    return bits ? bits : 1;
}

static void want_equal(guess *g, const term_node *n, bool equal, unsigned depth)
{
    int side = side_to_change(g, n->a, n->b);
    term mine = side ? n->b : n->a;
    uint64_t other = value_of(g, side ? n->a : n->b);
    want(g, mine, equal ? other : other ^ lowest_free_bit(g, mine), depth);
}

/* a < b, in the order in which the sign bit is turned over for signed numbers. */
static void want_less(guess *g, const term_node *n, bool less, unsigned depth)
{
    unsigned width = term_width(g->terms, n->a);
    uint64_t turn = n->op == TERM_SLT ? (uint64_t)1 << (width - 1) : 0, top = term_mask(width);
    uint64_t a = value_of(g, n->a) ^ turn, b = value_of(g, n->b) ^ turn;
    int side = side_to_change(g, n->a, n->b);
    if (less && ((side == 0 && b == 0) || (side == 1 && a == top)))
        side = !side;
    if (side == 0)
        want(g, n->a, (less ? b - 1 : b) ^ turn, depth);
    else
        want(g, n->b, (less ? a + 1 : a) ^ turn, depth);
}

/* All operands have to have the value, or one is enough. */
static void want_connected(guess *g, const term_node *n, bool value, unsigned depth)
{
    if (value == (n->op == TERM_BOOL_AND)) {
        want(g, n->b, value, depth);
        want(g, n->a, value, depth);
    } else {
        int side = side_to_change(g, n->a, n->b);
        want(g, side ? n->b : n->a, value, depth);
    }
}

static void want_choice(guess *g, const term_node *n, uint64_t target, unsigned depth)
{
    bool first = value_of(g, n->a);
    term chosen = first ? n->b : n->c, other = first ? n->c : n->b;
    if (value_of(g, other) == target || is_fixed(g, chosen) || (!is_fixed(g, other) && chance(g, 4)))
        want(g, n->a, !first, depth);
    else
        want(g, chosen, target, depth);
}

static void want_index(guess *g, const term_node *n, uint64_t target, unsigned depth)
{
    uint64_t mask = term_mask(n->width), base = value_of(g, n->a), offset = (target - base) & mask;
    if (n->value && offset % n->value == 0 && (is_fixed(g, n->a) || chance(g, 2)))
        want(g, n->b, offset / n->value, depth);
    else
        want(g, n->a, (target - value_of(g, n->b) * n->value) & mask, depth);
}

static void change_leaf(guess *g, term leaf, uint64_t value)
{
    uint32_t at = *leaf_slot(g, leaf);
    if (at == 0 || g->changed[at - 1])
        return;
    g->changed[at - 1] = true;
    g->model->values[at - 1] = value & term_mask(term_width(g->terms, leaf));
}

static void want_operator(guess *g, const term_node *n, uint64_t value, unsigned depth)
{
    uint64_t mask = term_mask(n->width);
    switch (n->op) {
    case TERM_BOOL_NOT:
        want(g, n->a, !value, depth);
        return;
    case TERM_BIT_NOT:
        want(g, n->a, ~value & mask, depth);
        return;
    case TERM_NEG:
        want(g, n->a, -value & mask, depth);
        return;
    case TERM_TRUNC:
        want(g, n->a, (value_of(g, n->a) & ~mask) | value, depth);
        return;
    case TERM_ZEXT:
    case TERM_SEXT:
        want(g, n->a, value & term_mask(term_width(g->terms, n->a)), depth);
        return;
    case TERM_ITE:
        want_choice(g, n, value, depth);
        return;
    case TERM_INDEX:
        want_index(g, n, value, depth);
        return;
    case TERM_BOOL_AND:
    case TERM_BOOL_OR:
        want_connected(g, n, value, depth);
        return;
    case TERM_EQ:
        want_equal(g, n, value, depth);
        return;
    case TERM_ULT:
    case TERM_SLT:
        want_less(g, n, value, depth);
        return;
    default:
        want_binary(g, n, value, depth);
    }
}

/* Changes unknowns so that t is more likely to have the value in the next round. */
static void want(guess *g, term t, uint64_t value, unsigned depth)
{
    if (depth == 0 || is_fixed(g, t) || value_of(g, t) == value)
        return;
    term_node n = *term_at(g->terms, t);
    if (term_is_unknown(&n))
        change_leaf(g, t, value);
    else
        want_operator(g, &n, value, depth - 1);
}

/* ---- rounds -------------------------------------------------------------------------------------------------- */

/* Whether all parts hold with the values as they are; if not, they are changed. */
static bool play_round(guess *g)
{
    bool all = true;
    for (uint32_t i = 0; i < g->model->count; i++)
        g->changed[i] = false;
    take_values(g);
    for (uint32_t i = 0; i < g->part_count; i++)
        if (!value_of(g, g->parts[i])) {
            all = false;
            want(g, g->parts[i], 1, DEPTH);
        }
    forget_built(g);
    return all;
}

static bool search(guess *g)
{
    uint32_t rounds = WORK / (g->nodes.count + 1);
    rounds = rounds < ROUNDS ? rounds : ROUNDS;
    for (g->round = 0; g->round < rounds; g->round++)
        if (play_round(g))
            return true;
    return false;
}

/* The unknowns that were met before begin with the values that they had there. */
static void start_near(guess *g, const proof_model *near)
{
    for (uint32_t i = 0; i < near->count; i++) {
        uint32_t at = *leaf_slot(g, near->leaves[i]);
        if (at && term_at(g->terms, near->leaves[i])->op != TERM_ADDRESS)
            g->model->values[at - 1] = near->values[i];
    }
}

/* near: NULL: all unknowns begin as 0. */
static bool guess_from(analysis *an, term condition, const proof_model *near, proof_model *model)
{
    guess g = {.terms = &an->terms, .model = model, .random = UINT64_C(0x9E3779B97F4A7C15)};
    g.changed = must_allocate(LEAVES * sizeof *g.changed);
    g.set = must_zero(2 * LEAVES * sizeof *g.set);
    nodes_start(&g.nodes, &an->terms, WORK / 2);
    evaluation_start(&g.now, &an->terms);
    bool good = collect(&g, condition);
    if (good && near)
        start_near(&g, near);
    good = good && search(&g);
    nodes_stop(&g.nodes);
    evaluation_stop(&g.now);
    free(g.parts);
    free(g.changed);
    free(g.set);
    if (!good)
        proof_model_free(model);
    return good;
}

bool proof_guess(analysis *an, term condition, proof_model *model)
{
    return guess_from(an, condition, NULL, model);
}

bool proof_guess_near(analysis *an, term condition, const proof_model *near, proof_model *model)
{
    uint64_t work = an->terms.work;
    bool good = near->count && guess_from(an, condition, near, model);
    an->terms.work = work;
    return good;
}
