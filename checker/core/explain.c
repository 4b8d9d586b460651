/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Explaining a finding. See explain.h.
 */
#include "explain.h"

#include <string.h>

#include "annotations.h"
#include "arena.h"
#include "cells.h"
#include "contexts.h"
#include "inputs.h"
#include "lane.h"
#include "notes.h"
#include "picture.h"
#include "trace.h"
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
    const char *lock = taken ? words_lock_in(&t->story, taken, DEVLOCK_ROLE_ACQUIRE, c->kind, NULL)
                             : annotations_text(t->story.analysis, c->routine, &(found_lock){c->lock, c->kind});
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

/* The lock that is held, as the routine writes it that releases another one. */
static const char *held_lock(telling *t)
{
    const event *held = t->story.held, *last = last_event(t);
    return held ? words_lock_in(&t->story, held, DEVLOCK_ROLE_ACQUIRE, t->candidate->kind, last ? last->frame : NULL)
                : NULL;
}

static const char *wrong_extension(telling *t, const char *lock)
{
    const char *other = held_lock(t);
    const char *named = words_named(&t->story, lock, t->candidate->kind);
    if (lock && other && strcmp(lock, other) == 0)
        return arena_format(t->story.arena,
                            "this releases %s, but '%s' had another value when the lock that is held "
                            "was acquired",
                            named, lock);
    return arena_format(t->story.arena, "this releases %s, but it is %s that is held", named,
                        words_named(&t->story, other, t->candidate->kind));
}

/* ---- levels, holds, exposed routines --------------------------------------------------------------------------- */

/* "PASSIVE_LEVEL only", "APC_LEVEL at most". */
static const char *allowed(telling *t, const devlock_model_function *m)
{
    if (m->level.most == DEVLOCK_LEVEL_PASSIVE)
        return "PASSIVE_LEVEL only";
    if (m->level.most == DEVLOCK_LEVEL_DEVICE)
        return "DIRQL at most";
    return arena_format(t->story.arena, "%s at most", words_level(&t->story, m->level.most));
}

static const devlock_context *context_of(const telling *t)
{
    const entry_context *e = t->candidate->entry;
    return e ? devlock_model_context(t->story.analysis->model, e->context) : NULL;
}

static bool is_entry_level(const telling *t)
{
    return t->candidate->level == cell_entry_level(&t->story.analysis->terms);
}

/* By the values of the proof, if it has any. */
static const char *level_by_values(telling *t)
{
    if (!t->story.valued)
        return "an IRQL that is not known";
    return words_level(&t->story, valuation_of(&t->story.evidence.valuation, t->candidate->level));
}

static const char *level_there(telling *t)
{
    bool is_told = t->candidate->entry && is_entry_level(t);
    return is_told ? words_entered(&t->story, context_of(t)) : level_by_values(t);
}

/* The model of the function at the end of the story; many sights can be one. */
static const devlock_model_function *model_there(const telling *t)
{
    const event *last = last_event(t);
    const step *st = last ? words_step(last->frame->routine, last->trail->id) : NULL;
    const devlock_model_function *m = NULL;
    if (st && st->kind == STEP_CALL && st->a.kind == DEVLOCK_OPERAND_FUNCTION && last->trail->kind == TRAIL_WATCHED)
        m = flow_model(t->story.analysis, st->a.id, st->argument_count);
    return m ? m : t->candidate->model;
}

/* What the callee does that is called at the place, or what is done there: "'Helper' acquires the device lock". */
static const char *deed(telling *t, const devlock_model_function *m)
{
    arena *arena = t->story.arena;
    const char *who = t->callee, *named = NULL;
    bool acquire = m->role == DEVLOCK_ROLE_ACQUIRE;
    if (m->role != DEVLOCK_ROLE_NONE) {
        const event *last = last_event(t);
        const char *lock =
            last ? words_lock_at(&t->story, words_step(last->frame->routine, last->trail->id), m->role, m->kind) : NULL;
        named = words_named(&t->story, t->callee ? NULL : lock, m->kind);
    }
    if (named && who)
        return arena_format(arena, "'%s' %s %s", who, acquire ? "acquires" : "releases", named);
    if (named)
        return arena_format(arena, "%s is %s", named, acquire ? "acquired" : "released");
    if (m->macro)
        return arena_format(arena, "'%s' is pageable (%s)", who ? who : words_routine(&t->story, t->candidate->routine),
                            m->name);
    return who ? arena_format(arena, "'%s' calls %s", who, m->name) : arena_format(arena, "%s is called", m->name);
}

