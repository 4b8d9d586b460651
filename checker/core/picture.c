/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Pictures. See picture.h.
 */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "lane.h"
#include "notes.h"

typedef enum mark { MARK_OFF, MARK_MAYBE, MARK_ON } mark;

/* What is known of a step: whether the path runs through it, and before which events first and last. */
typedef struct touch {
    mark mark;
    uint32_t first, last;
} touch;

/* A routine on the path, and which of its steps and ends of blocks the path runs through. */
typedef struct drawn {
    const devlock_routine *routine;
    const shape *shape;
    touch *steps, *ends;
    uint32_t now; /* 1 + index of the event before which is marked */
} drawn;

typedef struct picture {
    story *story;
    drawn **items;
    uint32_t count, capacity;
} picture;

/* Where the path is in a routine: before a step of a block. */
typedef struct position {
    drawn *in;
    uint32_t block, step;
} position;

static drawn *drawn_of(picture *p, const devlock_routine *r)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (p->items[i]->routine == r)
            return p->items[i];
    arena *arena = p->story->arena;
    drawn *d = arena_zero(arena, sizeof *d);
    *d = (drawn){r, p->story->analysis->shapes[r->index], arena_zero(arena, (r->step_count + 1) * sizeof(touch)),
                 arena_zero(arena, (r->block_count + 1) * sizeof(touch)), 0};
    ARRAY_RESERVE(p->items, p->count, p->capacity);
    return p->items[p->count++] = d;
}

static void set(const drawn *d, touch *at, mark m)
{
    if (at->mark == MARK_OFF)
        at->first = d->now;
    if (at->mark < m)
        at->mark = m;
    at->last = d->now;
}

/* Marks the steps [from, to) of a block. */
static void mark_steps(drawn *d, uint32_t block, uint32_t from, uint32_t to, mark m)
{
    for (uint32_t i = from; i < to; i++)
        set(d, &d->steps[d->routine->blocks[block].steps[i].id], m);
}

static void mark_block(drawn *d, uint32_t block, uint32_t from, mark m)
{
    mark_steps(d, block, from, d->routine->blocks[block].step_count, m);
    set(d, &d->ends[block], m);
}

/* ---- ways through a routine ---------------------------------------------------------------------------------- */

/* The blocks from which a block can be reached, itself among them; to: DEVLOCK_NONE: a way out. free() it. */
static bool *reaching(const devlock_routine *r, uint32_t to)
{
    bool *reaches = must_zero(r->block_count + 1);
    for (uint32_t b = 0; b < r->block_count; b++)
        reaches[b] = to == DEVLOCK_NONE ? r->blocks[b].end.kind == END_RETURN : b == to;
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t b = r->block_count; b-- > 0;)
            for (uint32_t i = 0; i < r->blocks[b].end.target_count && !reaches[b]; i++)
                changed |= reaches[b] = reaches[r->blocks[b].end.targets[i]];
    }
    return reaches;
}

/* The path goes through some of the blocks that lead to its next event, and nothing says which. */
static void mark_between(drawn *d, uint32_t from, uint32_t to, const bool *reaches)
{
    const devlock_routine *r = d->routine;
    uint32_t *work = must_allocate((r->block_count + 1) * sizeof *work), count = 0;
    bool *seen = must_zero(r->block_count + 1);
    work[count++] = from;
    seen[from] = true;
    while (count) {
        const block_end *end = &r->blocks[work[--count]].end;
        for (uint32_t i = 0; i < end->target_count; i++) {
            uint32_t next = end->targets[i];
            if (seen[next] || !reaches[next] || next == to)
                continue;
            seen[next] = true;
            mark_block(d, next, 0, MARK_MAYBE);
            work[count++] = next;
        }
    }
    free(work);
    free(seen);
}

