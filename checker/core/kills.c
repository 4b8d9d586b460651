/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Releases of another lock than the one held.
 *
 * The flow follows each lock on its own; whether a release of a free lock is a release of the wrong one takes two
 * locks. So after the runs for all locks of a routine, each release of a free lock is held against the runs of the
 * other locks of its kind: where, on a path that both share, another one is held, the two are brought together. The
 * runs are then done again with this known (docs/semantics.md: neither lock is followed any further).
 *
 * Needs: runs of one routine. Leaves behind: kills. Cost: only routines with two locks of a kind and a release of a
 * free one pay: locks times such releases.
 */
#include "arena.h"
#include "flow.h"
#include "proof.h"

static kill_search *search_of(analysis *an, const devlock_routine *routine, uint32_t bound, bool root, bool *known)
{
    uint32_t *first = &an->first_search[routine->index];
    for (uint32_t at = *first; at; at = an->searches[at - 1].next) {
        kill_search *s = &an->searches[at - 1];
        *known = s->bound == bound && s->root == root;
        if (*known)
            return s;
    }
    *known = false;
    ARRAY_RESERVE(an->searches, an->search_count, an->search_capacity);
    an->searches[an->search_count] = (kill_search){routine, bound, root, true, false, *first};
    *first = an->search_count + 1;
    return &an->searches[an->search_count++];
}

static run *run_without_kills(analysis *an, const devlock_routine *routine, uint32_t bound, bool root,
                              const found_lock *lock, uint8_t watch)
{
    run_key key = {.routine = routine, .lock = lock->lock, .kind = lock->kind, .bound = bound, .watch = watch};
    key.entry.inherited = !root;
    key.recursion = flow_recursion(an, routine, bound);
    return flow_run(an, key);
}

/* One release of a free lock against another lock: adds the kill if the other one can be held there. */
static bool pair(analysis *an, const lock_error *e, const found_lock *released, const run *other)
{
    bool any = false;
    for (uint32_t i = 0; i < other->sight_count; i++) {
        const sight *s = &other->sights[i];
        if (s->step != e->step || s->visit != e->visit || s->origin != e->origin || s->key.status != LOCK_HELD ||
            s->key.inherited || s->key.stale)
            continue;
        term held = path_term(&an->paths, s->path), released_there = path_term(&an->paths, e->path);
        term both = term_and(&an->terms, released_there, held);
        if (both == TERM_FALSE || proof_check(an, both, NULL) == PROOF_INFEASIBLE)
            continue;
        kill *k = arena_take(an->store, sizeof *k);
        *k = (kill){other->key.routine, other->key.bound, released->kind, e->step, e->visit,
                    released->lock,     other->key.lock,  both,           s->trail};
        ARRAY_RESERVE(an->kills, an->kill_count, an->kill_capacity);
        an->kills[an->kill_count++] = k;
        any = true;
    }
    return any;
}

unsigned flow_seen_in_callee(analysis *an, const run *caller, const step *call, uint32_t visit, const step *origin,
                             const found_lock *lock)
{
    run_key plain = {.routine = caller->key.routine, .bound = caller->key.bound, .recursion = caller->key.recursion};
    const run *found = flow_run(an, plain);
    unsigned seen = SEEN_NEVER;
    for (uint32_t i = 0; i < found->lock_count && !found->busy; i++) {
        if (found->locks[i].lock != lock->lock || found->locks[i].kind != lock->kind)
            continue;
        const run *r = run_without_kills(an, caller->key.routine, caller->key.bound, !caller->key.entry.inherited,
                                         &found->locks[i], WATCH_RELEASES);
        if (r->busy)
            return SEEN_NEVER;
        seen = 0;
        for (uint32_t k = 0; k < r->sight_count; k++)
            if (r->sights[k].step == call && r->sights[k].visit == visit && r->sights[k].origin == origin &&
                !r->sights[k].key.inherited)
                seen |= 1u << r->sights[k].key.status;
    }
    return seen;
}

static bool search(analysis *an, const devlock_routine *routine, uint32_t bound, bool root)
{
    run_key plain = {.routine = routine, .bound = bound, .recursion = flow_recursion(an, routine, bound)};
    run *found = flow_run(an, plain);
    bool any = false;
    for (uint32_t i = 0; i < found->lock_count && !found->busy; i++) {
        run *mine = run_without_kills(an, routine, bound, root, &found->locks[i], 0);
        for (uint32_t k = 0; k < mine->error_count; k++) {
            const lock_error *e = &mine->errors[k];
            if (e->kind != ERROR_RELEASE_FREE || e->routine != routine)
                continue;
            for (uint32_t j = 0; j < found->lock_count; j++)
                if (j != i && found->locks[j].kind == found->locks[i].kind)
                    any |= pair(an, e, &found->locks[i],
                                run_without_kills(an, routine, bound, root, &found->locks[j], WATCH_RELEASES));
        }
    }
    return any;
}

bool flow_find_kills(analysis *an, const devlock_routine *routine, uint32_t bound, bool root)
{
    if (!an->calls->locking[routine->index])
        return false;
    bool known;
    const kill_search *s = search_of(an, routine, bound, root, &known);
    uint32_t at = (uint32_t)(s - an->searches);
    if (known)
        return s->any && !s->busy;
    if (bound && !flow_find_kills(an, routine, 0, root)) { /* the widened runs contain all that bounded ones can */
        an->searches[at].busy = false;
        return false;
    }
    bool any = search(an, routine, bound, root);
    an->searches[at].busy = false;
    an->searches[at].any = any;
    return any;
}
