/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Entry contexts. See contexts.h.
 */
#include "contexts.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "promises.h"

static void add(analysis *an, const devlock_routine *routine, uint32_t context, devlock_place registered)
{
    if (!routine)
        return;
    for (uint32_t i = 0; i < an->entry_count; i++)
        if (an->entries[i].routine == routine && an->entries[i].context == context)
            return;
    ARRAY_RESERVE(an->entries, an->entry_count, an->entry_capacity);
    an->entries[an->entry_count++] = (entry_context){routine, context, registered};
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static bool names_field(const devlock_callback *c, const char *record, const char *field)
{
    return strcmp(c->record, record) == 0 && strcmp(c->field, field) == 0;
}

bool contexts_field(const devlock_program *program, const devlock_callback *c, uint64_t *offset)
{
    for (uint32_t i = 0; i < program->field_count; i++)
        if (names_field(c, program->fields[i].record, program->fields[i].field)) {
            *offset = program->fields[i].offset;
            return true;
        }
    return false;
}

/* ---- what the flow reads ------------------------------------------------------------------------------------- */

/* Adds the routines that a value can be; false: it can be something that is not known. */
static bool add_value(analysis *an, term value, uint32_t context, devlock_place place)
{
    term_node n = *term_at(&an->terms, value);
    if (n.op == TERM_ITE) {
        bool one = add_value(an, n.b, context, place);
        return add_value(an, n.c, context, place) && one;
    }
    if (n.op == TERM_ADDRESS && n.a == DEVLOCK_OPERAND_FUNCTION)
        add(an, an->program->functions[n.b].body, context, place);
    return n.op == TERM_CONSTANT || n.op == TERM_ADDRESS;
}

/* Callbacks that are known wherever their function is called: their registrations need not be asked. */
typedef struct resolved {
    const devlock_callback **items;
    bool *unknown;
    uint32_t count, capacity, unknown_capacity;
} resolved;

static void note_resolved(resolved *all, const devlock_callback *c, bool known)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i] == c) {
            all->unknown[i] |= !known;
            return;
        }
    uint32_t at = all->count;
    ARRAY_RESERVE(all->unknown, at, all->unknown_capacity);
    ARRAY_RESERVE(all->items, all->count, all->capacity);
    all->unknown[at] = !known;
    all->items[all->count++] = c;
}

static void read_root(analysis *an, const devlock_routine *root, resolved *all)
{
    run_key key = {.routine = root, .watch = WATCH_CALLBACKS};
    const run *r = flow_run(an, key);
    for (uint32_t i = 0; i < r->sight_count; i++) {
        const sight *s = &r->sights[i];
        const devlock_callback *c = &s->model->callbacks[s->number];
        note_resolved(all, c, add_value(an, s->value, c->context, s->origin->place));
    }
}

/* ---- what the text says -------------------------------------------------------------------------------------- */

static bool is_resolved(const resolved *all, const devlock_callback *c)
{
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i] == c)
            return !all->unknown[i];
    return false;
}

static void add_registered(analysis *an, const devlock_callback *c)
{
    const devlock_program *p = an->program;
    for (uint32_t i = 0; i < p->registration_count; i++)
        if (names_field(c, p->registrations[i].record, p->registrations[i].field))
            add(an, p->functions[p->registrations[i].function].body, c->context, p->registrations[i].place);
}

/* Fields that hold routines wherever their records end up: unless a call that takes such a record says better. */
static void add_field(analysis *an, const resolved *all, const devlock_record_field *f)
{
    devlock_callback c = {.record = f->record, .field = f->field, .context = f->context};
    for (uint32_t i = 0; i < all->count; i++)
        if (all->items[i]->record && names_field(all->items[i], f->record, f->field) && !all->unknown[i])
            return;
    add_registered(an, &c);
}

void contexts_find(analysis *an)
{
    resolved all = {0};
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (an->calls->reaches[i] & REACHES_CALLBACKS && callgraph_is_root(an->calls, i))
            read_root(an, an->program->routines[i], &all);
    for (size_t i = 0; i < devlock_model_function_count(an->model); i++) {
        const devlock_model_function *m = devlock_model_function_at(an->model, i);
        for (size_t k = 0; k < m->callback_count; k++)
            if (m->callbacks[k].record && !is_resolved(&all, &m->callbacks[k]))
                add_registered(an, &m->callbacks[k]);
    }
    for (size_t i = 0; i < devlock_model_record_field_count(an->model); i++)
        add_field(an, &all, devlock_model_record_field(an->model, i));
    free(all.items);
    free(all.unknown);
}

/* ---- levels -------------------------------------------------------------------------------------------------- */

static devlock_level_range of_context(const analysis *an, const entry_context *entry)
{
    devlock_level_range level = devlock_model_context(an->model, entry->context)->level;
    level.most = level.most < DEVLOCK_LEVEL_HIGH ? level.most : DEVLOCK_LEVEL_HIGH;
    return level;
}

devlock_level_range contexts_level(analysis *an, const devlock_routine *routine, const entry_context *entry, bool any)
{
    devlock_level_range all = {DEVLOCK_LEVEL_HIGH, DEVLOCK_LEVEL_PASSIVE};
    if (entry)
        return of_context(an, entry);
    for (uint32_t i = 0; any && i < an->entry_count; i++) {
        if (an->entries[i].routine != routine)
            continue;
        devlock_level_range one = of_context(an, &an->entries[i]);
        all.least = one.least < all.least ? one.least : all.least;
        all.most = one.most > all.most ? one.most : all.most;
    }
    if (all.least <= all.most)
        return all;
    const devlock_model_function *promises = promises_of(an, routine->function);
    all = promises ? promises->level : (devlock_level_range){DEVLOCK_LEVEL_PASSIVE, DEVLOCK_LEVEL_HIGH};
    all.most = all.most < DEVLOCK_LEVEL_HIGH ? all.most : DEVLOCK_LEVEL_HIGH;
    return all;
}
