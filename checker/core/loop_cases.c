/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Taking merged states apart. What comes to the head of a loop was merged on its way; a fact that holds on each way may
 * not show in the merged state. Where only a choice between two ways tells them apart, both are looked at.
 *
 * Needs: states that come to a head. Leaves behind: at most CASE_LIMIT states in the run's scratch memory. Cost: linear
 * in the paths and values of each.
 */
#include <stdlib.h>

#include "loop_private.h"

/* ---- taking merged states apart ------------------------------------------------------------------------------ */

#define CASE_LIMIT    16u /* states that one head's contributions are taken apart into */
#define CHOICE_SEARCH 200 /* terms looked at for a choice */

typedef struct decision {
    term choice, value;
} decision;

static term decide_leaf(rewrite *r, term leaf)
{
    const decision *d = r->user;
    if (leaf == d->choice)
        return d->value;
    return term_at(r->terms, leaf)->op == TERM_LOAD ? leaf : TERM_NONE;
}

/* A choice in a term that tells merged paths of this routine apart. */
static term find_choice(const terms *terms, term t, unsigned *budget)
{
    if (t == TERM_NONE || *budget == 0)
        return TERM_NONE;
    --*budget;
    const term_node *n = term_at(terms, t);
    if (n->op == TERM_SYMBOL)
        return n->a == SYMBOL_CHOICE && n->value == 0 ? t : TERM_NONE;
    if (n->op == TERM_CONSTANT || n->op == TERM_ADDRESS || n->op == TERM_LOAD || n->op == TERM_APPLY)
        return TERM_NONE;
    term found = find_choice(terms, n->a, budget);
    if (!found)
        found = find_choice(terms, n->b, budget);
    return !found && n->op == TERM_ITE ? find_choice(terms, n->c, budget) : found;
}

/* A path may have more atoms than a stack has room for calls. */
static path decide_path(paths *paths, rewrite *r, path p, path base)
{
    uint32_t count = 0;
    path from = p;
    for (; from != base && from > PATH_TRUE; from = path_at(paths, from)->parent)
        count++;
    term *atoms = must_zero((count + 1) * sizeof *atoms);
    for (uint32_t i = count; i-- > 0; p = path_at(paths, p)->parent)
        atoms[i] = path_at(paths, p)->atom;
    for (uint32_t i = 0; i < count; i++)
        from = path_add(paths, from, rewrite_term(r, atoms[i]));
    free(atoms);
    return from;
}

/* The state on the side of a choice; NULL: there is none. */
static state *decide_state(loop_join *j, const state *s, path base, decision d)
{
    rewrite r = {.terms = &j->flow->analysis->terms, .leaf = decide_leaf, .start = MEMORY_INITIAL, .user = &d};
    path p = decide_path(&j->flow->analysis->paths, &r, s->path, base);
    state *one = NULL;
    if (p != PATH_FALSE) {
        one = arena_take(j->flow->scratch, sizeof *one);
        *one = *s;
        one->path = p;
        one->slots = arena_take(j->flow->scratch, (j->places + 1) * sizeof *one->slots);
        for (uint32_t i = 0; i < j->places; i++)
            one->slots[i] = rewrite_term(&r, s->slots[i]);
    }
    rewrite_stop(&r);
    return one;
}

void loop_take_apart(loop_join *j, state *s, path base, state_list *cases)
{
    paths *paths = &j->flow->analysis->paths;
    term choice = TERM_NONE;
    unsigned budget = CHOICE_SEARCH;
    for (path p = s->path; p != base && p > PATH_TRUE && !choice; p = path_at(paths, p)->parent)
        choice = find_choice(paths->terms, path_at(paths, p)->atom, &budget);
    /* Once the routine's budget is spent nothing is rewritten any more, and a choice would stay for ever. */
    if (!choice || cases->count >= CASE_LIMIT || terms_spent(paths->terms)) {
        states_add(cases, s);
        return;
    }
    for (term value = TERM_FALSE; value <= TERM_TRUE; value++) {
        state *one = decide_state(j, s, base, (decision){choice, value});
        if (one)
            loop_take_apart(j, one, base, cases);
    }
}
