/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The notes of a finding: its story, cut to what a reader needs.
 *
 * Told are: what happens to the lock, the calls that lead there, and the branches that the finding rests on. A call
 * inside which nothing happens to the lock is told when its outcome rests on branches in it, and with these if they
 * are few. Rounds of a loop that tell the same again are told once more at the end, and counted in between.
 *
 * Needs: a story. Leaves behind: notes in the story's arena. Cost: linear in the story.
 */
#ifndef DEVLOCK_CORE_NOTES_H
#define DEVLOCK_CORE_NOTES_H

#include "story.h"

/* What is told. */
typedef struct telling_order {
    uint32_t upto;             /* how many of the story's events */
    const devlock_note *first; /* before all others; NULL: there is none */
    const char *closing;       /* what the last note says, at the finding's place; NULL: there is none */
    bool levels;               /* changes of the IRQL, too */
} telling_order;

void notes_of(story *story, const candidate *candidate, const telling_order *order, devlock_finding *finding);

#endif
