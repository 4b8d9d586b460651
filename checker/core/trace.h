/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The whole path of a finding, for a user who asks how devlock came to it: each branch with what decided it and what is
 * known from there on, each call with the summary that was used, and the lock's state behind each step.
 *
 * Needs: a story. Leaves behind: text in the story's arena. Cost: quadratic in the branches of the path; only on
 * demand.
 */
#ifndef DEVLOCK_CORE_TRACE_H
#define DEVLOCK_CORE_TRACE_H

#include "inputs.h"

/* Fills in the finding's path. */
void trace_of(story *story, const candidate *candidate, const inputs *inputs, devlock_finding *finding);

#endif
