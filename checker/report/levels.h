/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The IRQL in words.
 */
#ifndef DEVLOCK_REPORT_LEVELS_H
#define DEVLOCK_REPORT_LEVELS_H

#include <stdbool.h>

#include "devlock/model.h"

typedef struct level_text {
    char text[40];
} level_text;

/* Whether anything is known of a level. */
bool level_known(devlock_level_range level);

/* "DISPATCH_LEVEL", "DIRQL", "PASSIVE_LEVEL to APC_LEVEL"; "unknown". */
level_text level_words(devlock_level_range level);

#endif
