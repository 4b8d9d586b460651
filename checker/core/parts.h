/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The parts of a program that holds several drivers: each driver as a program of its own, with its routines, gaps,
 * registrations and fields of records, and nothing of the others. So whatever is asked of a program as a whole (what it
 * may cost, which kinds of lock it uses, which routine has a name) is asked of the driver.
 *
 * Functions, globals, slots and files keep their ids, and steps are shared with the whole program.
 *
 * Needs: a finished program. Leaves behind: nothing. Cost: linear in functions and routines, not in their steps.
 */
#ifndef DEVLOCK_CORE_PARTS_H
#define DEVLOCK_CORE_PARTS_H

#include "graph.h"

typedef struct parts {
    const devlock_program *whole;
    devlock_program view;      /* what parts_at gives of a program of several drivers */
    devlock_routine *routines; /* by routine of the whole; NULL: the program is one driver */
    uint32_t count;
} parts;

void parts_start(parts *parts, const devlock_program *whole);
void parts_stop(parts *parts);

/* A part, in the order in which drivers were linked first; good until the next one is asked for. A program of one
 * driver is the part itself. */
const devlock_program *parts_at(parts *parts, uint32_t index);

#endif
