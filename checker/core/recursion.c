/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Runs that call themselves, directly or through others. See recursion.h.
 */
#include "recursion.h"

#include <stdlib.h>

#include "flow_private.h"

#define RECURSION_ROUNDS 12u
#define SMALL_CYCLE      6u /* routines */

static bool assume_locks(run *r)
{
    bool news = false;
    for (uint32_t i = 0; i < r->lock_count && r->key.lock == TERM_NONE; i++) {
        uint32_t k = 0;
        while (k < r->assumed_lock_count &&
               (r->assumed_locks[k].lock != r->locks[i].lock || r->assumed_locks[k].kind != r->locks[i].kind))
            k++;
        if (k < r->assumed_lock_count)
            continue;
        ARRAY_RESERVE(r->assumed_locks, r->assumed_lock_count, r->assumed_lock_capacity);
        r->assumed_locks[r->assumed_lock_count++] = r->locks[i];
        news = true;
    }
    return news;
}

/* What is taken to be known of a run while it is being computed: the locks that it finds, the lock states that it
 * leaves, and the result if it is one constant. Gives whether that is news. */
static bool assume(analysis *an, run *r)
{
    bool news = assume_locks(r);
    for (uint32_t i = 0; i < r->exit_count; i++) {
        const exit_group *g = &r->exits[i];
        term result = g->result && term_is_constant(&an->terms, g->result, NULL) ? g->result : TERM_NONE;
        uint32_t k = 0;
        while (k < r->assumed_count && !lock_key_equal(r->assumed[k].key, g->key))
            k++;
        if (k < r->assumed_count && g->key.elapsed > r->assumed[k].key.elapsed) {
            r->assumed[k].key.elapsed = g->key.elapsed;
            news = true;
        }
        if (k < r->assumed_count && r->assumed[k].result != result && r->assumed[k].result != TERM_NONE) {
            r->assumed[k].result = TERM_NONE;
            news = true;
        }
        if (k < r->assumed_count)
            continue;
        r->assumed = must_resize(r->assumed, (r->assumed_count + 1) * sizeof *r->assumed);
        r->assumed[r->assumed_count++] = (exit_group){.key = g->key, .result = result, .trail = g->trail};
        news = true;
    }
    return news;
}

/* The runs that became provisional since there were `mark` of them are worth this from now on. */
static void settle(analysis *an, uint32_t mark, uint8_t standing)
{
    while (an->provisional_count > mark) {
        run *r = an->provisional[--an->provisional_count];
        r->standing = standing;
        r->rests_on = UINT32_MAX;
    }
}

/* The run is under way no more, but rests on one that is: so do all that rest on it. */
static void rest_on_lower(analysis *an, run *r, uint32_t mark)
{
    for (uint32_t i = mark; i < an->provisional_count; i++)
        if (an->provisional[i]->rests_on > r->rests_on)
            an->provisional[i]->rests_on = r->rests_on;
    ARRAY_RESERVE(an->provisional, an->provisional_count, an->provisional_capacity);
    an->provisional[an->provisional_count++] = r;
    r->standing = RUN_PROVISIONAL;
    an->busy[r->rests_on]->news |= r->news;
}

/* One round; gives whether it has to be followed by another one. */
static bool compute_round(analysis *an, run *r, uint32_t mark)
{
    settle(an, mark, RUN_STALE);
    r->met_busy = r->news = false;
    flow_execute(an, r);
    r->news |= r->met_busy && assume(an, r);
    return r->news && r->rests_on >= r->level;
}

void recursion_compute(analysis *an, run *r)
{
    uint32_t mark = an->provisional_count, rounds = 1;
    r->busy = true;
    r->level = an->level++;
    ARRAY_RESERVE(an->busy, r->level, an->busy_capacity);
    an->busy[r->level] = r;
    while (compute_round(an, r, mark) && rounds <= RECURSION_ROUNDS)
        rounds++;
    r->busy = false;
    an->level--;
    r->approx |= r->met_busy;
    if (r->rests_on < r->level) {
        rest_on_lower(an, r, mark);
        return;
    }
    r->rests_on = UINT32_MAX;
    r->standing = RUN_FINAL;
    settle(an, mark, an->calls->members[r->key.routine->index] > SMALL_CYCLE ? RUN_FINAL : RUN_STALE);
}

void recursion_stop(analysis *an)
{
    free(an->busy);
    free(an->provisional);
}
