/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Words for a story: the locks, routines and values in it as the source writes them.
 *
 * Needs: a story. Leaves behind: text in the story's arena. Cost: none to speak of.
 */
#ifndef DEVLOCK_CORE_WORDS_H
#define DEVLOCK_CORE_WORDS_H

#include "story.h"

/* The step with an id; NULL: there is none. */
const step *words_step(const devlock_routine *routine, uint32_t id);

const char *words_routine(const story *story, const devlock_routine *routine);

/* The model of the lock function that a step calls (directly, or through a pointer: then any of the role and kind). */
const devlock_model_function *words_lock_function(const story *story, const step *step, devlock_role role,
                                                  uint32_t kind);

/* How the lock is written in the call of a lock function; NULL: it is not. */
const char *words_lock_at(const story *story, const step *step, devlock_role role, uint32_t kind);

/* The same, as the routine of an outer frame writes it: where the lock came in through arguments, as they are written.
 */
const char *words_lock_in(const story *story, const event *event, devlock_role role, uint32_t kind, const frame *outer);

/* "the device lock of 'Ext'" */
const char *words_named(const story *story, const char *lock, uint32_t kind);

/* A number as it reads (DEVLOCK_READS_...): small ones in decimal digits, large ones and statuses in hexadecimal. */
const char *words_number(const story *story, uint64_t value, unsigned width, unsigned reads);

/* Which way a branch went: "'Status == 0' is true". */
const char *words_branch(const story *story, const event *event);

/* What a call does to the IRQL: "the IRQL is set to DISPATCH_LEVEL here". */
const char *words_level_change(story *story, const event *event);

/* What a watched step does: "'VideoPortGetBusData' is called here". */
const char *words_watched(const story *story, const step *step);

/* The function that a step calls; NULL: through a pointer, or no call. */
const char *words_called(const story *story, const step *step);

/* "DISPATCH_LEVEL" */
const char *words_level(const story *story, uint64_t level);

/* The level at which a context is entered: "DIRQL". */
const char *words_entered(const story *story, const devlock_context *context);

#endif
