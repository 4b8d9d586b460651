/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hints. See hints.h.
 */
#include "hints.h"

#include <stdlib.h>

#include "arena.h"

#define HINTS 4u

struct hints {
    proof_model models[HINTS];
    unsigned next;
};

void hints_keep(analysis *an, const proof_model *model)
{
    if (!an->hints)
        an->hints = must_zero(sizeof *an->hints);
    proof_model *place = &an->hints->models[an->hints->next++ % HINTS];
    place->count = 0;
    for (uint32_t i = 0; i < model->count; i++)
        proof_model_add(place, model->leaves[i], model->values[i]);
}

const proof_model *hints_at(const analysis *an, unsigned index)
{
    if (!an->hints || index >= HINTS)
        return NULL;
    const proof_model *model = &an->hints->models[(an->hints->next - 1 - index) % HINTS];
    return model->count ? model : NULL;
}

void hints_free(analysis *an)
{
    for (unsigned i = 0; an->hints && i < HINTS; i++)
        proof_model_free(&an->hints->models[i]);
    free(an->hints);
    an->hints = NULL;
}
