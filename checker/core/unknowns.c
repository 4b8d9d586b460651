/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The unknowns of a condition. See unknowns.h.
 */
#include "unknowns.h"

#include <stdlib.h>

#include "arena.h"
#include "relate.h"

#define PAIR_LIMIT 512u /* unknowns that are compared with each other */

/* Whether a term is met for the first time. */
static bool is_new(unknowns *u, term t)
{
    uint32_t *met = term_map_at(&u->met, t);
    bool new = *met == UINT32_MAX;
    *met = 0;
    return new;
}

/* In the order in which proof.c puts terms in the solver's words. */
static void look_at(unknowns *u, term t)
{
    term_node n = *term_at(u->terms, t);
    if (t == TERM_NONE || n.op == TERM_CONSTANT || !is_new(u, t))
        return;
    if (term_is_unknown(&n) || n.op == TERM_ADDRESS) {
        ARRAY_RESERVE(u->leaves, u->leaf_count, u->leaf_capacity);
        u->leaves[u->leaf_count++] = t;
        return;
    }
    bool from_right = n.op == TERM_ITE || n.op == TERM_INDEX;
    if (n.op == TERM_ITE)
        look_at(u, n.c);
    look_at(u, from_right ? n.b : n.a);
    look_at(u, from_right ? n.a : n.b);
}

/* What must hold between an unknown and those before it, `others` of which can be related to another one. */
static void relate(unknowns *u, term leaf, const term *others, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        term relation = relation_between(u->terms, leaf, others[i]);
        if (relation == TERM_TRUE)
            continue;
        ARRAY_RESERVE(u->relations, u->relation_count, u->relation_capacity);
        u->relations[u->relation_count++] = relation;
        look_at(u, relation);
    }
}

void unknowns_find(unknowns *u, terms *terms, term condition)
{
    term others[PAIR_LIMIT];
    uint32_t count = 0;
    *u = (unknowns){.terms = terms};
    look_at(u, condition);
    for (uint32_t i = 0; i < u->leaf_count && i < PAIR_LIMIT; i++) {
        term leaf = u->leaves[i];
        uint8_t op = term_at(terms, leaf)->op;
        if (op != TERM_LOAD && op != TERM_APPLY)
            continue;
        relate(u, leaf, others, count);
        others[count++] = leaf;
    }
}

void unknowns_free(unknowns *u)
{
    free(u->leaves), free(u->relations), term_map_free(&u->met);
}
