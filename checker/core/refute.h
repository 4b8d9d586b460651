/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Refuting conditions by their form: one that cannot hold whatever its comparisons say needs no solver of numbers.
 *
 * Needs: terms, Z3. Cost: linear in the condition, and a search of some milliseconds at most.
 */
#ifndef DEVLOCK_CORE_REFUTE_H
#define DEVLOCK_CORE_REFUTE_H

#include "term.h"

/* Whether a condition cannot hold; false: that is not known. */
bool refute(const terms *terms, term condition);

#endif
