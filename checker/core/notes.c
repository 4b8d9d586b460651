/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Notes. See notes.h.
 */
#include "notes.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "lane.h"
#include "words.h"

#define ASIDE_LIMIT 4u  /* branches told of a call inside which nothing happens to the lock */
#define ROUND_LIMIT 64u /* notes of one round of a loop */

typedef struct notes {
    story *story;
    uint32_t kind; /* of the lock */
    /* What the next note is of, and how things stand after it. */
    devlock_note_kind told;
    unsigned depth;
    devlock_lock_state state, other;
    devlock_level_range start, level;
    uint32_t time; /* 1 + index of the event that is told; 0: before all */
    bool levels;   /* changes of the IRQL are told: the finding is about it */
    devlock_note *items;
    uint32_t count, capacity;
} notes;

static bool same_place(devlock_place a, devlock_place b)
{
    return a.file == b.file && a.line == b.line && a.column == b.column;
}

static bool same_note(const devlock_note *a, const devlock_note *b)
{
    return same_place(a->place, b->place) && strcmp(a->text, b->text) == 0;
}

static void add(notes *n, devlock_place place, const char *text)
{
    ARRAY_RESERVE(n->items, n->count, n->capacity);
    n->items[n->count++] = (devlock_note){place, text, n->told, n->depth, n->state, n->other, n->level, n->time};
}

/* Adds a note unless it stands behind `from` already: a loop that nothing happens in is told once. */
static void add_once(notes *n, uint32_t from, devlock_place place, const char *text)
{
    devlock_note note = {.place = place, .text = text};
    for (uint32_t i = from; i < n->count; i++)
        if (same_note(&n->items[i], &note))
            return;
    add(n, place, text);
}

/* ---- events -------------------------------------------------------------------------------------------------- */

/* How the lock of an event stands after it. */
static void change_state(notes *n, const event *e)
{
    devlock_lock_state *state = e->other ? &n->other : &n->state;
    if (e->trail->kind == TRAIL_ACQUIRE)
        *state = (devlock_lock_state){DEVLOCK_LOCK_HELD, state->count + 1};
    else if (e->trail->kind == TRAIL_RELEASE && state->count > 1)
        state->count--;
    else if (e->trail->kind == TRAIL_RELEASE)
        *state = (devlock_lock_state){DEVLOCK_LOCK_RELEASED, 0};
}

static devlock_note_kind kind_of(const event *e)
{
    switch (e->trail->kind) {
    case TRAIL_BRANCH:
        return DEVLOCK_NOTE_BRANCH;
    case TRAIL_ACQUIRE:
        return DEVLOCK_NOTE_ACQUIRE;
    case TRAIL_RELEASE:
        return DEVLOCK_NOTE_RELEASE;
    case TRAIL_FAILED:
        return DEVLOCK_NOTE_FAILED;
    case TRAIL_RAISE:
        return DEVLOCK_NOTE_RAISE;
    case TRAIL_CALL:
        return DEVLOCK_NOTE_CALL;
    default:
        return DEVLOCK_NOTE_OTHER;
    }
}

static void lock_note(notes *n, const event *e, const step *st)
{
    bool release = e->trail->kind == TRAIL_RELEASE;
    change_state(n, e);
    const char *verb = e->trail->kind == TRAIL_ACQUIRE ? "acquired here"
                       : release                       ? "released here"
                                                       : "not acquired here: the call fails";
    const char *text = words_lock_at(n->story, st, release ? DEVLOCK_ROLE_RELEASE : DEVLOCK_ROLE_ACQUIRE, n->kind);
    add(n, st->place, arena_format(n->story->arena, "%s is %s", words_named(n->story, text, n->kind), verb));
}

static void call_note(notes *n, const event *e)
{
    const step *st = words_step(e->frame->routine, e->trail->id);
    n->told = DEVLOCK_NOTE_CALL;
    n->time = (uint32_t)(e - n->story->events) + 1;
    if (st)
        add(n, st->place,
            arena_format(n->story->arena, "'%s' is called", words_routine(n->story, e->trail->call->routine)));
}

/* Whether something happens to the lock, or to the level if that is told, between two events. */
static bool eventful(const notes *n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        trail_kind kind = n->story->events[i].trail->kind;
        if (kind != TRAIL_BRANCH && kind != TRAIL_CALL && (kind != TRAIL_LEVEL || n->levels))
            return true;
    }
    return false;
}

/* The level behind the events [from, to). */
static void follow_level(notes *n, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (n->story->events[i].trail->kind == TRAIL_LEVEL)
            n->level = lane_after(n->story, &n->story->events[i], n->start);
}

static void branch_note(notes *n, const event *e, uint32_t from)
{
    n->told = DEVLOCK_NOTE_BRANCH;
    n->time = (uint32_t)(e - n->story->events) + 1;
    if (story_matters(n->story, e))
        add_once(n, from, e->frame->routine->blocks[e->trail->id].end.place, words_branch(n->story, e));
}

