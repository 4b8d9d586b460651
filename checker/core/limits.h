/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What an analysis may cost where nobody says otherwise (devlock_limits).
 */
#ifndef DEVLOCK_CORE_LIMITS_H
#define DEVLOCK_CORE_LIMITS_H

#include <stdint.h>

#define DEFAULT_SOLVER_BUDGET  4000000u /* resource units of one question */
#define DEFAULT_ROUTINE_BUDGET 1000000u /* steps of one run, its callees' runs apart */
#define DEFAULT_PROOF_BUDGET   3000000u /* the same of a bounded run, which proves what a widened one found */
#define DEFAULT_LOOP_BOUND     16u

/* Most runs that end need a part of what one may take, and most that need more do not end with all of it either: so a
 * run may take a part as its share, and the rest from what all runs of a program have for that, each a part of what is
 * left. Bounded runs have the same share, and more for themselves beyond it: there are few, each for a finding. */
#define SHARE_PARTS        3u /* of the budget of a routine */
#define DEEP_BUDGETS       3u /* budgets of a routine that all runs have beyond their shares */
#define DEEP_PROGRAM_PARTS 3u /* but no more than one of so many parts of the program's steps */
#define DEEP_PARTS         4u
#define PROOF_DEEP_BUDGETS 2u
#define PROOF_DEEP_PARTS   2u

/* Steps of a whole program. The share of a run is a part of what is left, so that a small driver is followed to its end
 * and a large one is as well, with fewer steps for each routine, but at least a part of what is usual. */
#define PROGRAM_BUDGET_PARTS 10u
#define PROGRAM_BUDGET       12000000u
#define PROGRAM_BUDGET_SHARE 50000u /* more for each routine that reaches a lock function */
#define LEAST_ROUTINE_PARTS  9u     /* of the budget of a routine */

/* The same for the solver: what all questions of a program may take is so many budgets of one, and each may take a part
 * of what is left, but no more than its budget. */
#define PROGRAM_SOLVER_BUDGETS 6u
#define PROGRAM_SOLVER_PARTS   3u
#define LEAST_SOLVER_PARTS     40u /* of the budget of a question */

#define NO_LEAST_PARTS UINT32_MAX

/* What one of many pieces of work may take: one of so many parts of what is left of all, but no more than is stated for
 * one, and one of least_parts of that at least; NO_LEAST_PARTS: nothing is sure. */
static inline uint64_t limits_share(uint64_t all, uint64_t used, unsigned parts, uint64_t stated, unsigned least_parts)
{
    uint64_t share = used < all ? (all - used) / parts : 0, least = stated / least_parts;
    return share > stated ? stated : share < least ? least : share;
}

#endif
