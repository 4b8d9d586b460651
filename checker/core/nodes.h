/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A search, breadth first, over terms and the memories that they are read from: each node once, up to a limit.
 *
 * Needs: terms. Leaves behind: the nodes in the order in which they were met, to be freed. Cost: linear in the nodes.
 */
#ifndef DEVLOCK_CORE_NODES_H
#define DEVLOCK_CORE_NODES_H

#include "memory.h"

/* A term, or a memory with NODE_MEMORY. */
typedef uint64_t node;

#define NODE_MEMORY ((node)1 << 32)

typedef struct nodes {
    const terms *terms;
    node *items; /* in the order of the search, breadth first */
    uint32_t count, capacity;
    uint32_t limit;
    uint32_t *set; /* open addressing: 1 + index into items */
    uint32_t set_size;
} nodes;

/* limit: the search ends with the node beyond. Constants, symbols, addresses and the initial memory are no nodes. */
void nodes_start(nodes *nodes, const terms *terms, uint32_t limit);
void nodes_stop(nodes *nodes);

/* Adds a node if it is new. */
void nodes_visit(nodes *nodes, node what);
void nodes_visit_memory(nodes *nodes, memory m);

/* Adds what a term is made of. */
void nodes_visit_below_term(nodes *nodes, term t);

/* Adds all that lies below the nodes, until the limit is passed. */
void nodes_visit_all(nodes *nodes);

#endif