/* The routine is left at another level than its annotations say. */
static const char *promise_message(telling *t)
{
    const candidate *c = t->candidate;
    arena *arena = t->story.arena;
    const char *who = words_routine(&t->story, c->root);
    if (c->promise->kind == DEVLOCK_LEVEL_SAVES)
        return arena_format(
            arena, "'%s' returns here without having saved the IRQL, but its annotation says that it does", who);
    const char *at = is_entry_level(t) ? "the IRQL at which it was entered" : level_by_values(t);
    const char *wanted = "the IRQL at which it was entered";
    if (c->promise->kind == DEVLOCK_LEVEL_RAISES)
        wanted = words_level(&t->story, c->promise->level);
    else if (c->promise->kind == DEVLOCK_LEVEL_RESTORES)
        wanted = "the IRQL that it is given";
    return arena_format(arena, "'%s' returns here at %s, but its annotation says that it returns at %s", who, at,
                        wanted);
}

static const char *level_message(telling *t)
{
    arena *arena = t->story.arena;
    if (t->candidate->promise)
        return promise_message(t);
    const devlock_model_function *m = model_there(t);
    if (t->candidate->forbidden)
        return arena_format(arena, "%s, but %s (%s) must not call %s", deed(t, m), context_of(t)->what,
                            context_of(t)->name, m->name);
    if (m->macro)
        return arena_format(arena, "%s, but %s at %s; pageable code must run below DISPATCH_LEVEL", deed(t, m),
                            t->callee ? "is called here" : "runs here", level_there(t));
    return arena_format(arena, "%s at %s; %s may be called at %s", deed(t, m), level_there(t), m->name, allowed(t, m));
}

static const char *hold_message(telling *t)
{
    arena *arena = t->story.arena;
    const candidate *c = t->candidate;
    const event *taken = last_acquire(t);
    const char *lock = taken ? words_lock_in(&t->story, taken, DEVLOCK_ROLE_ACQUIRE, c->kind, NULL) : NULL;
    const char *named = words_named(&t->story, lock, c->kind);
    const devlock_model_function *m = c->model ? model_there(t) : NULL;
    if (m && m->slow && t->callee)
        return arena_format(arena, "%s is held while '%s' calls %s, which %s; release it before", named, t->callee,
                            m->name, m->slow);
    if (m && m->slow)
        return arena_format(arena, "%s is held while %s is called, which %s; release it before", named, m->name,
                            m->slow);
    unsigned limit = devlock_model_kind(t->story.analysis->model, c->kind)->hold_limit;
    if (t->callee)
        return arena_format(arena, "%s is held for more than %u microseconds of stalling, in '%s' at the latest", named,
                            limit, t->callee);
    return arena_format(arena, "%s is held for more than %u microseconds of stalling with this call", named, limit);
}

static const char *exposed_message(telling *t)
{
    const candidate *c = t->candidate;
    const devlock_lock_kind *kind = devlock_model_kind(t->story.analysis->model, c->kind);
    const char *subject = kind->subject ? kind->subject : "object that the lock guards";
    const char *by = words_routine(&t->story, c->entry->routine), *who = words_routine(&t->story, c->root);
    if (t->callee)
        return arena_format(t->story.arena, "'%s', which '%s' exposes, calls '%s', which touches the %s without the %s",
                            who, by, t->callee, subject, kind->name);
    return arena_format(t->story.arena, "'%s', which '%s' exposes, touches the %s here without the %s", who, by,
                        subject, kind->name);
}

/* How the root is entered; false: nobody says so. */
static bool entry_note(telling *t, devlock_note *note)
{
    const entry_context *e = t->candidate->entry;
    const devlock_context *context = context_of(t);
    if (!e)
        return false;
    const char *name = words_routine(&t->story, e->routine);
    note->place = e->registered;
    note->text = t->candidate->check == DEVLOCK_UNLOCKED_CHILD_ACCESS || t->candidate->forbidden
                     ? arena_format(t->story.arena, "'%s' becomes %s (%s) here", name, context->what, context->name)
                     : arena_format(t->story.arena, "'%s' becomes %s (%s) here, which is entered at %s", name,
                                    context->what, context->name, words_entered(&t->story, context));
    return true;
}

/* The lock of the finding, in words: "the device lock of 'Ext'"; NULL: it is not about one. */
static const char *lock_name(telling *t)
{
    const candidate *c = t->candidate;
    if (c->check > DEVLOCK_WRONG_EXTENSION && c->check != DEVLOCK_LONG_HOLD)
        return NULL;
    bool release = c->check == DEVLOCK_DOUBLE_RELEASE || c->check == DEVLOCK_RELEASE_WITHOUT_ACQUIRE ||
                   c->check == DEVLOCK_WRONG_EXTENSION;
    const event *taken = last_acquire(t);
    const char *lock = release ? lock_there(t)
                       : taken ? words_lock_in(&t->story, taken, DEVLOCK_ROLE_ACQUIRE, c->kind, NULL)
                               : NULL;
    return words_named(&t->story, lock, c->kind);
}

