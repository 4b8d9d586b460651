/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is new in each round of a loop: values that come from a call, a read, a merge or a head inside of the loop. A
 * fact about them says nothing about the next round.
 *
 * Needs: the loop being widened (loop_from, loop_to of the flow). Leaves behind: answers, remembered by term until the
 * loop changes, all runs in one table: one for each run would have to be cleared for all terms that there are. Cost:
 * linear in the terms asked about.
 */
#include <string.h>

#include "arena.h"
#include "flow_private.h"

static bool block_in_loop(const flow *flow, uint32_t block)
{
    uint32_t at = block < flow->routine->block_count ? flow->shape->position[block] : DEVLOCK_NONE;
    return at != DEVLOCK_NONE && at >= flow->loop_from && at < flow->loop_to;
}

static bool step_in_loop(const flow *flow, uint32_t step_id, uint32_t instance)
{
    if (instance) /* of a callee: where the call stands */
        step_id = flow->analysis->occurrences[instance].id;
    return step_id < flow->routine->step_count && block_in_loop(flow, flow->shape->step_block[step_id]);
}

static bool site_in_loop(const flow *flow, uint64_t site)
{
    const occurrence *o = &flow->analysis->occurrences[site];
    if (o->kind == OCCURRENCE_LOOP && !o->instance)
        return block_in_loop(flow, o->id >> 8);
    return step_in_loop(flow, o->id, o->instance);
}

static bool memory_owned(flow *flow, memory m)
{
    const memory_node *n = memory_at(&flow->analysis->terms, m);
    switch (n->kind) {
    case MEMORY_START:
        return false;
    case MEMORY_CALL:
    case MEMORY_DECLARE:
    case MEMORY_LOOP:
        return site_in_loop(flow, n->site);
    default:
        return n->value && join_owned(flow, n->value);
    }
}

static bool leaf_owned(flow *flow, const term_node *n)
{
    switch (n->op) {
    case TERM_SYMBOL:
        if (n->a == SYMBOL_PARAMETER && n->value == 0)
            return false;
        if (n->value)
            return step_in_loop(flow, 0, (uint32_t)n->value);
        if (n->a == SYMBOL_PHI || n->a == SYMBOL_CHOICE)
            return block_in_loop(flow, n->b);
        if (n->a == SYMBOL_VARIABLE)
            return n->c != 0 && step_in_loop(flow, n->b, 0);
        return step_in_loop(flow, n->b, 0);
    case TERM_LOAD:
        return memory_owned(flow, n->a) || join_owned(flow, n->b);
    default:
        return false;
    }
}

void owned_forget(flow *flow)
{
    flow->owned_generation = ++flow->analysis->owned_generation;
}

static void make_room(analysis *an)
{
    uint32_t old = an->owned_capacity;
    an->owned_capacity = an->terms.capacity + 1024;
    an->owned_memo = must_resize(an->owned_memo, an->owned_capacity * sizeof *an->owned_memo);
    memset(an->owned_memo + old, 0, (an->owned_capacity - old) * sizeof *an->owned_memo);
}

bool join_owned(flow *flow, term t)
{
    analysis *an = flow->analysis;
    terms *terms = &an->terms;
    if (t == TERM_NONE || !(term_at(terms, t)->flags & TERM_LOCAL))
        return false;
    if (t >= an->owned_capacity)
        make_room(an);
    if (an->owned_memo[t] >> 1 == flow->owned_generation)
        return an->owned_memo[t] & 1;
    term_node n = *term_at(terms, t);
    bool owned;
    if (n.op == TERM_SYMBOL || n.op == TERM_LOAD)
        owned = leaf_owned(flow, &n);
    else if (n.op == TERM_APPLY)
        owned = join_owned(flow, n.b);
    else
        owned = join_owned(flow, n.a) || join_owned(flow, n.b) || (n.op == TERM_ITE && join_owned(flow, n.c));
    an->owned_memo[t] = flow->owned_generation << 1 | owned;
    return owned;
}
