/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What an analysis may cost where nobody says otherwise (devlock_limits).
 */
#ifndef DEVLOCK_CORE_LIMITS_H
#define DEVLOCK_CORE_LIMITS_H

#define DEFAULT_SOLVER_BUDGET 4000000u   /* resource units of one question */
#define DEFAULT_ROUTINE_BUDGET 10000000u /* steps of one run, its callees' runs apart */
#define DEFAULT_LOOP_BOUND 16u

#endif
