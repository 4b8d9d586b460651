/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Levels in annotations. See promises.h.
 */
#include "promises.h"

#include "arena.h"

static void narrow(devlock_level_range *range, uint8_t least, uint8_t most)
{
    if (least > range->least)
        range->least = least;
    if (most < range->most)
        range->most = most;
}

/* The parameter that an annotation names, if it is one as it stands. */
static bool parameter_of(const devlock_annotation *a, bool behind, unsigned *index)
{
    *index = a->access.id;
    return a->access.root == DEVLOCK_ACCESS_PARAMETER && a->access.load_count == 0 && a->access.offset == 0 &&
           a->access.behind == behind;
}

/* Adds what one annotation says; gives whether it is one of levels. */
static bool take(devlock_model_function *m, const devlock_annotation *a)
{
    switch (a->kind) {
    case DEVLOCK_LEVEL_AT_MOST:
        narrow(&m->level, 0, a->level);
        return true;
    case DEVLOCK_LEVEL_AT_LEAST:
        narrow(&m->level, a->level, DEVLOCK_LEVEL_UNSTATED);
        return true;
    case DEVLOCK_LEVEL_EXACTLY:
        narrow(&m->level, a->level, a->level);
        return true;
    case DEVLOCK_LEVEL_RAISES:
        m->level_change = DEVLOCK_LEVEL_SET;
        m->new_level = a->level;
        return true;
    case DEVLOCK_LEVEL_RESTORES:
        if (parameter_of(a, false, &m->level_argument))
            m->level_change = DEVLOCK_LEVEL_SET_ARGUMENT;
        return true;
    case DEVLOCK_LEVEL_SAVES:
        if (a->access.root == DEVLOCK_ACCESS_RESULT)
            m->level_saved = DEVLOCK_LEVEL_RESULT;
        else if (parameter_of(a, true, &m->saved_argument))
            m->level_saved = DEVLOCK_LEVEL_POINTEE;
        return true;
    case DEVLOCK_LEVEL_KEEPS:
        return true;
    default:
        return false;
    }
}

static devlock_model_function nothing(const struct function *f)
{
    return (devlock_model_function){
        .name = f->name, .arguments = -1, .level = {0, DEVLOCK_LEVEL_UNSTATED}, .effect = DEVLOCK_EFFECT_UNKNOWN};
}

const devlock_model_function *promises_of(analysis *an, uint32_t function)
{
    const struct function *f = &an->program->functions[function];
    if (!f->annotation_count)
        return NULL;
    if (!an->promises)
        an->promises = arena_zero(an->arena, (an->program->function_count + 1) * sizeof *an->promises);
    if (an->promises[function])
        return an->promises[function];
    devlock_model_function m = nothing(f);
    bool any = false;
    for (uint32_t i = 0; i < f->annotation_count; i++)
        any |= f->annotations[i].test == DEVLOCK_RESULT_ANY && take(&m, &f->annotations[i]);
    if (!any)
        return NULL;
    devlock_model_function *kept = arena_take(an->arena, sizeof *kept);
    *kept = m;
    return an->promises[function] = kept;
}

promise_list promises_tested(analysis *an, uint32_t function)
{
    const struct function *f = &an->program->functions[function];
    promise_list list = {0};
    promise *items = NULL;
    for (uint32_t i = 0; i < f->annotation_count; i++) {
        promise p = {&f->annotations[i], nothing(f)};
        if (p.annotation->test == DEVLOCK_RESULT_ANY || !take(&p.model, p.annotation))
            continue;
        if (!items)
            items = arena_take(an->arena, f->annotation_count * sizeof *items);
        items[list.count++] = p;
    }
    list.items = items;
    return list;
}
