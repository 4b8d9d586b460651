/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The map of a driver: its routines, in which contexts they are entered, which take the lock, which are exposed, and
 * who calls whom.
 *
 * Needs: an analysis with its entry contexts. Leaves behind: routines, with what belongs to them in an arena. Cost:
 * linear in the program, and a run of each callback that hands out interfaces.
 */
#ifndef DEVLOCK_CORE_MAP_H
#define DEVLOCK_CORE_MAP_H

#include "flow.h"

/* How a routine is entered by others than the driver. */
const devlock_map_entry *map_entries(analysis *analysis, arena *arena, const devlock_routine *routine, size_t *count);

/* Fills in the routines of the program. whole: that which the analysed one is part of (parts.h), or the same; `to` has
 * one for each of its routines, in its order. */
void map_fill(analysis *analysis, const devlock_program *whole, arena *arena, devlock_map_routine *to);

#endif
