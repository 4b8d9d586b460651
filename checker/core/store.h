/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What an analysis remembers of the routines that it has followed: terms, memories, paths, runs, trails. It is kept as
 * long as it may be of use, since routines share their callees; in a large program it is forgotten now and then,
 * between two roots, and what is needed again is computed again.
 *
 * Needs: nothing. Leaves behind: an empty store. Cost: linear in what is forgotten.
 */
#ifndef DEVLOCK_CORE_STORE_H
#define DEVLOCK_CORE_STORE_H

#include "flow.h"

void store_start(analysis *analysis);
void store_stop(analysis *analysis);

/* To be called where nothing that was computed is being used: forgets all of it if it is too much. How much is counted
 * in terms, so that it is the same everywhere. */
void store_trim(analysis *analysis);

#endif
