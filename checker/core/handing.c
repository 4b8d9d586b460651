/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which calls may hand a lock on; see handing.h.
 *
 * Needs: the program and the model. Leaves behind: analysis->handing, made when it is first asked for. Cost: nothing
 * without such a kind of lock; else a pass over all calls for each level of calls.
 */
#include "handing.h"

bool handing_kind(const analysis *an, uint32_t kind)
{
    return kind < devlock_model_kind_count(an->model) && devlock_model_kind(an->model, kind)->handed_on;
}

static bool takes(analysis *an, uint32_t function, uint32_t arguments)
{
    const struct function *f = &an->program->functions[function];
    const devlock_model_function *m = flow_model(an, function, arguments);
    if (m)
        return m->hands_on || m->effect == DEVLOCK_EFFECT_UNKNOWN;
    return !f->body || an->handing[f->body->index];
}

static bool hands_on(analysis *an, const devlock_routine *r)
{
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            if (st->kind == STEP_CALL &&
                (st->a.kind != DEVLOCK_OPERAND_FUNCTION || takes(an, st->a.id, st->argument_count)))
                return true;
        }
    return false;
}

static void find_all(analysis *an)
{
    bool changed = true;
    an->handing = arena_zero(an->arena, (an->program->routine_count + 1) * sizeof *an->handing);
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < an->program->routine_count; i++)
            if (!an->handing[i] && hands_on(an, an->program->routines[i]))
                an->handing[i] = changed = true;
    }
}

bool handing_takes(analysis *an, uint32_t kind, uint32_t function, uint32_t arguments)
{
    if (!handing_kind(an, kind))
        return false;
    if (!an->handing)
        find_all(an);
    return takes(an, function, arguments);
}
