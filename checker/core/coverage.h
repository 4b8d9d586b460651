/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How much was seen of the routines that call a lock function: all, a part, or nothing.
 */
#ifndef DEVLOCK_CORE_COVERAGE_H
#define DEVLOCK_CORE_COVERAGE_H

#include "result.h"
#include "store.h"

/* Adds them to the result. Call it when the analysis has named its gaps, and settle the result afterwards. */
void coverage_find(analysis *an, devlock_result *result);

#endif
