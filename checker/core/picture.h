/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The picture of a finding: its steps with every change of the IRQL, its inputs, and which lines of the routines on its
 * path it runs through, which it passes by, and which it may or may not run through.
 *
 * A trail tells branches and what happens to locks. Between two events of a routine the blocks are those that jumps
 * lead through; where a branch was passed over, since both of its sides are alike for the lock, it is not known which
 * side was taken, and nothing is said of them.
 *
 * Needs: a story. Leaves behind: the finding's lines, in the story's arena. Cost: for each event, linear in the blocks
 * of its routine.
 */
#ifndef DEVLOCK_CORE_PICTURE_H
#define DEVLOCK_CORE_PICTURE_H

#include "inputs.h"

/* upto: how many of the story's events are told. */
void picture_of(story *story, const candidate *candidate, uint32_t upto, const devlock_note *first,
                const inputs *inputs, devlock_finding *finding);

/* The last line of a routine in the file in which it begins. */
uint32_t picture_last_line(const devlock_routine *routine);

#endif
