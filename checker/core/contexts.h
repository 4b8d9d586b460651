/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Entry contexts: which routines are entered by someone else than the driver, and how.
 *
 * A routine is handed over as an argument, or in a field of a record that is handed over (the model says of which
 * functions and records). What the argument or the field holds at the call is read from the flow, so it does not matter
 * how it came there: by assignment, initialiser, copy, through a helper or in several steps; and what was cleared again
 * is not handed over. Where the call is not in the program, or what is read there is not known, the fields that the
 * driver's text fills anywhere count (registrations).
 *
 * Needs: an analysis. Leaves behind: analysis->entries. Cost: a run of each root that reaches a function which takes
 * callbacks.
 */
#ifndef DEVLOCK_CORE_CONTEXTS_H
#define DEVLOCK_CORE_CONTEXTS_H

#include "flow.h"

/* A routine and one context in which it is entered. */
typedef struct entry_context {
    const devlock_routine *routine;
    uint32_t context; /* of the model */
    devlock_place registered;
} entry_context;

void contexts_find(analysis *analysis);

/* The levels at which a routine is entered: in one context, or (entry NULL) by what its annotations say, or in any of
 * its contexts if `any` asks for them; {PASSIVE, HIGH}: nothing is known. */
devlock_level_range contexts_level(analysis *analysis, const devlock_routine *routine, const entry_context *entry,
                                   bool any);

/* The offset of the field that a callback's record has it in; false: the program does not know the record. */
bool contexts_field(const devlock_program *program, const devlock_callback *callback, uint64_t *offset);

#endif
