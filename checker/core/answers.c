/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Answers of the solver. See answers.h.
 */
#include "answers.h"

#include <stdlib.h>

#include "arena.h"

bool answers_find(const answers *all, term condition, verdict *verdict)
{
    const uint32_t *found = term_map_find(&all->verdicts, condition);
    if (found)
        *verdict = (enum verdict) * found;
    return found != NULL;
}

void answers_keep(answers *all, term condition, verdict verdict)
{
    *term_map_at(&all->verdicts, condition) = verdict;
}

void answers_keep_values(answers *all, const proof_model *values)
{
    proof_model *kept = &all->latest;
    if (kept->capacity < values->count) {
        kept->capacity = values->count;
        kept->leaves = must_resize(kept->leaves, kept->capacity * sizeof *kept->leaves);
        kept->values = must_resize(kept->values, kept->capacity * sizeof *kept->values);
    }
    kept->count = values->count;
    for (uint32_t i = 0; i < values->count; i++) {
        kept->leaves[i] = values->leaves[i];
        kept->values[i] = values->values[i];
    }
}

void answers_free(answers *all)
{
    term_map_free(&all->verdicts);
    free(all->latest.leaves);
    free(all->latest.values);
    *all = (answers){0};
}
