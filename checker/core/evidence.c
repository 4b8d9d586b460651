/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Evidence. See evidence.h.
 */
#include "evidence.h"

#include <stdlib.h>

#include "arena.h"

/* ---- the set ------------------------------------------------------------------------------------------------- */

static uint32_t slot_of(const evidence *e, term t)
{
    uint32_t at = (t * 2654435769u) & (e->size - 1);
    while (e->met[at] && e->met[at] != t)
        at = (at + 1) & (e->size - 1);
    return at;
}

/* A literal counts when its atom does. */
static bool has(const evidence *e, term t)
{
    const terms *terms = e->valuation.rewrite.terms;
    if (term_at(terms, t)->op == TERM_BOOL_NOT)
        t = term_at(terms, t)->a;
    return e->size && e->met[slot_of(e, t)] == t;
}

/* Gives whether the term is new. */
static bool put(evidence *e, term t)
{
    if (has(e, t))
        return false;
    if (e->count * 2 >= e->size) {
        uint32_t old = e->size;
        term *from = e->met;
        e->size = old ? old * 2 : 64;
        e->met = must_zero(e->size * sizeof *e->met);
        for (uint32_t i = 0; i < old; i++)
            if (from[i])
                e->met[slot_of(e, from[i])] = from[i];
        free(from);
    }
    e->met[slot_of(e, t)] = t;
    e->count++;
    return true;
}

/* ---- what counts --------------------------------------------------------------------------------------------- */

static void justify(evidence *e, term t);

/* What decides a value: the conditions that choose it. */
static void justify_value(evidence *e, term t)
{
    const terms *terms = e->valuation.rewrite.terms;
    if (t == TERM_NONE || term_at(terms, t)->op == TERM_CONSTANT || !put(e, t))
        return;
    term_node n = *term_at(terms, t);
    switch (n.op) {
    case TERM_SYMBOL:
    case TERM_ADDRESS:
        return;
    case TERM_ITE:
        justify(e, n.a);
        justify_value(e, evidence_holds(e, n.a) ? n.b : n.c);
        return;
    case TERM_BOOL_NOT:
    case TERM_BOOL_AND:
    case TERM_BOOL_OR:
        justify(e, t);
        return;
    case TERM_LOAD:
    case TERM_APPLY:
        justify_value(e, n.b);
        return;
    default:
        justify_value(e, n.a);
        justify_value(e, n.b);
    }
}

/* A connective whose value one operand settles alone: that one, rather one that counts anyway. */
static term settling(evidence *e, term t, bool value)
{
    const terms *terms = e->valuation.rewrite.terms;
    uint8_t op = term_at(terms, t)->op;
    term best = TERM_NONE;
    for (;;) {
        bool last = term_at(terms, t)->op != op;
        term leaf = last ? t : term_at(terms, t)->a;
        if (evidence_holds(e, leaf) == value) {
            if (has(e, leaf))
                return leaf;
            best = best ? best : leaf;
        }
        if (last)
            return best;
        t = term_at(terms, t)->b;
    }
}

/* What makes a condition true, or false, whichever it is. */
static void justify(evidence *e, term t)
{
    const terms *terms = e->valuation.rewrite.terms;
    if (t <= TERM_TRUE)
        return;
    term_node n = *term_at(terms, t);
    if (n.op == TERM_BOOL_NOT) {
        justify(e, n.a);
        return;
    }
    if (n.op != TERM_BOOL_AND && n.op != TERM_BOOL_OR) {
        justify_value(e, t);
        return;
    }
    bool value = evidence_holds(e, t);
    if (value == (n.op == TERM_BOOL_OR)) {
        term one = settling(e, t, value);
        put(e, t);
        if (one != t)
            justify(e, one);
        return;
    }
    for (; term_at(terms, t)->op == n.op; t = term_at(terms, t)->b) {
        put(e, t);
        justify(e, term_at(terms, t)->a);
    }
    justify(e, t);
}

void evidence_start(evidence *e, terms *terms, const proof_model *model, term condition)
{
    *e = (evidence){0};
    valuation_start(&e->valuation, terms, model);
    justify(e, condition);
}

void evidence_stop(evidence *e)
{
    valuation_stop(&e->valuation);
    free(e->met);
}

bool evidence_holds(evidence *e, term condition)
{
    return valuation_of(&e->valuation, condition) != 0;
}

bool evidence_rests_on(const evidence *e, term condition)
{
    const terms *terms = e->valuation.rewrite.terms;
    for (;;) {
        term_node n = *term_at(terms, condition);
        if (n.op == TERM_BOOL_NOT) {
            condition = n.a;
            continue;
        }
        if (n.op != TERM_BOOL_AND && n.op != TERM_BOOL_OR)
            return has(e, condition);
        if (evidence_rests_on(e, n.a))
            return true;
        condition = n.b;
    }
}
