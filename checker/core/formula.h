/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Terms as a reader of the source would write them: "Mode - 1 < 7 && Ext->Busy == 0".
 *
 * Needs: a story, which knows what the source calls an unknown value. Leaves behind: text in the story's arena. Cost:
 * linear in what is written; a long formula is cut off.
 */
#ifndef DEVLOCK_CORE_FORMULA_H
#define DEVLOCK_CORE_FORMULA_H

#include "story.h"

/* term: in the root's terms. NULL: a part of it has no name in the source. */
const char *formula_of(story *story, term t);

#endif