/* The block that follows on the way to another; DEVLOCK_NONE: not known. */
static uint32_t successor(drawn *d, uint32_t block, uint32_t to, const bool *reaches)
{
    const block_end *end = &d->routine->blocks[block].end;
    uint32_t found = DEVLOCK_NONE;
    for (uint32_t i = 0; i < end->target_count; i++) {
        uint32_t next = end->targets[i];
        if (!reaches[next] || next == found)
            continue;
        if (found == DEVLOCK_NONE) {
            found = next;
            continue;
        }
        uint32_t meet = d->shape ? d->shape->skip[block] : DEVLOCK_NONE;
        if (meet == DEVLOCK_NONE || !reaches[meet]) {
            mark_between(d, block, to, reaches);
            return DEVLOCK_NONE;
        }
        for (uint32_t k = 0; k < end->target_count; k++)
            if (end->targets[k] != meet)
                mark_block(d, end->targets[k], 0, MARK_MAYBE);
        return meet;
    }
    return found;
}

/* Moves on to a step of a block, or to its end: marks what lies between. */
static void go_to(position *at, uint32_t block, uint32_t step)
{
    drawn *d = at->in;
    bool *reaches = reaching(d->routine, block);
    for (uint32_t guard = 2 * d->routine->block_count; at->block != block || at->step > step; guard--) {
        mark_block(d, at->block, at->step, MARK_ON);
        uint32_t next = guard ? successor(d, at->block, block, reaches) : DEVLOCK_NONE;
        at->block = next == DEVLOCK_NONE ? block : next;
        at->step = 0;
    }
    mark_steps(d, block, at->step, step, MARK_ON);
    at->step = step;
    free(reaches);
}

/* Moves on to the end of the routine. */
static void leave(position *at)
{
    drawn *d = at->in;
    bool *reaches = reaching(d->routine, DEVLOCK_NONE);
    for (uint32_t guard = 2 * d->routine->block_count; guard && at->block != DEVLOCK_NONE; guard--) {
        mark_block(d, at->block, at->step, MARK_ON);
        at->block = successor(d, at->block, DEVLOCK_NONE, reaches);
        at->step = 0;
    }
    free(reaches);
}

/* ---- the path ------------------------------------------------------------------------------------------------ */

static void take_branch(position *at, const trail *t)
{
    const devlock_routine *r = at->in->routine;
    go_to(at, t->id, r->blocks[t->id].step_count);
    mark_block(at->in, t->id, r->blocks[t->id].step_count, MARK_ON);
    if (t->choice < r->blocks[t->id].end.target_count)
        *at = (position){at->in, r->blocks[t->id].end.targets[t->choice], 0};
}

static void take_step(position *at, const trail *t)
{
    const devlock_routine *r = at->in->routine;
    if (!at->in->shape || t->id >= r->step_count)
        return;
    uint32_t block = at->in->shape->step_block[t->id];
    uint32_t index = t->id - r->blocks[block].steps[0].id;
    go_to(at, block, index);
    mark_steps(at->in, block, index, index + 1, MARK_ON);
    at->step = index + 1;
    if (t->kind == TRAIL_RAISE && r->blocks[block].handler != DEVLOCK_NONE)
        *at = (position){at->in, r->blocks[block].handler, 0};
}

/* The events of one routine's part of the story. returns: it comes back to its caller. */
static void draw(picture *p, position *at, uint32_t from, uint32_t to, bool returns)
{
    const event *events = p->story->events;
    for (uint32_t i = from; i < to; i = events[i].end) {
        const trail *t = events[i].trail;
        at->in->now = i + 1;
        if (t->kind == TRAIL_BRANCH)
            take_branch(at, t);
        else
            take_step(at, t);
        if (t->kind == TRAIL_CALL) {
            position inside = {drawn_of(p, t->call->routine), 0, 0};
            draw(p, &inside, i + 1, events[i].end, events[i].end < p->story->count);
        }
    }
    at->in->now = to + 1;
    if (returns)
        leave(at);
}

