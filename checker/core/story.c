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

term story_to_root(frame *f, term x)
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
        if (evidence_holds(&s->evidence, story_to_root(f, path_term(&s->analysis->paths, join->alternatives[i].path))))
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
        add_event(list, (event){.trail = back[count], .frame = f});
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

typedef struct span {
    const events *list;
    uint32_t begin, end;
} span;

/* The event of one routine's part that is the same as one of another trail through it. */
static uint32_t find_same(span in, const event *e)
{
    uint32_t i = in.begin;
    while (i < in.end) {
        const trail *other = in.list->items[i].trail;
        if (other->kind == e->trail->kind && other->id == e->trail->id && other->choice == e->trail->choice)
            break;
        i = in.list->items[i].end;
    }
    return i;
}

/* The story of the released lock with that of the held lock woven in: both are parts of one path, and the branches
 * and calls that they share say what came when. */
static void weave(events *all, span released, span held)
{
    for (uint32_t i = held.begin; i < held.end; i = held.list->items[i].end) {
        const event *e = &held.list->items[i];
        uint32_t same = find_same(released, e);
        bool shared = same < released.end, call = e->trail->kind == TRAIL_CALL;
        if (shared && (call || e->trail->kind == TRAIL_BRANCH || e->trail->kind == TRAIL_LEVEL)) {
            append(all, released.list, released.begin, same);
            uint32_t at = all->count;
            append(all, released.list, same, same + 1);
            uint32_t end = released.list->items[same].end;
            weave(all, (span){released.list, same + 1, end}, (span){held.list, i + 1, e->end});
            all->items[at].end = all->count;
            released.begin = end;
        } else if (e->trail->kind != TRAIL_BRANCH) {
            append(all, held.list, i, e->end);
        }
    }
    append(all, released.list, released.begin, released.end);
}

/* The last frame of the routine in which the two locks are brought together. */
static frame *frame_of(const events *list, const devlock_routine *routine)
{
    for (uint32_t i = list->count; i-- > 0;)
        if (list->items[i].frame->routine == routine)
            return list->items[i].frame;
    return NULL;
}

static bool is_of(const events *list, const trail *trail)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].trail == trail)
            return true;
    return false;
}

static void add_held(story *s, events *list, const kill *kill)
{
    frame *f = frame_of(list, kill->routine);
    if (!f)
        return;
    events held = {0}, all = {0};
    collect(s, f, kill->held_trail, &held);
    for (uint32_t i = 0; i < held.count; i++)
        held.items[i].other = true;
    uint32_t first = 0;
    while (first < list->count && list->items[first].frame != f)
        first++;
    /* The frame's part ends the list: the release is its last event. */
    append(&all, list, 0, first);
    weave(&all, (span){list, first, list->count}, (span){&held, 0, held.count});
    for (uint32_t i = 0; i < first; i++) /* calls that are open round the frame */
        if (list->items[i].end == list->count)
            all.items[i].end = all.count;
    for (uint32_t i = first; i < all.count; i++)
        if (all.items[i].trail->kind == TRAIL_ACQUIRE && is_of(&held, all.items[i].trail))
            s->held = &all.items[i];
    free(list->items);
    free(held.items);
    *list = all;
}

/* ---- the story ----------------------------------------------------------------------------------------------- */

void story_start(story *s, analysis *analysis, arena *arena, const candidate *candidate, const proof_model *model)
{
    *s = (story){.analysis = analysis, .arena = arena, .root = candidate->root};
    evidence_start(&s->evidence, &analysis->terms, model, candidate->condition);
    s->valued = evidence_holds(&s->evidence, candidate->condition);
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

uint64_t story_value(story *s, const event *e, term value)
{
    return valuation_of(&s->evidence.valuation, story_to_root(e->frame, value));
}

bool story_matters(story *s, const event *e)
{
    return evidence_rests_on(&s->evidence, story_to_root(e->frame, e->trail->condition));
}
