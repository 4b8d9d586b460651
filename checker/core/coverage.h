/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How much was seen of the routines that call a lock function: all, a part, or nothing.
 */
#ifndef DEVLOCK_CORE_COVERAGE_H
#define DEVLOCK_CORE_COVERAGE_H

#include "store.h"

/* Counts them in the statistics. Call it when the analysis has named its gaps. */
void coverage_count(analysis *an);

#endif