/* A call inside which nothing happens to the lock: its own branches say how it ended, if they are few. */
static void tell_aside(notes *n, uint32_t call, uint32_t from)
{
    const event *events = n->story->events;
    uint32_t before = n->count;
    bool deeper = false;
    call_note(n, &events[call]);
    uint32_t inside = n->count;
    n->depth++;
    for (uint32_t i = call + 1; i < events[call].end; i = events[i].end)
        if (events[i].trail->kind == TRAIL_BRANCH)
            branch_note(n, &events[i], inside);
    n->depth--;
    for (uint32_t i = call + 1; i < events[call].end && n->count == inside && !deeper; i++)
        deeper = events[i].trail->kind == TRAIL_BRANCH && story_matters(n->story, &events[i]);
    if (n->count == inside && !deeper) {
        n->count = before;
        return;
    }
    if (n->count - inside > ASIDE_LIMIT)
        n->count = inside;
    if (n->count == inside && inside > before) { /* the bare call: once is enough */
        n->told = DEVLOCK_NOTE_CALL;
        n->count = before;
        add_once(n, from, n->items[before].place, n->items[before].text);
    }
}

static void tell(notes *n, uint32_t from, uint32_t to)
{
    const event *events = n->story->events;
    uint32_t last = n->count; /* behind what happened to the lock last */
    for (uint32_t i = from; i < to; i = events[i].end) {
        const event *e = &events[i];
        const step *st = e->trail->kind == TRAIL_BRANCH ? NULL : words_step(e->frame->routine, e->trail->id);
        n->told = kind_of(e);
        n->time = i + 1;
        if (e->trail->kind == TRAIL_BRANCH) {
            branch_note(n, e, last);
        } else if (e->trail->kind == TRAIL_CALL) {
            if (!eventful(n, i + 1, e->end) && e->end < n->story->count) {
                tell_aside(n, i, last);
                follow_level(n, i + 1, e->end);
                continue;
            }
            call_note(n, e);
            n->depth++;
            tell(n, i + 1, e->end < to ? e->end : to);
            n->depth--;
            last = n->count;
        } else if (st && e->trail->kind == TRAIL_RAISE) {
            add_once(n, last, st->place, "an exception is raised here");
        } else if (e->trail->kind == TRAIL_LEVEL) {
            follow_level(n, i, i + 1);
            if (st && n->levels)
                add_once(n, last, st->place, words_level_change(n->story, e));
        } else if (st && e->trail->kind == TRAIL_WATCHED) {
            add_once(n, last, st->place, words_watched(n->story, st));
        } else if (st) {
            lock_note(n, e, st);
            last = n->count;
        }
    }
}

/* ---- rounds -------------------------------------------------------------------------------------------------- */

/* How often the notes [at, at + size) come, one round after the other. */
static uint32_t rounds_of(const notes *n, uint32_t at, uint32_t size)
{
    uint32_t same = 0;
    while (at + size + same < n->count && same_note(&n->items[at + same], &n->items[at + size + same]))
        same++;
    return 1 + same / size;
}

/* Rounds that tell the same: the first and the last are kept. */
static void fold_rounds(notes *n)
{
    uint32_t kept = 0;
    for (uint32_t at = 0; at < n->count;) {
        uint32_t size = 1, rounds = 1;
        for (; size <= ROUND_LIMIT && rounds < 3; size++)
            rounds = rounds_of(n, at, size);
        size--;
        if (rounds < 3) {
            n->items[kept++] = n->items[at++];
            continue;
        }
        for (uint32_t i = 0; i < size; i++)
            n->items[kept++] = n->items[at + i];
        uint32_t left = rounds - 2;
        devlock_note more = n->items[at + size * (rounds - 1) - 1]; /* how things stand after them */
        more.place = n->items[at + size].place;
        more.text = left == 1 ? "and so once more" : arena_format(n->story->arena, "and so %u times more", left);
        more.kind = DEVLOCK_NOTE_OTHER;
        n->items[kept++] = more;
        at += size * (rounds - 1);
        for (uint32_t i = 0; i < size; i++)
            n->items[kept++] = n->items[at++];
    }
    n->count = kept;
}

void notes_of(story *s, const candidate *c, const telling_order *order, devlock_finding *finding)
{
    notes n = {.story = s, .kind = c->kind, .start = lane_start(s, c), .levels = order->levels};
    n.level = n.start;
    if (order->first) {
        n.state = order->first->state;
        add(&n, order->first->place, order->first->text);
    }
    tell(&n, 0, order->upto);
    fold_rounds(&n);
    n.told = DEVLOCK_NOTE_OTHER;
    if (order->closing)
        add(&n, finding->place, order->closing);
    devlock_note *kept = arena_take(s->arena, (n.count + 1) * sizeof *kept);
    if (n.count)
        memcpy(kept, n.items, n.count * sizeof *kept);
    finding->notes = kept;
    finding->note_count = n.count;
    finding->state = n.state;
    finding->other_state = n.other;
    finding->level = n.level;
    free(n.items);
}
