/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What is new in each round of a loop: values that come from a call, a read, a merge or a head inside of the loop. A
 * fact about them says nothing about the next round. Some of them have the same name in each round, as what a call
 * gives back has; others are named by the memory of their round.
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

static bool step_in_loop(const flow *flow, uint32_t step_id)
{
    return step_id < flow->routine->step_count && block_in_loop(flow, flow->shape->step_block[step_id]);
}

/* What is a callee's has the number of the call, and what it is in the callee for its instance. */
static bool occurs_in_loop(const flow *flow, uint64_t number)
{
    const occurrence *o = &flow->analysis->occurrences[number];
    return o->kind == OCCURRENCE_LOOP ? block_in_loop(flow, o->id >> 8) : step_in_loop(flow, o->id);
}

/* Whether a memory was made in the loop. A change that has no place of its own counts as what it changes does: behind
 * the head of the loop that is a memory of the loop. */
static bool memory_owned(flow *flow, memory m)
{
    for (;;) {
        const memory_node *n = memory_at(&flow->analysis->terms, m);
        switch (n->kind) {
        case MEMORY_START:
            return false;
        case MEMORY_CALL:
        case MEMORY_DECLARE:
        case MEMORY_LOOP:
            return occurs_in_loop(flow, n->site);
        default:
            if (n->value && join_owned(flow, n->value))
                return true;
        }
        m = memory_at(&flow->analysis->terms, m)->parent;
    }
}

#define OWNED  1u
#define SHIFTS 2u /* owned, and named by a memory of the loop */

static unsigned symbol_owned(const flow *flow, const term_node *n)
{
    if (n->a == SYMBOL_PARAMETER && n->value == 0)
        return 0;
    if (n->value)
        return occurs_in_loop(flow, n->value) ? OWNED : 0;
    if (n->a == SYMBOL_PHI || n->a == SYMBOL_CHOICE)
        return block_in_loop(flow, n->b) ? OWNED : 0;
    if (n->a == SYMBOL_VARIABLE)
        return n->c != 0 && step_in_loop(flow, n->b) ? OWNED : 0;
    return step_in_loop(flow, n->b) ? OWNED : 0;
}

static unsigned standing(flow *flow, term t);

static unsigned node_standing(flow *flow, const term_node *n)
{
    switch (n->op) {
    case TERM_SYMBOL:
        return symbol_owned(flow, n);
    case TERM_LOAD:
        return memory_owned(flow, n->a) ? OWNED | SHIFTS : standing(flow, n->b);
    case TERM_CONSTANT:
    case TERM_ADDRESS:
        return 0;
    case TERM_APPLY:
        return standing(flow, n->b);
    case TERM_ITE:
        return standing(flow, n->a) | standing(flow, n->b) | standing(flow, n->c);
    default:
        return standing(flow, n->a) | standing(flow, n->b);
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

static unsigned standing(flow *flow, term t)
{
    analysis *an = flow->analysis;
    if (t == TERM_NONE || !(term_at(&an->terms, t)->flags & TERM_LOCAL))
        return 0;
    if (t >= an->owned_capacity)
        make_room(an);
    if (an->owned_memo[t] >> 2 == flow->owned_generation)
        return an->owned_memo[t] & (OWNED | SHIFTS);
    term_node n = *term_at(&an->terms, t);
    unsigned found = node_standing(flow, &n);
    an->owned_memo[t] = flow->owned_generation << 2 | found;
    return found;
}

bool join_owned(flow *flow, term t)
{
    return standing(flow, t) & OWNED;
}

bool join_shifts(flow *flow, term t)
{
    return standing(flow, t) & SHIFTS;
}
