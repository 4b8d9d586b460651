/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What one run may cost. Work is counted in steps (terms and memories that are built or looked up, steps of reading
 * back through memory, searches through long paths and formulas, what is put to the solver), never in seconds: the same
 * program is given up at the same place on every machine.
 *
 * A run has a share, and may take more from what all runs have together for that, bounded ones apart (limits.h). Both
 * become less when its program has taken much, so that a large program ends, too. A routine whose first run, the one
 * that looks for locks, was given up is not run for anything else.
 *
 * A routine that costs more is given up and named as not analysed. What calls it takes it for a function that may do
 * anything but operate locks, and findings on paths through it are possible at most.
 *
 * Needs: the count in the store of terms. Cost: none worth a word.
 */
#ifndef DEVLOCK_CORE_BUDGET_H
#define DEVLOCK_CORE_BUDGET_H

#include "flow_private.h"

/* Where the work of a run begins; what runs of callees cost meanwhile is theirs. */
void budget_start(flow *flow);
void budget_stop(flow *flow);

/* Whether the run has used up what it may cost; it is marked as exhausted then. */
bool budget_spent(flow *flow);

/* Ends a run that has: nothing that it found stands, and a widened one is named as not analysed. */
void budget_give_up(flow *flow);

#endif
