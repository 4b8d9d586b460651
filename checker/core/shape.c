/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The shape of a routine: order of blocks, slots, liveness. See shape.h.
 */
#include "shape.h"

#include <stdlib.h>
#include <string.h>

/* ---- weak topological order ---------------------------------------------------------------------------------- */

#define INFINITE UINT32_MAX

typedef struct element {
    uint32_t block;
    struct element *body; /* not NULL, or `component`: a loop */
    bool component;
    struct element *next;
} element;

typedef struct ordering {
    const devlock_routine *routine;
    uint32_t *number; /* depth-first numbers: 0 not seen, INFINITE done */
    uint32_t *stack;
    uint32_t depth, next;
    arena *arena;
} ordering;

static uint32_t successor(const block *b, uint32_t i)
{
    return i < b->end.target_count ? b->end.targets[i] : b->handler;
}

static uint32_t successor_count(const block *b)
{
    return b->end.target_count + (b->handler != DEVLOCK_NONE);
}

static uint32_t visit(ordering *o, uint32_t v, element **partition);

static element *component(ordering *o, uint32_t v)
{
    element *partition = NULL;
    const block *b = &o->routine->blocks[v];
    for (uint32_t i = successor_count(b); i-- > 0;)
        if (o->number[successor(b, i)] == 0)
            visit(o, successor(b, i), &partition);
    return partition;
}

static uint32_t visit(ordering *o, uint32_t v, element **partition)
{
    o->stack[o->depth++] = v;
    uint32_t head = o->number[v] = o->next++;
    bool loop = false;
    const block *b = &o->routine->blocks[v];
    for (uint32_t i = successor_count(b); i-- > 0;) {
        uint32_t w = successor(b, i);
        uint32_t low = o->number[w] == 0 ? visit(o, w, partition) : o->number[w];
        if (low <= head) {
            head = low;
            loop = true;
        }
    }
    if (head != o->number[v])
        return head;
    o->number[v] = INFINITE;
    uint32_t top = o->stack[--o->depth];
    element *e = arena_zero(o->arena, sizeof *e);
    e->block = v;
    if (loop) {
        while (top != v) {
            o->number[top] = 0;
            top = o->stack[--o->depth];
        }
        e->component = true;
        e->body = component(o, v);
    }
    e->next = *partition;
    *partition = e;
    return head;
}

static void flatten(shape *s, const element *e)
{
    for (; e; e = e->next) {
        uint32_t at = s->order_count++;
        s->order[at] = (order_item){e->block, 0, e->component};
        s->position[e->block] = at;
        flatten(s, e->body);
        s->order[at].end = s->order_count;
    }
}

static void find_order(shape *s)
{
    const devlock_routine *r = s->routine;
    ordering o = {.routine = r, .next = 1, .arena = arena_new()};
    o.number = must_zero(r->block_count * sizeof *o.number);
    o.stack = must_allocate(r->block_count * sizeof *o.stack);
    s->order = must_zero(r->block_count * sizeof *s->order);
    s->position = must_allocate(r->block_count * sizeof *s->position);
    memset(s->position, 0xFF, r->block_count * sizeof *s->position);
    element *partition = NULL;
    visit(&o, 0, &partition);
    flatten(s, partition);
    free(o.number);
    free(o.stack);
    arena_free(o.arena);
}

/* ---- slots --------------------------------------------------------------------------------------------------- */

typedef void (*operand_use)(void *user, uint32_t block, const devlock_operand *operand);

static void each_operand(const devlock_routine *r, uint32_t block_id, operand_use use, void *user)
{
    const block *b = &r->blocks[block_id];
    for (uint32_t i = 0; i < b->step_count; i++) {
        const step *st = &b->steps[i];
        use(user, block_id, &st->a);
        use(user, block_id, &st->b);
        for (uint32_t j = 0; j < st->argument_count; j++)
            use(user, block_id, &st->arguments[j].value);
    }
    use(user, block_id, &b->end.value);
}

typedef struct homes {
    shape *shape;
    const uint32_t *home; /* temporary -> block that sets it */
} homes;

