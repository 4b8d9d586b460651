/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Traces. See trace.h.
 */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "formula.h"
#include "words.h"

#define MOST_LOCKS 4u

/* A lock by the name that the source gives it, and how often it is held. */
typedef struct followed {
    const char *name;
    unsigned held;
    bool released;
} followed;

typedef struct trace {
    story *story;
    const candidate *candidate;
    devlock_note *items;
    uint32_t count, capacity;
    term *conditions; /* of the branches so far */
    devlock_place *places;
    uint32_t branch_count, branch_capacity;
    path path;
    followed locks[MOST_LOCKS];
    uint32_t lock_count;
} trace;

/* ---- the state ----------------------------------------------------------------------------------------------- */

static followed *lock_named(trace *t, const char *name)
{
    for (uint32_t i = 0; i < t->lock_count; i++)
        if (strcmp(t->locks[i].name, name) == 0)
            return &t->locks[i];
    if (t->lock_count < MOST_LOCKS)
        t->locks[t->lock_count++] = (followed){.name = name};
    return &t->locks[t->lock_count - 1];
}

static const char *state_word(const trace *t, const followed *l)
{
    if (l->held > 1)
        return arena_format(t->story->arena, "held %u times", l->held);
    return l->held ? "held" : l->released ? "released" : "free";
}

/* "the device lock of 'Ext' is held, that of 'Other' is free" */
static const char *state_text(const trace *t)
{
    const char *kind = words_named(t->story, NULL, t->candidate->kind);
    if (!t->lock_count)
        return arena_format(t->story->arena, "%s is free", kind);
    const char *text = NULL;
    for (uint32_t i = 0; i < t->lock_count; i++) {
        const followed *l = &t->locks[i];
        const char *who = text ? "that" : kind;
        const char *one = *l->name ? arena_format(t->story->arena, "%s of '%s' is %s", who, l->name, state_word(t, l))
                                   : arena_format(t->story->arena, "%s is %s", who, state_word(t, l));
        text = text ? arena_format(t->story->arena, "%s, %s", text, one) : one;
    }
    return text;
}

static void add(trace *t, const event *e, devlock_place place, const char *text)
{
    const char *where = words_routine(t->story, e->frame->routine);
    ARRAY_RESERVE(t->items, t->count, t->capacity);
    t->items[t->count++] = (devlock_note){
        .place = place, .text = arena_format(t->story->arena, "%s\nin '%s'; %s", text, where, state_text(t))};
}

/* ---- branches ------------------------------------------------------------------------------------------------ */

/* The branch further up that decides a condition alone; branch_count: none. */
static uint32_t decided_by(trace *t, term condition)
{
    paths *paths = &t->story->analysis->paths;
    for (uint32_t i = 0; i < t->branch_count; i++) {
        path alone = path_add(paths, PATH_TRUE, t->conditions[i]);
        if (alone != PATH_FALSE && path_decide(paths, alone, condition) == 1)
            return i;
    }
    return t->branch_count;
}

static const char *decision_text(trace *t, const event *e, term condition)
{
    if (condition == TERM_TRUE)
        return "decided by constants";
    if (path_decide(&t->story->analysis->paths, t->path, condition) == 1) {
        uint32_t by = decided_by(t, condition);
        if (by < t->branch_count)
            return arena_format(t->story->arena, "decided by the branch at line %u", t->places[by].line);
        return "decided by the branches before";
    }
    return story_matters(t->story, e) ? "the inputs decide; the finding needs this way"
                                      : "the inputs decide; the finding does not depend on it";
}

static void tell_branch(trace *t, const event *e)
{
    arena *arena = t->story->arena;
    devlock_place place = e->frame->routine->blocks[e->trail->id].end.place;
    term condition = story_to_root(e->frame, e->trail->condition);
    const char *text = arena_format(arena, "%s\n%s", words_branch(t->story, e), decision_text(t, e, condition));
    const char *fact = condition == TERM_TRUE ? NULL : formula_of(t->story, condition);
    if (fact)
        text = arena_format(arena, "%s\nknown: %s", text, fact);
    add(t, e, place, text);
    path more = path_add(&t->story->analysis->paths, t->path, condition);
    t->path = more == PATH_FALSE ? t->path : more;
    if (t->branch_count == t->branch_capacity) {
        t->branch_capacity = t->branch_capacity ? t->branch_capacity * 2 : 32;
        t->conditions = must_resize(t->conditions, t->branch_capacity * sizeof *t->conditions);
        t->places = must_resize(t->places, t->branch_capacity * sizeof *t->places);
    }
    t->conditions[t->branch_count] = condition;
    t->places[t->branch_count++] = place;
}

