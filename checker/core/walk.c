/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The walk over a routine's blocks, in weak topological order: a block runs when all that leads to it has run.
 *
 * Widened run (bound 0): a loop is run until the state at its head no longer changes; only what the last round sends
 * out of the loop counts. Bounded run: a loop is run round by round, each round with names of its own for what is new
 * in it, up to the bound; rounds that the values themselves decide (a constant trip count) are free. What would go on
 * beyond the bound is remembered as truncated.
 *
 * Needs: a shape. Leaves behind: states at the exits. Cost: blocks times rounds; a budget of block runs ends it.
 */
#include <stdlib.h>
#include <string.h>

#include "budget.h"

#define FRESH_ROUNDS   3u     /* of them, rounds in which facts about the loop are looked for */
#define REFINED_ROUNDS 6u     /* the same in refined runs */
#define WIDEN_ROUNDS   24u    /* rounds of a widened loop before it is given up */
#define SLOW_ROUNDS    160u   /* the same in runs that watch what is slow */
#define FREE_ROUNDS    4096u  /* rounds with a decided count */
#define RUN_BUDGET     60000u /* block runs of one bounded run */

void walk_send(flow *flow, state *s, uint32_t block)
{
    states_add(&flow->inbox[block], s);
}

static void run_block(flow *flow, uint32_t block, state_list *states)
{
    for (uint32_t i = 0; i < states->count && !budget_spent(flow); i++) {
        flow->block_runs++;
        steps_run_block(flow, block, states->items[i]);
    }
}

/* Takes what has arrived at a block, merged by key. */
static state_list take_inbox(flow *flow, uint32_t block)
{
    state_list merged = {0};
    state_list *in = &flow->inbox[block];
    if (in->count)
        join_by_key(flow, in, block, block, 0, &merged);
    in->count = 0;
    return merged;
}

static void walk_items(flow *flow, uint32_t from, uint32_t to);

/* ---- widened loops ------------------------------------------------------------------------------------------- */

/* What had been collected before a round of a loop, so that a round can be done again. */
typedef struct marks {
    uint32_t *inbox; /* by block: how much there was; for blocks of the loop all of it is kept */
    state ***kept;
    uint32_t exits, unwinds, errors, sights, locks, uses;
} marks;

static void take_marks(flow *flow, const order_item *loop, marks *m)
{
    uint32_t blocks = flow->routine->block_count;
    m->inbox = must_zero(blocks * sizeof *m->inbox);
    m->kept = must_zero(blocks * sizeof *m->kept);
    for (uint32_t b = 0; b < blocks; b++)
        m->inbox[b] = flow->inbox[b].count;
    for (uint32_t i = (uint32_t)(loop - flow->shape->order); i < loop->end; i++) {
        uint32_t b = flow->shape->order[i].block, n = m->inbox[b];
        if (n == 0)
            continue;
        m->kept[b] = must_allocate(n * sizeof *m->kept[b]);
        memcpy(m->kept[b], flow->inbox[b].items, n * sizeof *m->kept[b]);
    }
    m->exits = flow->exits.count;
    m->unwinds = flow->unwinds.count;
    m->errors = flow->run->error_count;
    m->sights = flow->run->sight_count;
    m->locks = flow->run->lock_count;
    m->uses = flow->run->use_count;
}

static void back_to_marks(flow *flow, const marks *m)
{
    for (uint32_t b = 0; b < flow->routine->block_count; b++) {
        flow->inbox[b].count = m->inbox[b];
        if (m->kept[b])
            memcpy(flow->inbox[b].items, m->kept[b], m->inbox[b] * sizeof *m->kept[b]);
    }
    flow->exits.count = m->exits;
    flow->unwinds.count = m->unwinds;
    flow->run->error_count = m->errors;
    flow->run->sight_count = m->sights;
    flow->run->lock_count = m->locks; /* the last round names all that there are */
    flow->run->use_count = m->uses;
}

static void free_marks(flow *flow, marks *m)
{
    for (uint32_t b = 0; b < flow->routine->block_count; b++)
        free(m->kept[b]);
    free(m->kept);
    free(m->inbox);
}

/* A lock named by a value of this round has another name, or none, in the next; unless it is one that was there before
 * the loop, and only unknown calls may have changed the place that it is read from. */
