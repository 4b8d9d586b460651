/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The map. See map.h.
 */
#include "map.h"

#include "arena.h"
#include "contexts.h"
#include "picture.h"
#include "rules.h"

typedef struct mapping {
    analysis *analysis;
    const devlock_program *whole;
    arena *arena;
    devlock_map_routine *routines; /* by routine of the whole */
} mapping;

/* Where a routine of the analysed program stands in the whole. */
static uint32_t position(const mapping *m, uint32_t routine)
{
    return m->whole->functions[m->analysis->program->routines[routine]->function].body->index;
}

/* What a call does to a lock: by the model, or by the annotations of a function without a body. */
static void take_call(analysis *an, const step *st, devlock_map_routine *to)
{
    if (st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION)
        return;
    const devlock_model_function *m = flow_model(an, st->a.id, st->argument_count);
    const function *f = &an->program->functions[st->a.id];
    to->acquires |= m && m->role == DEVLOCK_ROLE_ACQUIRE;
    to->releases |= m && m->role == DEVLOCK_ROLE_RELEASE;
    for (uint32_t i = 0; !m && !f->body && i < f->annotation_count; i++) {
        to->acquires |= f->annotations[i].kind == DEVLOCK_ACQUIRES;
        to->releases |= f->annotations[i].kind == DEVLOCK_RELEASES;
    }
}

const devlock_map_entry *map_entries(analysis *an, arena *arena, const devlock_routine *r, size_t *count)
{
    devlock_map_entry *entries = arena_take(arena, (an->entry_count + 1) * sizeof *entries);
    *count = 0;
    for (uint32_t i = 0; i < an->entry_count; i++) {
        if (an->entries[i].routine != r)
            continue;
        const devlock_context *c = devlock_model_context(an->model, an->entries[i].context);
        entries[(*count)++] =
            (devlock_map_entry){arena_string(arena, c->name), arena_string(arena, c->what),
                                contexts_level(an, r, &an->entries[i], false), an->entries[i].registered};
    }
    return entries;
}

static void take_routine(const mapping *m, const devlock_routine *r)
{
    analysis *an = m->analysis;
    const callgraph *g = an->calls;
    devlock_map_routine *to = &m->routines[position(m, r->index)];
    *to = (devlock_map_routine){.name = an->program->functions[r->function].name,
                                .place = r->place,
                                .last_line = picture_last_line(r),
                                .called = g->called[r->index],
                                .locks = g->locking[r->index],
                                .callee_count = g->first[r->index + 1] - g->first[r->index]};
    uint32_t *callees = arena_take(m->arena, (to->callee_count + 1) * sizeof *callees);
    for (size_t i = 0; i < to->callee_count; i++)
        callees[i] = position(m, g->callees[g->first[r->index] + i]);
    to->callees = callees;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++)
            take_call(an, &r->blocks[b].steps[i], to);
    if (an->entry_count)
        to->entries = map_entries(an, m->arena, r, &to->entry_count);
}

static void take_exposed(void *user, const devlock_routine *exposed, const devlock_routine *by)
{
    mapping *m = user;
    m->routines[position(m, exposed->index)].exposed_by = m->analysis->program->functions[by->function].name;
}

void map_fill(analysis *an, const devlock_program *whole, arena *arena, devlock_map_routine *to)
{
    mapping m = {an, whole, arena, to};
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        take_routine(&m, an->program->routines[i]);
    exposure_each(an, take_exposed, &m);
}