/* ---- calls and locks ----------------------------------------------------------------------------------------- */

static frame *frame_inside(const trace *t, const event *e)
{
    for (frame *f = t->story->frames; f; f = f->next)
        if (f->outer == e->frame && f->call == e->trail->call)
            return f;
    return NULL;
}

static const char *key_word(lock_key key)
{
    if (key.inherited)
        return "as it was";
    return key.status == LOCK_HELD ? "held" : key.status == LOCK_RELEASED ? "released" : "free";
}

/* Which way out of the callee's summary was taken. */
static const char *summary_text(const trace *t, const event *e)
{
    arena *arena = t->story->arena;
    const run *r = e->trail->call->callee;
    frame *inside = frame_inside(t, e);
    const char *ways = arena_format(arena, "its summary%s has %u way%s out", r->key.lock ? " for this lock" : "",
                                    r->exit_count, r->exit_count == 1 ? "" : "s");
    for (uint32_t i = 0; i < r->exit_count; i++) {
        const exit_group *g = &r->exits[i];
        if (g->trail != e->trail->call->inside)
            continue;
        const char *when =
            inside && g->guard != TERM_TRUE ? formula_of(t->story, story_to_root(inside, g->guard)) : NULL;
        const char *lock = r->key.lock ? arena_format(arena, " leaves the lock %s", key_word(g->key)) : " is left by";
        return arena_format(arena, "%s; number %u%s%s%s", ways, i + 1, lock, when ? " when " : "", when ? when : "");
    }
    return arena_format(arena, "%s; the path ends inside", ways);
}

static void tell_call(trace *t, const event *e)
{
    const step *st = words_step(e->frame->routine, e->trail->id);
    if (st)
        add(t, e, st->place,
            arena_format(t->story->arena, "'%s' is called\n%s", words_routine(t->story, e->trail->call->routine),
                         summary_text(t, e)));
}

static void tell_lock(trace *t, const event *e, const step *st)
{
    bool release = e->trail->kind == TRAIL_RELEASE;
    devlock_role role = release ? DEVLOCK_ROLE_RELEASE : DEVLOCK_ROLE_ACQUIRE;
    const char *name = words_lock_in(t->story, e, role, t->candidate->kind, NULL);
    const char *named = words_named(t->story, name, t->candidate->kind);
    followed *l = lock_named(t, name ? name : "");
    const char *what = "acquired";
    if (e->trail->kind == TRAIL_ACQUIRE) {
        l->held++;
    } else if (release) {
        what = "released";
        l->released = l->held == 1;
        l->held -= l->held > 0;
    } else {
        what = "not acquired: the call fails";
    }
    add(t, e, st->place, arena_format(t->story->arena, "%s is %s", named, what));
}

/* ---- the path ------------------------------------------------------------------------------------------------ */

static const char *values_text(const story *s, const inputs *inputs)
{
    const char *text = NULL;
    for (uint32_t i = 0; i < inputs->count; i++) {
        const input *in = &inputs->items[i];
        const char *where = in->where ? arena_format(s->arena, " in %s", in->where) : "";
        text = arena_format(s->arena, "%s%s%s%s%s = %s", text ? text : "", text ? ", " : "", in->name,
                            in->is_result ? "()" : "", where, in->value);
    }
    return text;
}

void trace_of(story *story, const candidate *candidate, const inputs *inputs, devlock_finding *finding)
{
    trace t = {.story = story, .candidate = candidate, .path = PATH_TRUE};
    for (uint32_t i = 0; i < story->count; i++) {
        const event *e = &story->events[i];
        const step *st = e->trail->kind == TRAIL_BRANCH ? NULL : words_step(e->frame->routine, e->trail->id);
        if (e->trail->kind == TRAIL_BRANCH)
            tell_branch(&t, e);
        else if (e->trail->kind == TRAIL_CALL)
            tell_call(&t, e);
        else if (st && e->trail->kind == TRAIL_RAISE)
            add(&t, e, st->place, "an exception is raised");
        else if (st && e->trail->kind == TRAIL_LEVEL)
            add(&t, e, st->place, words_level_change(story, e));
        else if (st && e->trail->kind == TRAIL_WATCHED)
            add(&t, e, st->place, words_watched(story, st));
        else if (st)
            tell_lock(&t, e, st);
    }
    devlock_note *kept = arena_take(story->arena, (t.count + 1) * sizeof *kept);
    if (t.count)
        memcpy(kept, t.items, t.count * sizeof *kept);
    finding->path = kept;
    finding->path_count = t.count;
    finding->values = values_text(story, inputs);
    free(t.items);
    free(t.conditions);
    free(t.places);
}
