/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Answers of the solver. See answers.h.
 */
#include "answers.h"

#include <stdlib.h>

#include "arena.h"

#define LEAST 256u /* answers there is room for at first; a power of two */

typedef struct answer {
    term condition; /* TERM_NONE: free */
    uint32_t verdict;
} answer;

static answer *slot_of(const answers *all, term condition)
{
    uint32_t at = (condition * 2654435769u) & (all->size - 1);
    while (all->items[at].condition && all->items[at].condition != condition)
        at = (at + 1) & (all->size - 1);
    return &all->items[at];
}

static void grow(answers *all)
{
    answers larger = {.count = all->count, .size = all->size ? all->size * 2 : LEAST};
    larger.items = must_zero(larger.size * sizeof *larger.items);
    for (uint32_t i = 0; i < all->size; i++)
        if (all->items[i].condition)
            *slot_of(&larger, all->items[i].condition) = all->items[i];
    free(all->items);
    *all = larger;
}

bool answers_find(const answers *all, term condition, verdict *verdict)
{
    if (!all->size)
        return false;
    const answer *found = slot_of(all, condition);
    if (found->condition)
        *verdict = (enum verdict)found->verdict;
    return found->condition != TERM_NONE;
}

void answers_keep(answers *all, term condition, verdict verdict)
{
    if (all->count * 2 >= all->size)
        grow(all);
    answer *kept = slot_of(all, condition);
    all->count += kept->condition == TERM_NONE;
    *kept = (answer){condition, verdict};
}

void answers_free(answers *all)
{
    free(all->items);
    *all = (answers){0};
}