/* The path ends at an exit. */
static void draw_exit(position *at, devlock_place place)
{
    const devlock_routine *r = at->in->routine;
    for (uint32_t b = 0; b < r->block_count; b++) {
        const block_end *end = &r->blocks[b].end;
        if (end->kind != END_RETURN || end->place.line != place.line || end->place.column != place.column)
            continue;
        go_to(at, b, r->blocks[b].step_count);
        set(at->in, &at->in->ends[b], MARK_ON);
        return;
    }
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

static int compare_lines(const void *x, const void *y)
{
    const devlock_line *a = x, *b = y;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (int)b->kind - (int)a->kind; /* of several on a line, the one that says most */
}

static void add_line(devlock_line **to, devlock_place place, const touch *t)
{
    static const devlock_line_kind kinds[] = {
        [MARK_OFF] = DEVLOCK_LINE_PASSED, [MARK_MAYBE] = DEVLOCK_LINE_OPEN, [MARK_ON] = DEVLOCK_LINE_RUN};
    if (place.file != DEVLOCK_NONE && place.line)
        *(*to)++ = (devlock_line){place.file, place.line, kinds[t->mark], t->first, t->last};
}

static void add_lines(const drawn *d, devlock_line **to)
{
    const devlock_routine *r = d->routine;
    for (uint32_t b = 0; b < r->block_count; b++) {
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++)
            add_line(to, r->blocks[b].steps[i].place, &d->steps[r->blocks[b].steps[i].id]);
        if (r->blocks[b].end.kind != END_JUMP && r->blocks[b].end.kind != END_UNREACHABLE)
            add_line(to, r->blocks[b].end.place, &d->ends[b]);
    }
}

/* Several steps of a line count as one. */
static void widen(devlock_line *line, const devlock_line *more)
{
    line->first = more->first < line->first ? more->first : line->first;
    line->last = more->last > line->last ? more->last : line->last;
}

static void keep_lines(picture *p, devlock_finding *finding)
{
    size_t most = 1;
    for (uint32_t i = 0; i < p->count; i++)
        most += p->items[i]->routine->step_count + p->items[i]->routine->block_count;
    devlock_line *lines = must_allocate(most * sizeof *lines), *end = lines;
    for (uint32_t i = 0; i < p->count; i++)
        add_lines(p->items[i], &end);
    size_t count = 0, all = (size_t)(end - lines);
    if (all)
        qsort(lines, all, sizeof *lines, compare_lines);
    for (size_t i = 0; i < all; i++) {
        devlock_line *last = count ? &lines[count - 1] : NULL;
        if (!last || last->file != lines[i].file || last->line != lines[i].line)
            lines[count++] = lines[i];
        else if (lines[i].kind != DEVLOCK_LINE_PASSED)
            widen(last, &lines[i]);
    }
    devlock_line *kept = arena_take(p->story->arena, (count + 1) * sizeof *kept);
    memcpy(kept, lines, count * sizeof *kept);
    finding->lines = kept;
    finding->line_count = count;
    free(lines);
}

static void keep_inputs(const story *s, const inputs *inputs, devlock_finding *finding)
{
    devlock_input *kept = arena_take(s->arena, (inputs->count + 1) * sizeof *kept);
    for (uint32_t i = 0; i < inputs->count; i++) {
        const input *in = &inputs->items[i];
        kept[i] = (devlock_input){in->name, in->where, in->value, in->is_result};
    }
    finding->inputs = kept;
    finding->input_count = inputs->count;
}

/* The steps. The entry's note, which explain.c adds to the told ones, comes first here as well. */
static void keep_steps(story *s, const candidate *candidate, uint32_t upto, const devlock_note *first,
                       devlock_finding *finding)
{
    devlock_finding all = {.place = finding->place};
    notes_of(s, candidate, &(telling_order){upto, first, NULL, true}, &all);
    finding->drawn = all.notes;
    finding->drawn_count = all.note_count;
}

void picture_of(story *s, const candidate *candidate, uint32_t upto, const devlock_note *first, const inputs *inputs,
                devlock_finding *finding)
{
    keep_inputs(s, inputs, finding);
    keep_steps(s, candidate, upto, first, finding);
    finding->start = lane_start(s, candidate);
    picture p = {.story = s};
    position at = {drawn_of(&p, s->root), 0, 0};
    draw(&p, &at, 0, s->count, false);
    if (!candidate->step)
        draw_exit(&at, candidate->place);
    keep_lines(&p, finding);
    free(p.items);
}

uint32_t picture_last_line(const devlock_routine *r)
{
    uint32_t last = r->place.line;
    for (uint32_t b = 0; b < r->block_count; b++) {
        const block *block = &r->blocks[b];
        for (uint32_t i = 0; i < block->step_count; i++)
            if (block->steps[i].place.file == r->place.file && block->steps[i].place.line > last)
                last = block->steps[i].place.line;
        if (block->end.place.file == r->place.file && block->end.place.line > last)
            last = block->end.place.line;
    }
    return last;
}