/* The routine leaves the lock free, and its annotations say that it is held then. */
static const char *not_held_at_exit(telling *t)
{
    const candidate *c = t->candidate;
    const char *lock = annotations_text(t->story.analysis, c->routine, &(found_lock){c->lock, c->kind});
    return arena_format(t->story.arena, "'%s' returns here with %s not held, but its annotation says that it is held",
                        words_routine(&t->story, c->routine), words_named(&t->story, lock, c->kind));
}

/* A function without a body wants the lock in another state than it is in; NULL: this is something else. */
static const char *not_as_required(telling *t)
{
    const candidate *c = t->candidate;
    const event *last = last_event(t);
    const step *st = last ? words_step(last->frame->routine, last->trail->id) : NULL;
    bool taking = c->check == DEVLOCK_DOUBLE_ACQUIRE;
    const contract *wanted =
        annotations_at_call(t->story.analysis, st, c->kind, taking ? DEVLOCK_REQUIRES_FREE : DEVLOCK_REQUIRES_HELD,
                            taking ? DEVLOCK_REQUIRES_FREE : DEVLOCK_REQUIRES_HELD);
    if (!wanted || t->callee)
        return NULL;
    const char *named = words_named(&t->story, annotations_words(wanted, st), c->kind);
    const char *callee = t->story.analysis->program->functions[st->a.id].name;
    if (taking)
        return arena_format(t->story.arena, "'%s' requires that %s is not held, but it is; release it before the call",
                            callee, named);
    return arena_format(t->story.arena, "'%s' requires that %s is held, but it is not on this path; acquire it before",
                        callee, named);
}

static const char *message_of(telling *t)
{
    devlock_check check = t->candidate->check;
    if (check == DEVLOCK_MISSING_RELEASE)
        return missing_release(t);
    if (check == DEVLOCK_IRQL || check == DEVLOCK_CALL_IRQL)
        return level_message(t);
    if (check == DEVLOCK_LONG_HOLD)
        return hold_message(t);
    if (check == DEVLOCK_UNLOCKED_CHILD_ACCESS)
        return exposed_message(t);
    if (!t->candidate->step)
        return not_held_at_exit(t);
    const char *required = check == DEVLOCK_WRONG_EXTENSION ? NULL : not_as_required(t);
    if (required)
        return required;
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

/* The lock is held from the beginning: the annotation that says so comes first. */
static bool held_at_entry(telling *t, devlock_note *note)
{
    const candidate *c = t->candidate;
    analysis *an = t->story.analysis;
    found_lock lock = {c->lock, c->kind};
    const devlock_annotation *entry = annotations_entry(an, c->root, &lock);
    if (!entry || entry->place.file == DEVLOCK_NONE)
        return false;
    const char *named = words_named(&t->story, annotations_text(an, c->root, &lock), c->kind);
    *note = (devlock_note){.place = entry->place,
                           .text = arena_format(t->story.arena, "'%s' is entered with %s held, as its annotation says",
                                                words_routine(&t->story, c->root), named),
                           .state = {DEVLOCK_LOCK_HELD, 1},
                           .level = lane_start(&t->story, c)};
    return true;
}

static void note_entry(telling *t, devlock_finding *finding)
{
    devlock_note *notes = arena_take(t->story.arena, (finding->note_count + 1) * sizeof *notes);
    if (!held_at_entry(t, &notes[0]))
        return;
    if (finding->note_count)
        memcpy(notes + 1, finding->notes, finding->note_count * sizeof *notes);
    finding->notes = notes;
    finding->note_count++;
}

void explain_finding(analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model,
                     devlock_finding *finding)
{
    telling t = {.candidate = candidate};
    story_start(&t.story, analysis, arena, candidate, model);
    t.callee = called_there(&t);
    finding->routine = words_routine(&t.story, candidate->routine);
    finding->message = message_of(&t);
    finding->lock = lock_name(&t);
    if (candidate->check == DEVLOCK_WRONG_EXTENSION)
        finding->other = words_named(&t.story, held_lock(&t), candidate->kind);
    inputs known = {0};
    if (!candidate->approx && !term_imprecise(&analysis->terms, candidate->condition))
        known = inputs_of(&t.story);
    bool levels = candidate->check == DEVLOCK_IRQL || candidate->check == DEVLOCK_CALL_IRQL;
    /* The finding itself stands at the last event, unless that lies in a callee or is an exit. */
    bool at_operation = candidate->step && !t.callee && t.story.count;
    uint32_t upto = t.story.count - at_operation;
    devlock_note note = {0};
    const devlock_note *first = entry_note(&t, &note) ? &note : NULL;
    notes_of(&t.story, candidate, &(telling_order){upto, first, inputs_sentence(&t.story, &known), levels}, finding);
    note_entry(&t, finding);
    if (analysis->options.explain)
        trace_of(&t.story, candidate, &known, finding);
    if (analysis->options.picture)
        picture_of(&t.story, candidate, upto, first ? first : held_at_entry(&t, &note) ? &note : NULL, &known, finding);
    story_stop(&t.story);
}
