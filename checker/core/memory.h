/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Memory as a value: what the flow knows of the bytes behind addresses at one point of a path.
 *
 * A memory is the initial one, or an older memory with one change: a write, a copy, the effect of an unknown call, the
 * merge of two paths, the head of a loop. Memories are hash-consed like terms. Reading walks back through the changes
 * to the one that decides (McCarthy's select over store), so nothing is ever enumerated, and merging two paths costs
 * one node. Reads are remembered.
 *
 * Identity policy (docs/semantics.md): pointers with different roots do not alias; array indices are in bounds.
 *
 * Needs: terms. Cost: a read is linear in the changes since the deciding one, once for each (memory, address).
 */
#ifndef DEVLOCK_CORE_MEMORY_H
#define DEVLOCK_CORE_MEMORY_H

#include "term.h"

typedef uint32_t memory;

#define MEMORY_INITIAL 1u

typedef enum memory_kind {
    MEMORY_NONE,
    MEMORY_START,
    MEMORY_WRITE,   /* value at address */
    MEMORY_ZERO,    /* size bytes at address are zero */
    MEMORY_COPY,    /* size bytes at address are those that were at value (an address) */
    MEMORY_DECLARE, /* the variable at address has unknown content; site tells occurrences apart */
    MEMORY_CALL,    /* an unknown call: what the reach list says may have changed */
    MEMORY_MERGE,   /* condition value ? parent : other */
    MEMORY_LOOP     /* head of a loop: parent with any of the changes in the list done any number of times */
} memory_kind;

typedef struct memory_node {
    uint8_t kind;
    bool globals; /* CALL: what globals reach may change too */
    memory parent;
    memory other;
    term address;
    term value;
    uint64_t size;
    uint64_t site;
    uint32_t list, list_count; /* in terms->list; CALL: reach entries, LOOP: memories */
} memory_node;

/* What an unknown callee may change through one pointer. */
typedef struct reach {
    term address;
    uint64_t size;  /* bytes behind it, DEVLOCK_WHOLE: the whole object */
    bool read_only; /* its own bytes do not change, what they point to may */
    bool shallow;   /* its own bytes change, what they point to does not */
    bool remote;    /* a local that was handed out before, not with this call */
} reach;

void memories_start(terms *terms);
void memories_stop(terms *terms);

bool memory_is_initial(const terms *terms, memory m);

memory memory_write(terms *terms, memory m, term address, term value);
memory memory_zero(terms *terms, memory m, term address, uint64_t size);
memory memory_copy(terms *terms, memory m, term to, term from, uint64_t size);
memory memory_declare(terms *terms, memory m, term address, uint64_t site);
memory memory_call(terms *terms, memory m, uint64_t site, bool globals, const reach *list, uint32_t count);
memory memory_merge(terms *terms, term condition, memory a, memory b);
memory memory_loop(terms *terms, memory entry, uint64_t site, const memory *changes, uint32_t count);

/* Sorts memories by id, each of them once; gives how many these are. */
uint32_t memory_sort(memory *list, uint32_t count);

/* The value of width bits at an address. */
term memory_read(terms *terms, memory m, term address, unsigned width);

/* An entry of a CALL's reach list. */
reach memory_reach_at(const terms *terms, const memory_node *node, uint32_t index);

/* Whether two loads are reads of one place that only unknown calls could have changed in between: as the name of a
 * lock they count as the same (docs/semantics.md). */
bool memory_same_cell(terms *terms, term a, term b);

/* A value as it was read before unknown calls that could have changed it since. */
term memory_before_calls(terms *terms, term value);

/* A change by itself: without the changes before it, and without what is written. */
memory memory_alone(terms *terms, memory change);

/* The same change at another address. */
memory memory_moved(terms *terms, memory change, term address);

/* The changes between base and m (newest first), as nodes; base itself excluded. Changes inside merges and inner loops
 * are included. Gives an array of *count of them, which the caller frees. */
memory *memory_changes(terms *terms, memory base, memory m, uint32_t *count);

static inline const memory_node *memory_at(const terms *terms, memory m)
{
    return &terms->memories[m];
}

#endif