static void age_keys(flow *flow, state_list *back)
{
    term lock = flow->run->key.lock;
    if (!join_owned(flow, lock) || !join_owned(flow, memory_before_calls(&flow->analysis->terms, lock)))
        return;
    for (uint32_t i = 0; i < back->count; i++) {
        state *s = back->items[i];
        if (s->key.stale)
            continue;
        if (s->key.status == LOCK_HELD && !s->key.inherited)
            s->key.stale = 1;
        else
            s->key = flow->run->key.entry;
    }
}

static state *with_key(const state_list *list, lock_key key)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (lock_key_equal(list->items[i]->key, key))
            return list->items[i];
    return NULL;
}

static bool same_state(const flow *flow, const state *a, const state *b)
{
    return a->key.elapsed == b->key.elapsed && a->path == b->path && a->memory == b->memory && a->approx == b->approx &&
           a->doubt == b->doubt &&
           (a->slots == b->slots || memcmp(a->slots, b->slots, flow->shape->slot_count * sizeof *a->slots) == 0);
}

static bool same_heads(const flow *flow, const state_list *a, const state_list *b)
{
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++) {
        const state *other = with_key(b, a->items[i]->key);
        if (!other || !same_state(flow, a->items[i], other))
            return false;
    }
    return true;
}

/* The states at the head for the next round. */
static state_list next_heads(flow *flow, uint32_t head, const state_list *entry, const state_list *back,
                             const state_list *heads, bool fresh)
{
    state_list next = {0};
    memory base = entry->count ? entry->items[0]->memory : MEMORY_INITIAL;
    for (uint32_t i = 1; i < entry->count; i++)
        if (entry->items[i]->memory != base)
            base = MEMORY_INITIAL;
    state **mine = must_allocate((back->count + 1) * sizeof *mine);
    for (uint32_t pass = 0; pass < 2; pass++) {
        const state_list *from = pass ? back : entry;
        for (uint32_t i = 0; i < from->count; i++) {
            lock_key key = from->items[i]->key;
            if (with_key(&next, key))
                continue;
            uint32_t count = 0;
            for (uint32_t k = 0; k < back->count; k++)
                if (lock_key_equal(back->items[k]->key, key))
                    mine[count++] = back->items[k];
            state *e = with_key(entry, key);
            states_add(&next,
                       count ? join_loop(flow, head, key, e, mine, count, with_key(heads, key), base, fresh) : e);
        }
    }
    free(mine);
    return next;
}

static void walk_widened(flow *flow, const order_item *loop)
{
    uint32_t at = (uint32_t)(loop - flow->shape->order), head = loop->block;
    uint32_t outer_from = flow->loop_from, outer_to = flow->loop_to;
    state_list entry = take_inbox(flow, head), heads = {0};
    for (uint32_t i = 0; i < entry.count; i++)
        states_add(&heads, entry.items[i]);
    marks m;
    take_marks(flow, loop, &m);
    for (uint32_t round = 0;; round++) {
        back_to_marks(flow, &m);
        run_block(flow, head, &heads);
        walk_items(flow, at + 1, loop->end);
        state_list back = flow->inbox[head];
        flow->inbox[head] = (state_list){0};
        flow->loop_from = at;
        flow->loop_to = loop->end;
        owned_forget(flow);
        age_keys(flow, &back);
        bool fresh = round < (flow->run->key.refined ? REFINED_ROUNDS : FRESH_ROUNDS);
        state_list next = next_heads(flow, head, &entry, &back, &heads, fresh);
        flow->loop_from = outer_from;
        flow->loop_to = outer_to;
        bool done = back.count == 0 || flow->run->spent || same_heads(flow, &next, &heads);
        /* Time under a lock goes up from round to round, until it is too long. */
        if (!done && round >= (flow->run->key.watch & WATCH_SLOW ? SLOW_ROUNDS : WIDEN_ROUNDS))
            done = flow->run->exhausted = true;
        free(back.items);
        free(heads.items);
        heads = next;
        if (done)
            break;
    }
    flow->run->approx |= heads.count > 0 && heads.items[0]->approx;
    free_marks(flow, &m);
    free(entry.items);
    free(heads.items);
}

