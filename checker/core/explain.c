/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Explaining a finding. See explain.h.
 */
#include "explain.h"

#include <string.h>

#include "arena.h"
#include "inputs.h"
#include "notes.h"
#include "words.h"

typedef struct telling {
    story story;
    const candidate *candidate;
    const char *callee; /* the routine called at the finding's place, if the operation itself lies in it */
} telling;

static const event *last_event(const telling *t)
{
    return t->story.count ? &t->story.events[t->story.count - 1] : NULL;
}

static const event *last_acquire(const telling *t)
{
    uint32_t i = t->story.count;
    if (t->candidate->check == DEVLOCK_DOUBLE_ACQUIRE && i)
        i--; /* the finding itself */
    while (i-- > 0)
        if (t->story.events[i].trail->kind == TRAIL_ACQUIRE)
            return &t->story.events[i];
    return NULL;
}

static const char *called_there(const telling *t)
{
    const candidate *c = t->candidate;
    const event *last = last_event(t);
    if (!c->step || !last || (last->frame->routine == c->routine && last->trail->id == c->step->id))
        return NULL;
    for (uint32_t i = t->story.count; i-- > 0;) {
        const event *e = &t->story.events[i];
        if (e->trail->kind == TRAIL_CALL && e->frame->routine == c->routine && e->trail->id == c->step->id)
            return words_routine(&t->story, e->trail->call->routine);
    }
    return NULL;
}

/* ---- messages ------------------------------------------------------------------------------------------------ */

static const char *release_hint(telling *t, const char *lock)
{
    const devlock_model_function *m = words_lock_function(&t->story, NULL, DEVLOCK_ROLE_RELEASE, t->candidate->kind);
    if (!m)
        return "release it first";
    if (!lock || m->source != DEVLOCK_LOCK_ARGUMENT || m->argument != 0)
        return arena_format(t->story.arena, "call %s on this path", m->name);
    return arena_format(t->story.arena, "call %s(%s) on this path", m->name, lock);
}

static const char *missing_release(telling *t)
{
    const candidate *c = t->candidate;
    const event *taken = last_acquire(t);
    const char *lock = taken ? words_lock_in(&t->story, taken, DEVLOCK_ROLE_ACQUIRE, c->kind, NULL) : NULL;
    return arena_format(t->story.arena, "'%s' returns here with %s held; %s", words_routine(&t->story, c->routine),
                        words_named(&t->story, lock, c->kind), release_hint(t, lock));
}

/* The lock of the operation that the finding is about, as the routine writes it in which the finding stands. */
static const char *lock_there(telling *t)
{
    const candidate *c = t->candidate;
    const event *last = last_event(t);
    devlock_role role = c->check == DEVLOCK_DOUBLE_ACQUIRE ? DEVLOCK_ROLE_ACQUIRE : DEVLOCK_ROLE_RELEASE;
    if (!last)
        return NULL;
    if (t->callee)
        return words_lock_in(&t->story, last, role, c->kind, NULL);
    return words_lock_at(&t->story, words_step(last->frame->routine, last->trail->id), role, c->kind);
}

static const char *wrong_extension(telling *t, const char *lock)
{
    const event *held = t->story.held, *last = last_event(t);
    const char *other =
        held ? words_lock_in(&t->story, held, DEVLOCK_ROLE_ACQUIRE, t->candidate->kind, last ? last->frame : NULL)
             : NULL;
    const char *named = words_named(&t->story, lock, t->candidate->kind);
    if (lock && other && strcmp(lock, other) == 0)
        return arena_format(t->story.arena,
                            "this releases %s, but '%s' had another value when the lock that is held "
                            "was acquired",
                            named, lock);
    return arena_format(t->story.arena, "this releases %s, but it is %s that is held", named,
                        words_named(&t->story, other, t->candidate->kind));
}

static const char *message_of(telling *t)
{
    devlock_check check = t->candidate->check;
    if (check == DEVLOCK_MISSING_RELEASE)
        return missing_release(t);
    const char *lock = lock_there(t), *named = words_named(&t->story, lock, t->candidate->kind);
    if (check == DEVLOCK_WRONG_EXTENSION)
        return wrong_extension(t, lock);
    static const char *const here[] = {
        [DEVLOCK_DOUBLE_ACQUIRE] = "%s is acquired, but held already; release it first",
        [DEVLOCK_DOUBLE_RELEASE] = "%s is released a second time on this path; remove one release",
        [DEVLOCK_RELEASE_WITHOUT_ACQUIRE] = "%s is released, but not held on this path; acquire it before",
    };
    static const char *const there[] = {
        [DEVLOCK_DOUBLE_ACQUIRE] = "'%s' acquires %s, which is held already; release it before the call",
        [DEVLOCK_DOUBLE_RELEASE] = "'%s' releases %s, which has been released already on this path",
        [DEVLOCK_RELEASE_WITHOUT_ACQUIRE] = "'%s' releases %s, which is not held on this path; acquire it before",
    };
    return t->callee ? arena_format(t->story.arena, there[check], t->callee, named)
                     : arena_format(t->story.arena, here[check], named);
}

void explain_finding(analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model,
                     devlock_finding *finding)
{
    telling t = {.candidate = candidate};
    story_start(&t.story, analysis, arena, candidate, model);
    t.callee = called_there(&t);
    finding->routine = words_routine(&t.story, candidate->routine);
    finding->message = message_of(&t);
    const char *values = NULL;
    if (!candidate->approx && !term_imprecise(&analysis->terms, candidate->condition)) {
        inputs known = inputs_of(&t.story);
        values = inputs_sentence(&t.story, &known);
    }
    /* The finding itself stands at the last event, unless that lies in a callee or is an exit. */
    bool at_operation = candidate->step && !t.callee && t.story.count;
    notes_of(&t.story, candidate->kind, t.story.count - at_operation, values, finding);
    story_stop(&t.story);
}
