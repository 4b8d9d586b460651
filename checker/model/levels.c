/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads the phrases of model files that speak of levels; see phrases.h. DIRQL stands for all levels of devices, which
 * is all between DISPATCH_LEVEL and HIGH_LEVEL.
 *
 * Needs: a scalar node. Leaves: a range, or fields of the function set. Cost: linear in the phrase.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "phrases.h"

#define LEVELS "PASSIVE_LEVEL, APC_LEVEL, DISPATCH_LEVEL, DIRQL, HIGH_LEVEL or a number from 0 to 31"

static const struct {
    const char *name;
    devlock_level_range range;
} levels[] = {
    {"PASSIVE_LEVEL", {DEVLOCK_LEVEL_PASSIVE, DEVLOCK_LEVEL_PASSIVE}},
    {"APC_LEVEL", {DEVLOCK_LEVEL_APC, DEVLOCK_LEVEL_APC}},
    {"DISPATCH_LEVEL", {DEVLOCK_LEVEL_DISPATCH, DEVLOCK_LEVEL_DISPATCH}},
    {"DIRQL", {DEVLOCK_LEVEL_DEVICE, DEVLOCK_LEVEL_HIGH - 1}},
    {"HIGH_LEVEL", {DEVLOCK_LEVEL_HIGH, DEVLOCK_LEVEL_HIGH}},
};

/* If the text goes on with a level, moves behind it. */
static bool level(const char **text, devlock_level_range *range)
{
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (phrase_word(text, levels[i].name)) {
            *range = levels[i].range;
            return true;
        }
    char *end;
    if (!isdigit((unsigned char)**text))
        return false;
    unsigned long number = strtoul(*text, &end, 10);
    if (number > DEVLOCK_LEVEL_HIGH)
        return false;
    range->least = range->most = (uint8_t)number;
    for (*text = end; **text == ' '; ++*text)
        ;
    return true;
}

/* "at most L", "at least L", "L", "exactly L", "L to L": the whole text. */
static bool level_range(const char *text, devlock_level_range *range)
{
    bool at = phrase_word(&text, "at"), most = at && phrase_word(&text, "most");
    bool least = at && !most && phrase_word(&text, "least");
    if (at && !most && !least)
        return false;
    if (!at)
        phrase_word(&text, "exactly");
    if (!level(&text, range))
        return false;
    if (most)
        range->least = DEVLOCK_LEVEL_PASSIVE;
    if (least)
        range->most = DEVLOCK_LEVEL_UNSTATED;
    devlock_level_range end = *range;
    if (!at && phrase_word(&text, "to") && !level(&text, &end))
        return false;
    bool ordered = range->least <= end.most;
    range->most = end.most;
    return ordered && !*text;
}

bool phrase_levels(yaml_reader *reader, const yaml_node_t *node, devlock_level_range *range)
{
    static const char expected[] = "any, or 'at most L', 'at least L', 'L to L' or L alone, where L is " LEVELS;
    const char *text = yaml_text(reader, node, expected);
    if (!text)
        return false;
    *range = (devlock_level_range){DEVLOCK_LEVEL_PASSIVE, DEVLOCK_LEVEL_UNSTATED};
    if (strcmp(text, "any") == 0 || level_range(text, range))
        return true;
    return yaml_fail(reader, node, "'%s' names no levels; expected %s", text, expected);
}

bool phrase_sets_level(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function)
{
    static const char expected[] = "the level after the call: 'argument N' (N from 1 to 32), " LEVELS;
    const char *text = yaml_text(reader, node, expected), *rest = text;
    devlock_level_range range;
    if (!text)
        return false;
    if (level(&rest, &range) && !*rest) {
        function->level_change = DEVLOCK_LEVEL_SET;
        function->new_level = range.least;
        return true;
    }
    function->level_change = DEVLOCK_LEVEL_SET_ARGUMENT;
    return phrase_one_argument(text, &function->level_argument) ||
           yaml_fail(reader, node, "'%s' names no level; expected %s", text, expected);
}

bool phrase_saves_level(yaml_reader *reader, const yaml_node_t *node, devlock_model_function *function)
{
    static const char expected[] = "result or 'pointee of argument N' (N from 1 to 32)";
    const char *text = yaml_text(reader, node, expected), *rest = text;
    if (!text)
        return false;
    function->level_saved = DEVLOCK_LEVEL_RESULT;
    if (strcmp(text, "result") == 0)
        return true;
    function->level_saved = DEVLOCK_LEVEL_POINTEE;
    return (phrase_word(&rest, "pointee") && phrase_word(&rest, "of") &&
            phrase_one_argument(rest, &function->saved_argument)) ||
           yaml_fail(reader, node, "'%s' does not say where the level before the call is given; expected %s", text,
                     expected);
}
