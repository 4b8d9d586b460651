/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which routines a change of the sources can matter to. A finding stands in the routine that brings together what makes
 * it: so a change matters to the routines that changed, to those that call them, through any number of calls, and to
 * those that they call, register or hand out themselves, for it decides how these are entered.
 *
 * Needs: a finished program and a model. Leaves behind: an array, to be freed. Cost: that of the call graph.
 */
#ifndef DEVLOCK_CORE_AFFECTED_H
#define DEVLOCK_CORE_AFFECTED_H

#include "devlock/model.h"
#include "graph.h"

/* By function. touched: its text changed. named: a line that the change took away or brought names it, so that it may
 * have lost or won a caller. lost: its definition seems to be gone. whole: all files of the driver are seen (slots.h).
 * Gives which functions are affected. */
bool *affected_functions(const devlock_program *program, const devlock_model *model, const bool *touched,
                         const bool *named, const bool *lost, bool whole);

#endif
