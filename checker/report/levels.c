/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The IRQL in words; see levels.h.
 *
 * Needs: nothing. Leaves: text. Cost: none.
 */
#include "levels.h"

#include <stdio.h>

static level_text one(unsigned level)
{
    static const char *const names[] = {"PASSIVE_LEVEL", "APC_LEVEL", "DISPATCH_LEVEL"};
    level_text words;
    if (level <= DEVLOCK_LEVEL_DISPATCH)
        snprintf(words.text, sizeof words.text, "%s", names[level]);
    else if (level >= DEVLOCK_LEVEL_HIGH)
        snprintf(words.text, sizeof words.text, "HIGH_LEVEL");
    else
        snprintf(words.text, sizeof words.text, "IRQL %u", level);
    return words;
}

bool level_known(devlock_level_range level)
{
    return level.least > DEVLOCK_LEVEL_PASSIVE || level.most < DEVLOCK_LEVEL_HIGH;
}

level_text level_words(devlock_level_range level)
{
    level_text words = {"unknown"};
    if (!level_known(level))
        return words;
    if (level.least == level.most)
        return one(level.least);
    if (level.least == DEVLOCK_LEVEL_DEVICE && level.most >= DEVLOCK_LEVEL_HIGH - 1)
        snprintf(words.text, sizeof words.text, "DIRQL");
    else
        snprintf(words.text, sizeof words.text, "%.14s to %.14s", one(level.least).text, one(level.most).text);
    return words;
}
