/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hints: the latest values that the solver found. What is asked next is mostly much like what was asked before, so the
 * same values, or nearly the same, often make it hold as well, and the solver need not be asked.
 *
 * They serve whoever wants to know whether a condition can hold; who wants the values is not given any that come from
 * other questions: what is told would depend on what was asked before.
 *
 * Needs: an analysis; hints do not outlive its terms. Leaves behind: copies. Cost: linear in the values.
 */
#ifndef DEVLOCK_CORE_HINTS_H
#define DEVLOCK_CORE_HINTS_H

#include "proof.h"

/* Remembers a model, in the place of the oldest one. */
void hints_keep(analysis *analysis, const proof_model *model);

/* Those that are remembered, the latest (0) first; NULL: there are no more. */
const proof_model *hints_at(const analysis *analysis, unsigned index);

void hints_free(analysis *analysis);

#endif
