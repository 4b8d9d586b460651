/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the parts of the widening at heads of loops share: loop_join.c, which makes the state of all rounds,
 * loop_written.c, which says what they write, loop_facts.c, which finds what holds in it, and loop_cases.c.
 */
#ifndef DEVLOCK_CORE_LOOP_PRIVATE_H
#define DEVLOCK_CORE_LOOP_PRIVATE_H

#include "flow_private.h"

/* A place in memory that loops write. */
typedef struct loop_cell {
    term address;
    unsigned width; /* in bits */
} loop_cell;

/* The states that become one. They have values for the places: the variables (slots) first, then the cells. */
typedef struct loop_join {
    flow *flow;
    uint32_t head;
    uint32_t code; /* of the key */
    state **list;  /* entry first, if there is one */
    uint32_t count;
    loop_cell *cells;
    uint32_t cell_count;
    uint32_t places; /* slots and cells */
    state **cases;   /* the list, taken apart again where paths were merged that only a choice tells apart */
    uint32_t case_count;
    bool *is_phi;       /* by place: its value differs from round to round, and is an unknown at the head */
    bool fresh;         /* look for facts that were not known before; also when a place becomes a loop value only now */
    const state *other; /* for rewriting: the contribution looked at */
    bool to_phi;        /* rewriting values to loop values, or back */
} loop_join;

/* What the rounds wrote, each place once. */
typedef struct written {
    memory start;  /* before the first round */
    uint64_t site; /* of the loop's memory */
    memory *changes;
    uint32_t count, capacity;
} written;

/* All that the states' memories have changed since start, without what was written; free changes. */
written loop_written(loop_join *j, memory start, uint64_t site);

/* The loop value of a place. */
term loop_phi(loop_join *j, uint32_t place, unsigned width);

/* Whether a symbol is a loop value of this head, for whatever lock state; *place: of what. */
bool loop_is_phi(const loop_join *j, const term_node *n, uint32_t *place);

/* The path of the state at the head: what all ways here have in common, and the facts that hold in each round.
 * previous: the state at the head in the round before, or NULL. */
path loop_path(loop_join *j, const state *previous);

/* Takes a state apart that comes to a head, as far as choices on its path beyond base tell; adds what it becomes. */
void loop_take_apart(loop_join *j, state *s, path base, state_list *cases);

#endif
