/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sights: what a watched run looks at besides its lock, in the routine itself and in what it calls.
 *
 * Each kind is met in some routine and judged where what it takes to judge it is known (it is settled there), or else
 * goes on to the callers:
 *   LEVEL     a call with a documented IRQL. Settled where the IRQL is known to be too high whatever the routine was
 *             entered at: where it was raised, or where a test of it says so.
 *   CALL      a call that some context must not make. Settled nowhere: the root's context decides.
 *   SLOW      a call that takes long. Settled where the lock is held, by the routine that took it.
 *   ACCESS    an access through a pointer from outside. Settled where the lock that guards it is known to be free.
 *   EXIT      a way out at another level than annotations say (exits.c). Judged at that routine.
 *   STATE     the lock's state at a call of a lock function. Settled nowhere, and told of the routine alone.
 *   CALLBACK  a routine that is handed over, to be called later. Judged at roots.
 *
 * Needs: a flow. Leaves behind: sights of its run. Sights of one step that say the same are one, so a run has at most a
 * few for each of its steps, however much its callees do. Cost: a term rewritten for each one and caller.
 */
#ifndef DEVLOCK_CORE_WATCH_H
#define DEVLOCK_CORE_WATCH_H

#include "flow_private.h"

/* Adds a sight of the run's own steps, or of a callee in the run's terms: settles it if it can be, keeps it for
 * callers, or drops it if nobody needs it. */
void watch_add(flow *flow, sight seen);

/* A modelled function is about to be called: what of it is looked at becomes sights. */
void watch_call(flow *flow, const state *s, const step *st, const devlock_model_function *model, const term *arguments);

/* A modelled function busy-waits: the time is counted, and the stall that passes the limit of the lock is a sight,
 * behind which the lock is not followed any further (false). */
bool watch_stall(flow *flow, state *s, const step *st, const devlock_model_function *model, const term *arguments);

/* What is known of the lock followed before a call of a lock function, and behind it (after). */
void watch_state(flow *flow, const state *s, const step *st, const devlock_model_function *model, bool after);

/* The lock that is followed is acquired: time is counted from here. */
void watch_begin(flow *flow, state *s);

/* A call of a routine with a body has returned: time that the callee did not know (its parameters say) is counted now.
 * inside: the trail of the call. False: it is too much. */
bool watch_returned(flow *flow, const state *before, state *after, const step *st, const trail *inside);

/* The device is read: how long what follows takes depends on it. */
void watch_device(state *s);

/* Memory at an address is read or written. */
void watch_access(flow *flow, const state *s, const step *st, term address);

/* Whether the highest level at which a function may be called is known; the level. */
bool watch_limit(const devlock_model_function *model, uint8_t *most);

/* When the IRQL is known to be above `most` on a path, for all levels from `least` at which the routine may be entered.
 */
term watch_too_high(analysis *analysis, term condition, term level, uint8_t least, uint8_t most);

#endif
