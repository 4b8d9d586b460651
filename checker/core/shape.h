/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The shape of a routine: what the flow needs to know of its blocks before it runs.
 *
 * - The weak topological order of the blocks (Bourdoncle, "Efficient chaotic iteration strategies with widenings",
 *   FMPA 1993): loops as nested components, each with its head; it handles gotos into loops as well.
 * - Slots: scalar variables and temporaries that live across blocks are kept in a state's slots.
 * - Which slots are live at the start of each block: dead ones are not merged.
 *
 * Needs: a finished routine. Leaves behind: a shape, to be freed. Cost: near linear in the routine; liveness is
 * a bit-vector data flow.
 */
#ifndef DEVLOCK_CORE_SHAPE_H
#define DEVLOCK_CORE_SHAPE_H

#include "graph.h"

/* An element of the order. A component's body is the elements up to `end`; of a single block, end is the next index. */
typedef struct order_item {
    uint32_t block;
    uint32_t end;
    bool component;
} order_item;

typedef struct shape {
    const devlock_routine *routine;
    order_item *order;
    uint32_t order_count;
    uint32_t *position;   /* block -> index in order, DEVLOCK_NONE: never reached */
    uint32_t *step_block; /* step id -> block */
    uint32_t slot_count;
    uint32_t *variable_slot; /* variable -> slot, DEVLOCK_NONE: in memory */
    uint32_t *temp_slot;     /* temporary -> slot, DEVLOCK_NONE: used in its own block only */
    uint32_t *temp_local;    /* temporary -> index among the local ones of its block */
    uint32_t *local_count;   /* block -> how many such */
    uint32_t max_local;
    uint32_t words; /* of a row of live */
    uint64_t *live; /* block -> slots live at its start */
    uint32_t *skip; /* block that ends in a branch -> block where its sides meet again, if they only compute and
                       call functions; else DEVLOCK_NONE */
} shape;

shape *shape_new(const devlock_routine *routine);
void shape_free(shape *shape);

static inline bool shape_live(const shape *shape, uint32_t block, uint32_t slot)
{
    return (shape->live[(size_t)block * shape->words + slot / 64] >> (slot % 64)) & 1;
}

#endif
