/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Runs that call themselves, directly or through others. A run that is met while it is under way is taken to do what
 * it was found to do so far (nothing at first); what is computed meanwhile rests on that. The lowest run on the stack
 * that others rest on, the head, is computed in rounds until a round changes no assumption: then it is known, and so
 * is what rests on it. Runs above it are computed once a round, not in rounds of their own: else every cycle would
 * multiply the rounds of those in it. (Bourdoncle, "Efficient chaotic iteration strategies with widenings", 1993, has
 * the iteration by components; which runs make one is found on the way, by Tarjan's stack, since it depends on locks.)
 *
 * Where a cycle is small, what rested on its head is computed anew when it is asked for again, now with the head's
 * outcome in place of the assumption, which is more precise.
 *
 * Needs: nothing but the call graph. Leaves behind: a run that is final, or provisional where it rests on a busy one.
 * Cost: rounds (few; RECURSION_ROUNDS at most) times the runs of a cycle; in small cycles times its routines once more.
 */
#ifndef DEVLOCK_CORE_RECURSION_H
#define DEVLOCK_CORE_RECURSION_H

#include "flow.h"

/* Computes a run that is stale and not busy. */
void recursion_compute(analysis *analysis, run *run);

/* Frees what the stacks of runs take; no run is under way. */
void recursion_stop(analysis *analysis);

#endif
