/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Merging states. Where paths meet, nothing is lost: a value that differs becomes an if-then-else. (Heads of loops:
 * join_loop.c.)
 *
 * Needs: states of one run. Leaves behind: new states in the run's scratch memory. Cost: linear in live slots and in
 * what was added to the paths since they parted.
 */
#include <stdlib.h>
#include <string.h>

#include "budget.h"

const uint64_t *join_escaped(flow *flow, const uint64_t *a, const uint64_t *b)
{
    if (!a || a == b)
        return b;
    if (!b)
        return a;
    uint64_t *all = arena_take(flow->scratch, flow->words * sizeof *all);
    for (uint32_t i = 0; i < flow->words; i++)
        all[i] = a[i] | b[i];
    return all;
}

static term join_value(terms *terms, term chosen_a, term a, term b)
{
    if (a == b || b == TERM_NONE)
        return a;
    if (a == TERM_NONE)
        return b;
    return term_ite(terms, chosen_a, a, b);
}

/* Merges b into a. number tells several merges at one place apart. */
static void join_pair(flow *flow, state *a, const state *b, uint32_t where, uint32_t number, uint32_t live,
                      uint32_t slots, uint32_t local_count)
{
    analysis *an = flow->analysis;
    terms *terms = &an->terms;
    bool exclusive = !a->approx && !b->approx;
    term choice = TERM_NONE, chosen_a;
    if (!exclusive)
        choice = term_symbol(terms, 1, SYMBOL_CHOICE, where,
                             flow_occurrence(an, OCCURRENCE_CHOICE, lock_key_code(a->key), number, 0), 0, true);
    a->path = path_join(&an->paths, a->path, b->path, exclusive, choice, &chosen_a);
    if (a->slots != b->slots)
        state_own_slots(flow, a, slots);
    for (uint32_t i = 0; i < slots && a->slots != b->slots; i++) {
        if (live != DEVLOCK_NONE && !shape_live(flow->shape, live, i))
            a->slots[i] = TERM_NONE;
        else if (a->slots[i] != b->slots[i])
            a->slots[i] = join_value(terms, chosen_a, a->slots[i], b->slots[i]);
    }
    for (uint32_t i = 0; i < local_count; i++)
        if (a->locals[i] != b->locals[i])
            a->locals[i] = join_value(terms, chosen_a, a->locals[i], b->locals[i]);
    a->memory = memory_merge(terms, chosen_a, a->memory, b->memory);
    a->escaped = join_escaped(flow, a->escaped, b->escaped);
    a->approx |= b->approx;
    if (a->assumed != b->assumed)
        a->assumed = TERM_NONE;
    if (b->key.elapsed > a->key.elapsed)
        a->key.elapsed = b->key.elapsed;
    if (!a->doubt || (b->doubt && b->doubt < a->doubt))
        a->doubt = b->doubt ? b->doubt : a->doubt;
}

const trail *join_trail(flow *flow, state **list, uint32_t count)
{
    bool same = true;
    for (uint32_t i = 1; i < count; i++)
        same = same && list[i]->trail == list[0]->trail;
    if (same)
        return list[0]->trail;
    alternative *all = arena_take(flow->analysis->store, count * sizeof *all);
    for (uint32_t i = 0; i < count; i++)
        all[i] = (alternative){list[i]->trail, list[i]->path};
    return trail_add(flow, (trail){.kind = TRAIL_JOIN, .alternatives = all, .alternative_count = count});
}

static uint32_t slots_of(flow *flow, uint32_t live)
{
    return live == JOIN_RESULT_ONLY ? 1 : flow->shape->slot_count;
}

state *join_states(flow *flow, state **list, uint32_t count, uint32_t where, uint32_t live, uint32_t local_count)
{
    uint32_t slots = slots_of(flow, live);
    if (live == JOIN_RESULT_ONLY)
        live = DEVLOCK_NONE;
    state *s = arena_take(flow->scratch, sizeof *s);
    *s = *list[0];
    s->own_slots = false;
    if (local_count) {
        s->locals = arena_take(flow->scratch, local_count * sizeof *s->locals);
        memcpy(s->locals, list[0]->locals, local_count * sizeof *s->locals);
    }
    const trail *joined = join_trail(flow, list, count);
    for (uint32_t i = 1; i < count && !budget_spent(flow); i++)
        join_pair(flow, s, list[i], where, i, live, slots, local_count);
    if (live != DEVLOCK_NONE && s->own_slots)
        for (uint32_t i = 0; i < slots; i++)
            if (!shape_live(flow->shape, live, i))
                s->slots[i] = TERM_NONE;
    s->trail = joined;
    return s;
}

static int compare_keys(const void *a, const void *b)
{
    uint32_t x = lock_key_code((*(state *const *)a)->key), y = lock_key_code((*(state *const *)b)->key);
    return x < y ? -1 : x > y;
}

void join_by_key(flow *flow, state_list *from, uint32_t where, uint32_t live, uint32_t local_count, state_list *to)
{
    if (from->count == 0)
        return;
    if (from->count == 1) {
        from->items[0]->own_slots = false;
        states_add(to, from->items[0]);
        return;
    }
    state **rest = must_allocate((from->count + 1) * sizeof *rest);
    uint32_t left = from->count, first = to->count;
    memcpy(rest, from->items, left * sizeof *rest);
    state **group = must_allocate((from->count + 1) * sizeof *group);
    while (left) {
        uint32_t size = 0, kept = 0;
        lock_key key = rest[0]->key;
        for (uint32_t i = 0; i < left; i++)
            if (lock_key_equal(rest[i]->key, key))
                group[size++] = rest[i];
            else
                rest[kept++] = rest[i];
        left = kept;
        states_add(to, join_states(flow, group, size, where, live, local_count));
    }
    if (to->count > first + 1)
        qsort(to->items + first, to->count - first, sizeof *to->items, compare_keys);
    free(rest);
    free(group);
}