/* ---- bounded loops ------------------------------------------------------------------------------------------- */

/* Whether a round decided nothing about how often the loop runs: its paths only grew by "no exception here". */
static bool round_is_free(flow *flow, const state_list *before, const state_list *after)
{
    const paths *paths = &flow->analysis->paths;
    const terms *terms = &flow->analysis->terms;
    for (uint32_t i = 0; i < after->count; i++) {
        path p = after->items[i]->path;
        for (;;) {
            bool met = false;
            for (uint32_t k = 0; k < before->count; k++)
                met |= before->items[k]->path == p;
            if (met)
                break;
            if (p <= PATH_TRUE)
                return false;
            const term_node *n = term_at(terms, path_at(paths, p)->atom);
            if (n->op != TERM_BOOL_NOT || term_at(terms, n->a)->op != TERM_SYMBOL ||
                term_at(terms, n->a)->a != SYMBOL_RAISE)
                return false;
            p = path_at(paths, p)->parent;
        }
    }
    return true;
}

/* The state of the round before: the same but for the time that has passed. */
static const state *at_another_time(const state_list *list, lock_key key)
{
    key.elapsed = key.waits = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        lock_key other = list->items[i]->key;
        other.elapsed = other.waits = 0;
        if (lock_key_equal(other, key))
            return list->items[i];
    }
    return NULL;
}

/* Whether some variable went from one constant to another: a counter that will decide the loop's end. */
static bool round_counts(const flow *flow, const state_list *before, const state_list *after)
{
    const terms *terms = &flow->analysis->terms;
    for (uint32_t i = 0; i < after->count; i++) {
        const state *old = at_another_time(before, after->items[i]->key), *now = after->items[i];
        for (uint32_t slot = 0; old && slot < flow->shape->slot_count; slot++)
            if (now->slots[slot] != old->slots[slot] && now->slots[slot] && old->slots[slot] &&
                term_is_constant(terms, now->slots[slot], NULL) && term_is_constant(terms, old->slots[slot], NULL))
                return true;
    }
    return false;
}

static void note_truncated(flow *flow, const state_list *states)
{
    for (uint32_t i = 0; i < states->count; i++)
        flow->run->truncated = term_or(&flow->analysis->terms, flow->run->truncated,
                                       path_term(&flow->analysis->paths, states->items[i]->path));
}

static void walk_bounded(flow *flow, const order_item *loop)
{
    uint32_t at = (uint32_t)(loop - flow->shape->order), head = loop->block;
    uint32_t outer = flow->visit, counted = 0, rounds = 0, outer_open = flow->open_rounds;
    state_list before = {0};
    for (;;) {
        flow->visit = flow_occurrence(flow->analysis, OCCURRENCE_VISIT, head, outer, rounds);
        state_list now = take_inbox(flow, head);
        if (now.count == 0 && rounds > 0) {
            free(now.items);
            break;
        }
        if (rounds > 0 && !(round_is_free(flow, &before, &now) && round_counts(flow, &before, &now)))
            counted++;
        flow->open_rounds = outer_open + counted;
        if (flow->block_runs > RUN_BUDGET)
            flow->run->exhausted = true;
        if (counted > flow->run->key.bound || rounds > FREE_ROUNDS || flow->run->exhausted) {
            note_truncated(flow, &now);
            free(now.items);
            break;
        }
        run_block(flow, head, &now);
        walk_items(flow, at + 1, loop->end);
        free(before.items);
        before = now;
        rounds++;
    }
    free(before.items);
    flow->visit = outer;
    flow->open_rounds = outer_open;
}

/* ---- all ----------------------------------------------------------------------------------------------------- */

static void walk_items(flow *flow, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i = flow->shape->order[i].end) {
        const order_item *item = &flow->shape->order[i];
        if (item->component) {
            if (flow->run->key.bound)
                walk_bounded(flow, item);
            else
                walk_widened(flow, item);
            continue;
        }
        state_list states = take_inbox(flow, item->block);
        run_block(flow, item->block, &states);
        free(states.items);
    }
}

void walk_routine(flow *flow, state *entry)
{
    walk_send(flow, entry, 0);
    walk_items(flow, 0, flow->shape->order_count);
}
