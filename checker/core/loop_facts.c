/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What holds at the head of a loop in each round. Of the facts that are known on some way here, in the values of that
 * way, those are kept that hold on entry and after each round (Flanagan, Leino, "Houdini, an annotation assistant for
 * ESC/Java", FME 2001; with the path's own decisions in place of a prover, and the solver where a refined run asks).
 *
 * Needs: the states that come to the head, with their values by place, and which places are loop values. Leaves behind:
 * the path of the head's state. Cost: FACT_LIMIT facts, each asked of each state.
 */
#include <stdlib.h>

#include "loop_private.h"
#include "proof.h"

#define FACT_LIMIT  64u /* facts carried over the head of a loop */
#define VALUE_LIMIT 4u  /* constants that a loop value is known to be one of */

static term swap_leaf(rewrite *r, term leaf)
{
    loop_join *j = r->user;
    uint32_t place;
    term_node n = *term_at(r->terms, leaf);
    if (!j->to_phi) {
        if (loop_is_phi(j, &n, &place) && j->flow->analysis->occurrences[n.c].visit == j->code)
            return j->other->slots[place];
        return n.op == TERM_LOAD ? leaf : TERM_NONE;
    }
    for (uint32_t i = 0; i < j->places; i++)
        if (j->is_phi[i] && j->other->slots[i] == leaf)
            return loop_phi(j, i, n.width);
    return n.op == TERM_LOAD ? leaf : TERM_NONE;
}

static term swap_values(loop_join *j, const state *s, term t, bool to_phi)
{
    j->other = s;
    j->to_phi = to_phi;
    rewrite r = {.terms = &j->flow->analysis->terms, .leaf = swap_leaf, .start = MEMORY_INITIAL, .user = j};
    term result = rewrite_term(&r, t);
    rewrite_stop(&r);
    return result;
}

/* Whether a path implies a fact. Refined runs ask the solver where the path's own decisions do not tell. */
static bool implied(loop_join *j, path p, term fact)
{
    analysis *an = j->flow->analysis;
    int known = path_decide(&an->paths, p, fact);
    if (known || !j->flow->run->key.refined || an->questions == 0)
        return known == 1;
    an->questions--;
    term not_so = term_not(&an->terms, fact), there = path_term(&an->paths, p);
    term against = term_and(&an->terms, there, not_so);
    return proof_check(an, against, NULL) == PROOF_INFEASIBLE;
}

/* A fact holds at the head if it holds, with each contribution's values in it, on that contribution's path. */
static bool fact_holds(loop_join *j, term fact)
{
    for (uint32_t i = 0; i < j->case_count; i++)
        if (!implied(j, j->cases[i]->path, swap_values(j, j->cases[i], fact, false)))
            return false;
    return true;
}

/* Whether the fact speaks of nothing that is new in each iteration but the loop values of this head and key. */
static bool fact_lasts(loop_join *j, term fact)
{
    term neutral = fact;
    /* Put constants in the place of the loop values, then ask. */
    state *zero = arena_take(j->flow->scratch, sizeof *zero);
    zero->slots = arena_take(j->flow->scratch, (j->places + 1) * sizeof *zero->slots);
    for (uint32_t i = 0; i < j->places; i++) {
        term like = TERM_NONE;
        for (uint32_t k = 0; k < j->count && !like; k++)
            like = j->list[k]->slots[i];
        zero->slots[i] = like ? term_symbol(&j->flow->analysis->terms, term_width(&j->flow->analysis->terms, like),
                                            SYMBOL_PARAMETER, UINT32_MAX - i, 0, 0, false)
                              : TERM_FALSE;
    }
    neutral = swap_values(j, zero, fact, false);
    return !join_owned(j->flow, neutral);
}

typedef struct facts {
    term items[FACT_LIMIT];
    uint32_t count;
} facts;

static void consider(loop_join *j, facts *f, term fact)
{
    if (f->count >= FACT_LIMIT || fact == TERM_TRUE || fact == TERM_FALSE)
        return;
    for (uint32_t i = 0; i < f->count; i++)
        if (f->items[i] == fact)
            return;
    if (fact_lasts(j, fact) && fact_holds(j, fact))
        f->items[f->count++] = fact;
}

static void consider_paths(loop_join *j, facts *f, path base)
{
    paths *paths = &j->flow->analysis->paths;
    for (uint32_t i = 0; i < j->case_count; i++) {
        uint32_t seen = 0;
        for (path p = j->cases[i]->path; p != base && p > PATH_TRUE && seen < FACT_LIMIT;
             p = path_at(paths, p)->parent, seen++)
            consider(j, f, swap_values(j, j->cases[i], path_at(paths, p)->atom, true));
    }
}

/* A condition of some way here, asked of the value at the head: for all of this head's loop values, whatever the lock
 * state that they were named for, this one's are put in. */
static term rename_leaf(rewrite *r, term leaf)
{
    loop_join *j = r->user;
    uint32_t place;
    term_node n = *term_at(r->terms, leaf);
    if (loop_is_phi(j, &n, &place) && j->is_phi[place])
        return loop_phi(j, place, n.width);
    return n.op == TERM_LOAD ? leaf : TERM_NONE;
}

/* "i < n" may hold in each round but the last, where i has become n. */
static void consider_weaker(loop_join *j, facts *f, term fact)
{
    terms *terms = &j->flow->analysis->terms;
    term_node n = *term_at(terms, fact);
    if (n.op == TERM_BOOL_NOT)
        n = *term_at(terms, n.a);
    if (n.op == TERM_ULT)
        consider(j, f, term_not(terms, term_ult(terms, n.b, n.a)));
    if (n.op == TERM_SLT)
        consider(j, f, term_not(terms, term_slt(terms, n.b, n.a)));
}

/* What the loop tests may have become false, or true, for good: "i < n" once the last element has been met. */
static void consider_conditions(loop_join *j, facts *f, path base)
{
    terms *terms = &j->flow->analysis->terms;
    paths *paths = &j->flow->analysis->paths;
    for (uint32_t i = 0; i < j->case_count; i++) {
        uint32_t seen = 0;
        for (path p = j->cases[i]->path; p != base && p > PATH_TRUE && seen < FACT_LIMIT;
             p = path_at(paths, p)->parent, seen++) {
            rewrite r = {.terms = terms, .leaf = rename_leaf, .start = MEMORY_INITIAL, .user = j};
            term atom = path_at(paths, p)->atom, fact = rewrite_term(&r, atom);
            rewrite_stop(&r);
            if (fact == atom && !join_owned(j->flow, atom))
                continue;
            consider(j, f, fact);
            consider(j, f, term_not(terms, fact));
            consider_weaker(j, f, fact);
        }
    }
}

/* "It is at least, at most, what it was on some way here." */
static void consider_bounds(loop_join *j, facts *f)
{
    terms *terms = &j->flow->analysis->terms;
    for (uint32_t place = 0; place < j->places; place++)
        for (uint32_t i = 0; i < j->case_count && j->is_phi[place]; i++) {
            term v = j->cases[i]->slots[place];
            unsigned width = v ? term_width(terms, v) : 0;
            if (width < 8 || width > 32)
                continue;
            v = path_constant(&j->flow->analysis->paths, j->cases[i]->path, v);
            if (!term_is_constant(terms, v, NULL))
                continue;
            term phi = loop_phi(j, place, width);
            consider(j, f, term_not(terms, term_slt(terms, phi, v)));
            consider(j, f, term_not(terms, term_slt(terms, v, phi)));
            consider(j, f, term_not(terms, term_ult(terms, phi, v)));
            consider(j, f, term_not(terms, term_ult(terms, v, phi)));
        }
}

/* "It is one of the constants that it was on the ways here." */
static void consider_values(loop_join *j, facts *f)
{
    terms *terms = &j->flow->analysis->terms;
    for (uint32_t place = 0; place < j->places; place++) {
        if (!j->is_phi[place])
            continue;
        term fact = TERM_FALSE, seen[VALUE_LIMIT], like = TERM_NONE;
        uint32_t count = 0;
        bool fits = true;
        for (uint32_t i = 0; i < j->case_count && fits; i++) {
            term v = j->cases[i]->slots[place];
            bool known = v == TERM_NONE || !term_is_constant(terms, v, NULL);
            like = v ? v : like;
            for (uint32_t k = 0; k < count && !known; k++)
                known = seen[k] == v;
            if (known)
                continue;
            fits = count < VALUE_LIMIT;
            if (fits)
                seen[count++] = v;
        }
        if (!fits || count == 0 || !like || term_width(terms, like) == 1)
            continue;
        term phi = loop_phi(j, place, term_width(terms, like));
        for (uint32_t k = 0; k < count; k++)
            fact = term_or(terms, fact, term_eq(terms, phi, seen[k]));
        consider(j, f, fact);
    }
}

#define COUNTERS 12u /* loop values that are compared with each other */

/* Two values that keep their distance, or their sum: "i is j + 1", "done and left are count together". */
static void consider_pair(loop_join *j, facts *f, uint32_t a, uint32_t b)
{
    terms *terms = &j->flow->analysis->terms;
    term x = j->cases[0]->slots[a], y = j->cases[0]->slots[b];
    if (!x || !y || term_width(terms, x) != term_width(terms, y) || term_width(terms, x) < 8)
        return;
    unsigned width = term_width(terms, x);
    term p = loop_phi(j, a, width), q = loop_phi(j, b, width);
    term distance = term_binary(terms, TERM_SUB, x, y), sum = term_binary(terms, TERM_ADD, x, y);
    term ahead = term_binary(terms, TERM_ADD, q, distance), both = term_binary(terms, TERM_ADD, p, q);
    consider(j, f, term_eq(terms, p, ahead));
    consider(j, f, term_eq(terms, both, sum));
}

static void consider_pairs(loop_join *j, facts *f)
{
    uint32_t places[COUNTERS], count = 0;
    for (uint32_t place = 0; place < j->places && count < COUNTERS; place++)
        if (j->is_phi[place])
            places[count++] = place;
    for (uint32_t a = 0; a < count; a++)
        for (uint32_t b = a + 1; b < count && j->case_count; b++)
            consider_pair(j, f, places[a], places[b]);
}

static path common_path(loop_join *j)
{
    paths *paths = &j->flow->analysis->paths;
    path base = j->list[0]->path;
    for (uint32_t i = 1; i < j->count; i++)
        base = path_common(paths, base, j->list[i]->path);
    /* Down to where nothing is new in each iteration. */
    path good = base;
    for (path p = base; p > PATH_TRUE; p = path_at(paths, p)->parent)
        if (join_owned(j->flow, path_at(paths, p)->atom))
            good = path_at(paths, p)->parent;
    return good;
}

path loop_path(loop_join *j, const state *previous)
{
    paths *paths = &j->flow->analysis->paths;
    path base = common_path(j);
    state_list cases = {0};
    for (uint32_t i = 0; i < j->count; i++)
        loop_take_apart(j, j->list[i], base, &cases);
    j->cases = cases.items;
    j->case_count = cases.count;
    facts *f = must_zero(sizeof *f);
    if (previous && previous->approx) {
        base = path_common(paths, base, previous->path);
        for (path p = previous->path; p != base; p = path_at(paths, p)->parent)
            consider(j, f, path_at(paths, p)->atom);
    }
    if (j->fresh || !previous || !previous->approx) { /* else facts only get fewer */
        consider_paths(j, f, base);
        consider_values(j, f);
        consider_bounds(j, f);
        consider_conditions(j, f, base);
        if (j->flow->run->key.refined)
            consider_pairs(j, f);
    }
    path here = base;
    for (uint32_t i = f->count; i-- > 0;) /* each of them: a stronger one may fall in the next round */
        here = path_push(paths, here, f->items[i]);
    free(f);
    free(cases.items);
    return here;
}
