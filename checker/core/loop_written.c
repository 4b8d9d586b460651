/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the rounds of a loop write, each place once, under names that stay: the places of a round are often found by
 * reading what an earlier round has written (a loop that empties a list), so that their names contain the memory of
 * that round, and the memory at the head, made of such places, would be another one after every round.
 *
 * No two of those names are the same place to a later read (docs/semantics.md, identity), unless they are one cell that
 * only unknown calls changed. So a place of that kind becomes one that is named by what was there before the loop, and
 * any other one somewhere: a place of the loop that nothing else is. An index that is read so can be any.
 *
 * Needs: the states that come to the head. Leaves behind: changes without what is written. Cost: linear in the changes
 * and in their addresses.
 */
#include <stdlib.h>

#include "loop_private.h"

#define CHOICES_MOST 128u /* choices of an address that are taken apart, and places that these are */

/* An unknown of the loop that is the same in each round. */
static term any_value(const loop_join *j, unsigned width)
{
    analysis *an = j->flow->analysis;
    uint32_t number = flow_occurrence(an, OCCURRENCE_PHI, UINT32_MAX, 0, 0);
    return term_symbol(&an->terms, width, SYMBOL_PHI, j->head, number, 0, true);
}

/* The place that a pointer leads to that was read in the loop. */
static term steady_load(loop_join *j, const written *w, term t)
{
    terms *terms = &j->flow->analysis->terms;
    term_node n = *term_at(terms, t);
    if (!join_shifts(j->flow, n.b)) {
        memory calls = memory_call(terms, w->start, w->site, true, NULL, 0);
        term before = term_load(terms, n.width, calls, n.b, true);
        if (memory_same_cell(terms, before, t))
            return before;
    }
    return any_value(j, n.width);
}

static term steady_offset(loop_join *j, term t)
{
    return join_shifts(j->flow, t) ? any_value(j, term_width(&j->flow->analysis->terms, t)) : t;
}

/* An address whose root is none of two. */
static term steady_address(loop_join *j, const written *w, term t)
{
    terms *terms = &j->flow->analysis->terms;
    if (!join_shifts(j->flow, t))
        return t;
    term_node n = *term_at(terms, t);
    switch (n.op) {
    case TERM_LOAD:
        return steady_load(j, w, t);
    case TERM_INDEX:
        return term_index(terms, steady_address(j, w, n.a), steady_offset(j, n.b), n.value, n.c);
    case TERM_ADD:
    case TERM_SUB:
        return term_binary(terms, (term_op)n.op, steady_address(j, w, n.a), steady_offset(j, n.b));
    default:
        return any_value(j, n.width);
    }
}

/* The places that an address can be, and the addresses on the way to them: merged paths make choices of pointers a
 * graph, of which each part is looked at once. */
typedef struct places {
    term met[CHOICES_MOST], items[CHOICES_MOST];
    uint32_t met_count, count;
} places;

/* Gives false if it is there already, or there is no room. */
static bool add_term(term *items, uint32_t *count, term t)
{
    for (uint32_t i = 0; i < *count; i++)
        if (items[i] == t)
            return false;
    if (*count == CHOICES_MOST)
        return false;
    items[(*count)++] = t;
    return true;
}

/* Of one of two pointers either. */
static void add_places(loop_join *j, const written *w, term t, places *to)
{
    terms *terms = &j->flow->analysis->terms;
    term root = term_root(terms, t);
    term_node n = *term_at(terms, root);
    if (n.op != TERM_ITE || !join_shifts(j->flow, t)) {
        add_term(to->items, &to->count, steady_address(j, w, t));
        return;
    }
    if (!add_term(to->met, &to->met_count, t))
        return;
    add_places(j, w, rewrite_one(terms, t, root, n.b), to);
    add_places(j, w, rewrite_one(terms, t, root, n.c), to);
}

/* Where there are too many choices the address stays as it is. */
static void find_places(loop_join *j, const written *w, term t, places *to)
{
    to->met_count = to->count = 0;
    add_places(j, w, t, to);
    if (to->met_count < CHOICES_MOST && to->count < CHOICES_MOST)
        return;
    to->items[0] = t;
    to->count = 1;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static void add(written *w, memory change)
{
    ARRAY_RESERVE(w->changes, w->count, w->capacity);
    w->changes[w->count++] = change;
}

/* Whether a change has an address that is another one in each round. */
static bool change_shifts(loop_join *j, const memory_node *n)
{
    const terms *terms = &j->flow->analysis->terms;
    if (n->kind != MEMORY_CALL)
        return join_shifts(j->flow, n->address);
    for (uint32_t i = 0; i < n->list_count; i++)
        if (join_shifts(j->flow, memory_reach_at(terms, n, i).address))
            return true;
    return false;
}

static void add_call(loop_join *j, written *w, memory_node n)
{
    terms *terms = &j->flow->analysis->terms;
    reach *list = NULL;
    uint32_t count = 0, capacity = 0;
    places places;
    for (uint32_t i = 0; i < n.list_count; i++) {
        reach r = memory_reach_at(terms, &n, i);
        find_places(j, w, r.address, &places);
        for (uint32_t k = 0; k < places.count; k++) {
            r.address = places.items[k];
            ARRAY_RESERVE(list, count, capacity);
            list[count++] = r;
        }
    }
    add(w, memory_call(terms, n.parent, n.site, n.globals, list, count));
    free(list);
}

static void add_change(loop_join *j, written *w, memory change)
{
    terms *terms = &j->flow->analysis->terms;
    memory_node n = *memory_at(terms, change);
    if (!change_shifts(j, &n)) {
        add(w, change);
        return;
    }
    if (n.kind == MEMORY_CALL) {
        add_call(j, w, n);
        return;
    }
    places places;
    find_places(j, w, n.address, &places);
    for (uint32_t i = 0; i < places.count; i++)
        add(w, memory_moved(terms, change, places.items[i]));
}

written loop_written(loop_join *j, memory start, uint64_t site)
{
    terms *terms = &j->flow->analysis->terms;
    written w = {.start = start, .site = site};
    for (uint32_t i = 0; i < j->count; i++) {
        uint32_t count;
        memory *changes = memory_changes(terms, start, j->list[i]->memory, &count);
        for (uint32_t k = 0; k < count; k++)
            add_change(j, &w, memory_alone(terms, changes[k]));
        free(changes);
    }
    w.count = memory_sort(w.changes, w.count);
    return w;
}
