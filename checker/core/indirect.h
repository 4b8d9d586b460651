/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Calls through local pointers: which functions' addresses may reach a call by way of a routine's own variables,
 * temporaries and structures.
 *
 * Needs: a finished routine. Cost: its steps, times the longest chain of copies.
 */
#ifndef DEVLOCK_CORE_INDIRECT_H
#define DEVLOCK_CORE_INDIRECT_H

#include "graph.h"

/* Tells each function whose address is stored where a call may take it from, and each slot of which what is read is
 * called or handed to a callee; some more than once. */
void indirect_callees(const devlock_routine *routine, void (*take)(void *user, uint32_t function),
                      void (*take_slot)(void *user, uint32_t slot), void *user);

#endif
