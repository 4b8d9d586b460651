/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Calls of lock functions. See lock_calls.h.
 *
 * No path is proved here: a state that only a path leads to which the conditions themselves do not refute is told as
 * possible. So what is told is at most too much.
 */
#include "lock_calls.h"

#include <stdlib.h>
#include <string.h>

#include "annotations.h"
#include "arena.h"
#include "cells.h"
#include "contexts.h"
#include "map.h"
#include "store.h"

typedef struct finding_calls {
    analysis *analysis;
    arena *arena;
    lock_calls *calls;
    const devlock_routine *routine;
    size_t first; /* the routine's calls begin here */
    devlock_level_range entered;
    const devlock_map_entry *entries;
    size_t entry_count;
} finding_calls;

/* ---- what is told of a call ---------------------------------------------------------------------------------- */

static unsigned state_bit(lock_key key)
{
    if (key.inherited)
        return DEVLOCK_MAY_BE_AS_ENTERED;
    return key.status == LOCK_FREE   ? DEVLOCK_MAY_BE_FREE
           : key.status == LOCK_HELD ? DEVLOCK_MAY_BE_HELD
                                     : DEVLOCK_MAY_BE_RELEASED;
}

/* The levels that a term can stand for. */
static devlock_level_range range_of(const finding_calls *f, term level)
{
    terms *terms = &f->analysis->terms;
    term entry = cell_entry_level(terms);
    devlock_level_range range = {DEVLOCK_LEVEL_HIGH, DEVLOCK_LEVEL_PASSIVE};
    for (unsigned k = f->entered.least; k <= f->entered.most; k++) {
        uint64_t value;
        if (!term_is_constant(terms, rewrite_one(terms, level, entry, term_constant(terms, LEVEL_WIDTH, k)), &value) ||
            value > DEVLOCK_LEVEL_HIGH)
            return (devlock_level_range){DEVLOCK_LEVEL_PASSIVE, DEVLOCK_LEVEL_HIGH};
        range.least = value < range.least ? (uint8_t)value : range.least;
        range.most = value > range.most ? (uint8_t)value : range.most;
    }
    return range;
}

static const char *lock_words(const finding_calls *f, const step *st, const devlock_model_function *m)
{
    const char *kind = devlock_model_kind(f->analysis->model, m->kind)->name;
    bool named =
        (m->source == DEVLOCK_LOCK_ARGUMENT || m->source == DEVLOCK_LOCK_POINTEE) && m->argument < st->argument_count;
    const char *text = named ? st->arguments[m->argument].text : NULL;
    return text ? arena_format(f->arena, "the %s of '%s'", kind, text) : arena_format(f->arena, "the %s", kind);
}

static void take_forbidden(const finding_calls *f, const devlock_model_function *m, devlock_lock_call *call)
{
    const devlock_model *model = f->analysis->model;
    size_t count = devlock_model_context_count(model);
    const char **names = arena_take(f->arena, (count + 1) * sizeof *names);
    for (uint32_t i = 0; i < count; i++)
        if (devlock_model_forbids(model, i, m))
            names[call->forbidden_count++] = arena_string(f->arena, devlock_model_context(model, i)->name);
    call->forbidden = names;
}

static devlock_lock_call *call_at(finding_calls *f, const step *st, const devlock_model_function *m)
{
    lock_calls *all = f->calls;
    size_t length = strcspn(m->name, " ");
    for (size_t i = f->first; i < all->count; i++)
        if (memcmp(&all->items[i].place, &st->place, sizeof st->place) == 0 &&
            strlen(all->items[i].function) == length && memcmp(all->items[i].function, m->name, length) == 0)
            return &all->items[i];
    ARRAY_RESERVE(all->items, all->count, all->capacity);
    devlock_lock_call *call = &all->items[all->count++];
    *call = (devlock_lock_call){.place = st->place,
                                .routine =
                                    arena_string(f->arena, f->analysis->program->functions[f->routine->function].name),
                                .function = arena_string_n(f->arena, m->name, length),
                                .lock = lock_words(f, st, m),
                                .acquires = m->role == DEVLOCK_ROLE_ACQUIRE,
                                .level = {DEVLOCK_LEVEL_HIGH, DEVLOCK_LEVEL_PASSIVE},
                                .allowed = m->level,
                                .inferred = m->level_inferred,
                                .entries = f->entries,
                                .entry_count = f->entry_count};
    take_forbidden(f, m, call);
    return call;
}

static void take_sight(finding_calls *f, const sight *s)
{
    devlock_lock_call *call = call_at(f, s->step, s->model);
    if (s->number) {
        call->after |= state_bit(s->key);
        return;
    }
    devlock_level_range level = range_of(f, s->value);
    call->before |= state_bit(s->key);
    call->level.least = level.least < call->level.least ? level.least : call->level.least;
    call->level.most = level.most > call->level.most ? level.most : call->level.most;
}

/* ---- runs ---------------------------------------------------------------------------------------------------- */

static bool operates(const run *plain, const step *st, uint32_t lock)
{
    for (uint32_t i = 0; i < plain->use_count; i++)
        if (plain->uses[i].step == st->id && plain->uses[i].lock == lock)
            return true;
    return false;
}

static void run_lock(finding_calls *f, const run *plain, uint32_t lock, lock_key entry)
{
    run_key key = {.routine = f->routine,
                   .lock = plain->locks[lock].lock,
                   .kind = plain->locks[lock].kind,
                   .entry = entry,
                   .watch = WATCH_STATES};
    const run *r = flow_run(f->analysis, key);
    for (uint32_t i = 0; i < r->sight_count; i++)
        if (r->sights[i].kind == SIGHT_STATE && operates(plain, r->sights[i].step, lock))
            take_sight(f, &r->sights[i]);
}

static void take_routine(finding_calls *f, const devlock_routine *r)
{
    analysis *an = f->analysis;
    store_trim(an);
    f->routine = r;
    f->first = f->calls->count;
    f->entered = contexts_level(an, r, NULL, true);
    f->entries = map_entries(an, f->arena, r, &f->entry_count);
    const run *plain = flow_run(an, (run_key){.routine = r});
    for (uint32_t i = 0; i < plain->lock_count; i++) {
        bool root = callgraph_is_root(an->calls, r->index), held = annotations_entry(an, r, &plain->locks[i]);
        lock_key free_lock = {.inherited = !root}, held_lock = {.status = LOCK_HELD, .depth = 1, .inherited = !held};
        if (!held)
            run_lock(f, plain, i, free_lock);
        if (held || !root)
            run_lock(f, plain, i, held_lock);
    }
}

static int compare_calls(const void *x, const void *y)
{
    const devlock_lock_call *a = x, *b = y;
    if (a->place.file != b->place.file)
        return a->place.file < b->place.file ? -1 : 1;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return a->place.column != b->place.column ? (a->place.column < b->place.column ? -1 : 1)
                                              : strcmp(a->function, b->function);
}

void lock_calls_find(analysis *an, arena *arena, lock_calls *calls)
{
    finding_calls f = {.analysis = an, .arena = arena, .calls = calls};
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (an->calls->locking[i] && (!an->wanted || an->wanted[i]))
            take_routine(&f, an->program->routines[i]);
    if (calls->count)
        qsort(calls->items, calls->count, sizeof *calls->items, compare_calls);
}