static void mark_crossing(void *user, uint32_t block, const devlock_operand *operand)
{
    homes *h = user;
    if (operand->kind != DEVLOCK_OPERAND_TEMP || h->home[operand->id] == block)
        return;
    if (h->shape->temp_slot[operand->id] == DEVLOCK_NONE)
        h->shape->temp_slot[operand->id] = h->shape->slot_count++;
}

static void find_slots(shape *s)
{
    const devlock_routine *r = s->routine;
    uint32_t temps = r->temp_count + 1;
    s->variable_slot = must_allocate((r->variable_count + 1) * sizeof *s->variable_slot);
    for (uint32_t i = 0; i < r->variable_count; i++)
        s->variable_slot[i] = (r->variables[i].flags & DEVLOCK_VARIABLE_SCALAR) ? s->slot_count++ : DEVLOCK_NONE;
    uint32_t *home = must_allocate(temps * sizeof *home);
    memset(home, 0xFF, temps * sizeof *home);
    s->temp_slot = must_allocate(temps * sizeof *s->temp_slot);
    memset(s->temp_slot, 0xFF, temps * sizeof *s->temp_slot);
    s->temp_local = must_zero(temps * sizeof *s->temp_local);
    s->local_count = must_zero(r->block_count * sizeof *s->local_count);
    s->step_block = must_zero((r->step_count + 1) * sizeof *s->step_block);
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            s->step_block[st->id] = b;
            if (st->result == DEVLOCK_NONE)
                continue;
            home[st->result] = b;
            s->temp_local[st->result] = s->local_count[b]++;
        }
    homes h = {s, home};
    for (uint32_t b = 0; b < r->block_count; b++) {
        each_operand(r, b, mark_crossing, &h);
        if (s->local_count[b] > s->max_local)
            s->max_local = s->local_count[b];
    }
    free(home);
}

/* ---- liveness ------------------------------------------------------------------------------------------------ */

static void set_bit(uint64_t *row, uint32_t i)
{
    row[i / 64] |= (uint64_t)1 << (i % 64);
}

static void clear_bit(uint64_t *row, uint32_t i)
{
    row[i / 64] &= ~((uint64_t)1 << (i % 64));
}

static uint32_t scalar_slot(const shape *s, const devlock_operand *o)
{
    return o->kind == DEVLOCK_OPERAND_VARIABLE ? s->variable_slot[o->id] : DEVLOCK_NONE;
}

static void use_operand(const shape *s, uint64_t *row, const devlock_operand *o)
{
    if (o->kind == DEVLOCK_OPERAND_TEMP && s->temp_slot[o->id] != DEVLOCK_NONE)
        set_bit(row, s->temp_slot[o->id]);
}

/* Backwards over a block: from what is live at its end to what is live at its start. */
static void transfer(const shape *s, const block *b, uint64_t *row)
{
    use_operand(s, row, &b->end.value);
    for (uint32_t i = b->step_count; i-- > 0;) {
        const step *st = &b->steps[i];
        uint32_t slot = scalar_slot(s, &st->a);
        if (st->result != DEVLOCK_NONE && s->temp_slot[st->result] != DEVLOCK_NONE)
            clear_bit(row, s->temp_slot[st->result]);
        if (slot != DEVLOCK_NONE && (st->kind == STEP_STORE || st->kind == STEP_DECLARE))
            clear_bit(row, slot);
        use_operand(s, row, &st->a);
        use_operand(s, row, &st->b);
        for (uint32_t j = 0; j < st->argument_count; j++)
            use_operand(s, row, &st->arguments[j].value);
        if (slot != DEVLOCK_NONE && st->kind == STEP_LOAD)
            set_bit(row, slot);
    }
}

