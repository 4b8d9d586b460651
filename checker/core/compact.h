/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Keeping summaries small: what a run says of a routine is read anew at every call of it, and calls lead through many
 * levels. See compact.c.
 */
#ifndef DEVLOCK_CORE_COMPACT_H
#define DEVLOCK_CORE_COMPACT_H

#include "flow.h"

/* Makes a finished run fit to be called, once: drops what its own frame held from the memory at its ways out; where the rest
 * is beyond the limit, forgets the innermost conditions, and marks what was told exactly before as approximate. */
void compact_run(analysis *analysis, run *run);

#endif
