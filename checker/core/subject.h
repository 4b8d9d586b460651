/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Whether a driver has to do with what the models are about: with a lock of theirs, or with the interface whose levels
 * and callbacks they describe. What the kernel's functions do at which level is known for all drivers, in support of
 * that; a scan of a tree passes over drivers that have nothing else (devlock_options.subject_only). It must not find
 * more than sketch/relevance.h does, which decides the same from words alone, before anything is parsed.
 *
 * Needs: a call graph. Leaves behind nothing. Cost: a pass over routines, registrations and functions.
 */
#ifndef DEVLOCK_CORE_SUBJECT_H
#define DEVLOCK_CORE_SUBJECT_H

#include "flow.h"

bool subject_is_there(const analysis *analysis);

#endif