static void find_liveness(shape *s)
{
    const devlock_routine *r = s->routine;
    s->words = (s->slot_count + 63) / 64 + (s->slot_count == 0);
    s->live = must_zero((size_t)r->block_count * s->words * sizeof *s->live);
    uint64_t *row = must_allocate(s->words * sizeof *row);
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = s->order_count; i-- > 0;) {
            uint32_t id = s->order[i].block;
            const block *b = &r->blocks[id];
            memset(row, 0, s->words * sizeof *row);
            for (uint32_t j = 0; j < b->end.target_count; j++)
                for (uint32_t w = 0; w < s->words; w++)
                    row[w] |= s->live[(size_t)b->end.targets[j] * s->words + w];
            transfer(s, b, row);
            if (b->handler != DEVLOCK_NONE) /* any step may go there */
                for (uint32_t w = 0; w < s->words; w++)
                    row[w] |= s->live[(size_t)b->handler * s->words + w];
            uint64_t *mine = &s->live[(size_t)id * s->words];
            for (uint32_t w = 0; w < s->words; w++) {
                changed |= (row[w] & ~mine[w]) != 0;
                mine[w] |= row[w];
            }
        }
    }
    free(row);
}

/* ---- branches that meet again at once ------------------------------------------------------------------------ */

/* Whether a block changes nothing by itself: it computes, reads and calls functions by name. */
static bool only_computes(const shape *s, const block *b)
{
    if (b->end.kind != END_JUMP || b->handler != DEVLOCK_NONE)
        return false;
    for (uint32_t i = 0; i < b->step_count; i++) {
        const step *st = &b->steps[i];
        bool fits = st->kind == STEP_UNARY || st->kind == STEP_BINARY || st->kind == STEP_INDEX ||
                    st->kind == STEP_LOAD || (st->kind == STEP_CALL && st->a.kind == DEVLOCK_OPERAND_FUNCTION);
        if (!fits || (st->result != DEVLOCK_NONE && s->temp_slot[st->result] != DEVLOCK_NONE))
            return false;
    }
    return true;
}

static uint32_t meeting_point(const shape *s, uint32_t id)
{
    const devlock_routine *r = s->routine;
    const block_end *end = &r->blocks[id].end;
    if (end->kind != END_BRANCH)
        return DEVLOCK_NONE;
    for (uint32_t i = 0; i < 2; i++) { /* one side may be empty */
        uint32_t meet = end->targets[i];
        bool all = true;
        for (uint32_t k = 0; k < 2; k++) {
            const block *side = &r->blocks[end->targets[k]];
            all = all && (end->targets[k] == meet || (only_computes(s, side) && side->end.targets[0] == meet));
        }
        if (all)
            return meet;
    }
    const block *one = &r->blocks[end->targets[0]], *two = &r->blocks[end->targets[1]];
    bool diamond = only_computes(s, one) && only_computes(s, two) && one->end.targets[0] == two->end.targets[0];
    return diamond ? one->end.targets[0] : DEVLOCK_NONE;
}

static void find_skips(shape *s)
{
    const devlock_routine *r = s->routine;
    s->skip = must_allocate(r->block_count * sizeof *s->skip);
    for (uint32_t i = 0; i < r->block_count; i++) {
        s->skip[i] = meeting_point(s, i);
        if (s->skip[i] == DEVLOCK_NONE)
            continue;
        /* Only forwards: the head of a loop must see each round. */
        const block_end *end = &r->blocks[i].end;
        for (uint32_t k = 0; k < 2; k++)
            if (s->position[end->targets[k]] <= s->position[i])
                s->skip[i] = DEVLOCK_NONE;
        if (s->skip[i] != DEVLOCK_NONE && s->position[s->skip[i]] <= s->position[i])
            s->skip[i] = DEVLOCK_NONE;
    }
}

shape *shape_new(const devlock_routine *routine)
{
    shape *s = must_zero(sizeof *s);
    s->routine = routine;
    find_order(s);
    find_slots(s);
    find_liveness(s);
    find_skips(s);
    return s;
}

void shape_free(shape *s)
{
    if (!s)
        return;
    free(s->order);
    free(s->position);
    free(s->step_block);
    free(s->variable_slot);
    free(s->temp_slot);
    free(s->temp_local);
    free(s->local_count);
    free(s->live);
    free(s->skip);
    free(s);
}
