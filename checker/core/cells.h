/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hidden cells: places of memory that no pointer of the program reaches, in which the flow keeps what it counts besides
 * values. They are read and written like other memory, so what is in them is merged, summarised and translated at calls
 * exactly as everything else.
 *
 * Needs: memory. Cost: that of a read or a write.
 */
#ifndef DEVLOCK_CORE_CELLS_H
#define DEVLOCK_CORE_CELLS_H

#include "memory.h"

#define LEVEL_WIDTH 8u
#define TIME_WIDTH  32u

typedef enum hidden_cell {
    CELL_LEVEL, /* the current IRQL, LEVEL_WIDTH bits */
    CELL_TIME,  /* microseconds of stalling under the lock that only a caller knows, TIME_WIDTH bits */
    CELL_LOCK   /* from here on, by kind: no cell, but the identity of a lock that no argument names */
} hidden_cell;

static inline term cell_address(terms *terms, hidden_cell cell)
{
    return term_address(terms, DEVLOCK_OPERAND_NONE, cell, 0);
}

/* What a lock of a kind is known by that no argument names. */
static inline term cell_global_lock(terms *terms, uint32_t kind)
{
    return term_address(terms, DEVLOCK_OPERAND_NONE, CELL_LOCK + kind, 0);
}

static inline term cell_read(terms *terms, memory m, hidden_cell cell)
{
    return memory_read(terms, m, cell_address(terms, cell), cell == CELL_LEVEL ? LEVEL_WIDTH : TIME_WIDTH);
}

static inline memory cell_write(terms *terms, memory m, hidden_cell cell, term value)
{
    return memory_write(terms, m, cell_address(terms, cell), value);
}

/* The IRQL at which a routine is entered, as an unknown of its run. */
static inline term cell_entry_level(terms *terms)
{
    return cell_read(terms, MEMORY_INITIAL, CELL_LEVEL);
}

#endif
