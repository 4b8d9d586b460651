/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The IRQL along a story: at its beginning by how its root is entered, then by each step that changes it.
 *
 * Needs: a story. Leaves behind: nothing. Cost: that of the terms that say what the level is.
 */
#ifndef DEVLOCK_CORE_LANE_H
#define DEVLOCK_CORE_LANE_H

#include "story.h"

/* {PASSIVE, HIGH}: not known. */
devlock_level_range lane_start(const story *story, const candidate *candidate);

/* Behind an event that changes the level (TRAIL_LEVEL). start: lane_start's. */
devlock_level_range lane_after(story *story, const event *event, devlock_level_range start);

#endif
