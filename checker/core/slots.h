/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What slots can hold: pointers to functions in fields of structures that one routine sets and another one calls.
 *
 * By field, whatever object it belongs to: all that the text puts into a field anywhere is what a read of it can give,
 * besides null. A slot is closed if nothing else can get into it, and else open: then reads are unknown as before.
 *
 * Needs: a finished program and a model. Leaves behind: the values of closed slots, to be freed. Cost: linear in what
 * the text puts into slots, times the length of chains from slot to slot.
 */
#ifndef DEVLOCK_CORE_SLOTS_H
#define DEVLOCK_CORE_SLOTS_H

#include "devlock/model.h"
#include "graph.h"
#include "term.h"

#define SLOT_VALUES_AT_MOST 8u /* with more, a slot counts as open */

typedef struct slot_values {
    bool open;
    operand_list values;
} slot_values;

typedef struct slots {
    uint32_t count;
    slot_values *items; /* by slot */
} slots;

/* whole: all files of the driver are seen, so nothing is put into a header's fields elsewhere. */
slots *slots_new(const devlock_program *program, const devlock_model *model, bool whole);
void slots_free(slots *slots);

/* A value that was read from a slot: where it is unknown, null or what the slot holds. */
term slots_value(const slots *slots, terms *terms, uint32_t slot, term value);

#endif
