/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Guessing values that make a condition hold, before a solver is asked.
 *
 * Most conditions of candidates are a few literals about a few unknowns. Values are read off the literals one after
 * the other, and the condition is evaluated with them: if it holds, they are a proof as good as the solver's. If not,
 * nothing is known.
 *
 * Needs: terms. Leaves behind: a model. Cost: linear in the condition.
 */
#include <stdlib.h>

#include "arena.h"
#include "proof.h"

#define LEAVES 256u

typedef struct guessing {
    terms *terms;
    proof_model *model;
} guessing;

static uint64_t *value_of(guessing *g, term leaf, bool *is_new)
{
    proof_model *m = g->model;
    for (uint32_t i = 0; i < m->count; i++)
        if (m->leaves[i] == leaf) {
            *is_new = false;
            return &m->values[i];
        }
    if (m->count >= m->capacity) {
        m->capacity = m->capacity ? m->capacity * 2 : 16;
        m->leaves = must_resize(m->leaves, m->capacity * sizeof *m->leaves);
        m->values = must_resize(m->values, m->capacity * sizeof *m->values);
    }
    m->leaves[m->count] = leaf;
    m->values[m->count] = 0;
    *is_new = true;
    return &m->values[m->count++];
}

static bool is_leaf(const terms *terms, term t)
{
    uint8_t op = term_at(terms, t)->op;
    return op == TERM_SYMBOL || op == TERM_LOAD || op == TERM_APPLY;
}

/* Makes t have a value, if it is an unknown or some bits of one and not settled yet. */
static void settle(guessing *g, term t, uint64_t value)
{
    term_node n = *term_at(g->terms, t);
    bool is_new;
    uint64_t m;
    if (is_leaf(g->terms, t)) {
        uint64_t *v = value_of(g, t, &is_new);
        if (is_new)
            *v = value & term_mask(n.width);
    } else if (n.op == TERM_BIT_AND && term_is_constant(g->terms, n.b, &m) && is_leaf(g->terms, n.a)) {
        uint64_t *v = value_of(g, n.a, &is_new);
        *v = (*v & ~m) | (value & m);
    } else if (n.op == TERM_ZEXT || n.op == TERM_SEXT) {
        settle(g, n.a, value);
    } else if (n.op == TERM_ADD && term_is_constant(g->terms, n.b, &m)) {
        settle(g, n.a, value - m);
    }
}

/* A comparison of x with a constant; x is put on the side of it that makes the literal true. */
static void settle_comparison(guessing *g, const term_node *n, bool positive)
{
    uint64_t k;
    if (term_is_constant(g->terms, n->b, &k)) { /* x ? k */
        if (n->op == TERM_EQ)
            settle(g, n->a, positive ? k : (k == 0 ? UINT64_MAX & term_mask(term_width(g->terms, n->a)) : 0));
        else
            settle(g, n->a, positive ? k - 1 : k);
    } else if (term_is_constant(g->terms, n->a, &k)) { /* k < x */
        settle(g, n->b, positive ? k + 1 : k);
    } else { /* two unknowns */
        settle(g, n->a, 0);
        settle(g, n->b, n->op == TERM_EQ ? !positive : positive);
    }
}

static void aim(guessing *g, term t, bool positive, unsigned depth)
{
    term_node n = *term_at(g->terms, t);
    if (depth == 0 || t <= TERM_TRUE)
        return;
    switch (n.op) {
    case TERM_BOOL_NOT:
        aim(g, n.a, !positive, depth - 1);
        return;
    case TERM_BOOL_AND:
        aim(g, n.a, positive, depth - 1);
        aim(g, n.b, positive, depth - 1);
        return;
    case TERM_BOOL_OR: /* one is enough */
        aim(g, n.a, positive, depth - 1);
        return;
    case TERM_EQ:
    case TERM_ULT:
    case TERM_SLT:
        settle_comparison(g, &n, positive);
        return;
    default:
        settle(g, t, positive);
    }
}

/* Every unknown of the condition gets a value; false if there are too many, or objects' addresses among them. */
static bool fill(guessing *g, term t, term *seen, uint32_t *count)
{
    if (t == TERM_NONE)
        return true;
    for (uint32_t i = 0; i < *count; i++)
        if (seen[i] == t)
            return true;
    if (*count >= LEAVES)
        return false;
    seen[(*count)++] = t;
    term_node n = *term_at(g->terms, t);
    bool is_new;
    switch (n.op) {
    case TERM_CONSTANT:
        return true;
    case TERM_ADDRESS:
        return false;
    case TERM_SYMBOL:
    case TERM_LOAD:
    case TERM_APPLY:
        value_of(g, t, &is_new);
        return true;
    case TERM_ITE:
        if (!fill(g, n.c, seen, count))
            return false;
        /* fall through */
    default:
        return fill(g, n.a, seen, count) && fill(g, n.b, seen, count);
    }
}

/* Reads of one memory, and results of one function, hang together: that is the solver's work. */
static bool unrelated(const guessing *g)
{
    const proof_model *m = g->model;
    for (uint32_t i = 0; i < m->count; i++)
        for (uint32_t k = 0; k < i; k++) {
            const term_node *x = term_at(g->terms, m->leaves[i]), *y = term_at(g->terms, m->leaves[k]);
            if (x->op == TERM_SYMBOL || x->op != y->op || x->a != y->a || x->width != y->width)
                continue;
            if (x->op == TERM_APPLY || term_same(g->terms, x->b, y->b) != TERM_FALSE)
                return false;
        }
    return true;
}

bool proof_guess(analysis *an, term condition, proof_model *model)
{
    guessing g = {.terms = &an->terms, .model = model};
    term *seen = must_allocate(LEAVES * sizeof *seen);
    uint32_t count = 0;
    aim(&g, condition, true, 200);
    bool good = fill(&g, condition, seen, &count) && unrelated(&g) && proof_evaluate(an, model, condition);
    free(seen);
    if (!good)
        proof_model_free(model);
    return good;
}
