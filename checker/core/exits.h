/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Ways out of annotated routines: whether a routine is left at the IRQL that its annotations promise.
 * _IRQL_requires_same_ promises the one at entry, _IRQL_raises_ a certain one, _IRQL_restores_ the one that the routine
 * is given, and _IRQL_saves_ that the one at entry is stored.
 *
 * Needs: a flow that watches exits. Leaves behind: sights and candidates. Cost: one run of each such routine.
 */
#ifndef DEVLOCK_CORE_EXITS_H
#define DEVLOCK_CORE_EXITS_H

#include "flow_private.h"

/* The routine is about to be left, at the end of a block: what this breaks of its annotations becomes sights. */
void exits_watch(flow *flow, const state *s, uint32_t block);

#endif
