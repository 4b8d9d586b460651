/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Stories. See story.h.
 */
#include "story.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

typedef struct events {
    event *items;
    uint32_t count, capacity;
} events;

/* ---- frames -------------------------------------------------------------------------------------------------- */

static frame *new_frame(story *s, frame *outer, const call_record *call, const devlock_routine *routine)
{
    frame *f = arena_zero(s->arena, sizeof *f);
    *f = (frame){.outer = outer, .call = call, .routine = routine, .next = s->frames};
    if (call)
        flow_translate(&f->translation, s->analysis, call);
    s->frames = f;
    return f;
}

/* A term of a frame in the root's terms. */
static term to_root(frame *f, term x)
{
    for (; f->call; f = f->outer)
        x = rewrite_term(&f->translation.rewrite, x);
    return x;
}

/* ---- events -------------------------------------------------------------------------------------------------- */

static void add_event(events *list, event e)
{
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = e;
}

static const trail *chosen(story *s, frame *f, const trail *join)
{
    for (uint32_t i = 0; i + 1 < join->alternative_count; i++)
        if (evidence_holds(&s->evidence, to_root(f, path_term(&s->analysis->paths, join->alternatives[i].path))))
            return join->alternatives[i].trail;
    return join->alternatives[join->alternative_count - 1].trail;
}

static void collect(story *s, frame *f, const trail *trail, events *list)
{
    /* From the end to the start; then turned round. */
    const struct trail **back = NULL;
    uint32_t count = 0, capacity = 0;
    while (trail->kind != TRAIL_START) {
        if (trail->kind == TRAIL_JOIN) {
            trail = chosen(s, f, trail);
            continue;
        }
        ARRAY_RESERVE(back, count, capacity);
        back[count++] = trail;
        trail = trail->parent;
    }
    while (count-- > 0) {
        uint32_t at = list->count;
        add_event(list, (event){back[count], f, 0});
        if (back[count]->kind == TRAIL_CALL) {
            const call_record *call = back[count]->call;
            collect(s, new_frame(s, f, call, call->routine), call->inside, list);
        }
        list->items[at].end = list->count;
    }
    free(back);
}

/* ---- two locks ----------------------------------------------------------------------------------------------- */

static void append(events *to, const events *from, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        event e = from->items[i];
        e.end = to->count + (e.end - i);
        add_event(to, e);
    }
}

/* The event of a frame that is the same as one of another trail through it, from `begin`. */
static uint32_t find_same(const events *list, uint32_t begin, const event *e)
{
    for (uint32_t i = begin; i < list->count; i++) {
        const event *other = &list->items[i];
        if (other->frame == e->frame && other->trail->kind == e->trail->kind && other->trail->id == e->trail->id &&
            other->trail->choice == e->trail->choice)
            return i;
    }
    return list->count;
}

/* The story of the released lock with that of the held lock woven in: both are parts of one path, and the branches
 * and calls that they share say what came when. */
static events weave(const events *released, const events *held, uint32_t *held_at)
{
    events all = {0};
    uint32_t done = 0;
    for (uint32_t i = 0; i < held->count; i = held->items[i].end) {
        const event *e = &held->items[i];
        uint32_t same = find_same(released, done, e);
        if (same < released->count && e->trail->kind == TRAIL_BRANCH) {
            append(&all, released, done, same + 1);
            done = same + 1;
        } else if (e->trail->kind != TRAIL_BRANCH) {
            if (same < released->count) { /* one call, which both trails tell: the held lock's has more to say */
                append(&all, released, done, same);
                done = released->items[same].end;
            }
            append(&all, held, i, e->end);
        }
    }
    for (uint32_t i = 0; i < all.count; i++)
        if (all.items[i].trail->kind == TRAIL_ACQUIRE)
            *held_at = i;
    append(&all, released, done, released->count);
    return all;
}

/* The last frame of the routine in which the two locks are brought together. */
static frame *frame_of(const events *list, const devlock_routine *routine)
{
    for (uint32_t i = list->count; i-- > 0;)
        if (list->items[i].frame->routine == routine)
            return list->items[i].frame;
    return NULL;
}

static void add_held(story *s, events *list, const kill *kill)
{
    frame *f = frame_of(list, kill->routine);
    if (!f)
        return;
    events held = {0}, inner = {0};
    collect(s, f, kill->held_trail, &held);
    uint32_t first = 0, held_at = UINT32_MAX;
    while (first < list->count && list->items[first].frame != f)
        first++;
    inner = *list; /* the frame's part ends the list: the release is its last event */
    inner.items += first;
    inner.count -= first;
    for (uint32_t i = 0; i < inner.count; i++)
        inner.items[i].end -= first;
    events all = {0}, woven = weave(&inner, &held, &held_at);
    append(&all, list, 0, first);
    append(&all, &woven, 0, woven.count);
    for (uint32_t i = 0; i < first; i++) /* calls that are open round the frame */
        if (list->items[i].end == list->count)
            all.items[i].end = all.count;
    if (held_at != UINT32_MAX)
        s->held = &all.items[first + held_at];
    free(list->items);
    free(held.items);
    free(woven.items);
    *list = all;
}

/* ---- the story ----------------------------------------------------------------------------------------------- */

void story_start(story *s, analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model)
{
    *s = (story){.analysis = analysis, .arena = arena};
    evidence_start(&s->evidence, &analysis->terms, model, candidate->condition);
    events list = {0};
    collect(s, new_frame(s, NULL, NULL, candidate->root), candidate->trail, &list);
    if (candidate->check == DEVLOCK_WRONG_EXTENSION)
        add_held(s, &list, candidate->kill);
    s->events = list.items;
    s->count = list.count;
}

void story_stop(story *s)
{
    for (frame *f = s->frames; f; f = f->next)
        if (f->call)
            rewrite_stop(&f->translation.rewrite);
    evidence_stop(&s->evidence);
    free(s->events);
}

bool story_matters(story *s, const event *e)
{
    return evidence_rests_on(&s->evidence, to_root(e->frame, e->trail->condition));
}
