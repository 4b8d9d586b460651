/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is known at each call of a lock function: the states of its lock before it and behind it, and the IRQL.
 *
 * Needs: an analysis with its entry contexts. Leaves behind: calls, by place. Cost: a run of each of its locks for each
 * routine that calls a lock function; two where it has callers.
 */
#ifndef DEVLOCK_CORE_LOCK_CALLS_H
#define DEVLOCK_CORE_LOCK_CALLS_H

#include "flow.h"

typedef struct lock_calls {
    devlock_lock_call *items; /* free() it */
    size_t count, capacity;
} lock_calls;

void lock_calls_find(analysis *analysis, arena *arena, lock_calls *calls);

#endif
