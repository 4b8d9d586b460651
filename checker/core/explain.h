/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Explaining a finding: its message, and the path that leads there as notes.
 *
 * Needs: a decided candidate and the solver's values for its path. Leaves behind: text in the result's memory. Cost:
 * linear in the path.
 */
#ifndef DEVLOCK_CORE_EXPLAIN_H
#define DEVLOCK_CORE_EXPLAIN_H

#include "judge.h"

/* Fills in message, notes and routine of a finding; memory comes from `arena`. */
void explain_finding(analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model,
                     devlock_finding *finding);

#endif
