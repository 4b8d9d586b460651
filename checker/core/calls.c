/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Calls of routines with a body: the callee's run is its summary, put in the caller's terms.
 *
 * The callee's locks are found by its run without a lock; each is named in the caller's terms, and where it is the
 * lock that is followed, the run for it from the present status says what happens. Otherwise the call changes memory
 * and gives a result, no more.
 *
 * Needs: the callee's runs (flow_run). Leaves behind: the states after the call; errors. Cost: linear in the terms of
 * the summary.
 */
#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "compact.h"
#include "watch.h"

/* ---- a callee's terms in the caller's ------------------------------------------------------------------------ */

/* A number for an inner instance or site, seen through this call. */
static uint32_t through_call(const translation *t, uint32_t kind, uint32_t inner)
{
    const occurrence *o = &t->analysis->occurrences[t->call->instance];
    return flow_occurrence(t->analysis, kind, o->id, o->visit, inner);
}

static term translate_argument(translation *t, uint32_t parameter, unsigned width)
{
    terms *terms = t->rewrite.terms;
    if (parameter >= t->call->argument_count || t->call->arguments[parameter] == TERM_NONE)
        return term_symbol(terms, width, SYMBOL_PARAMETER, parameter, 0, through_call(t, OCCURRENCE_CALL, 0), false);
    term v = t->call->arguments[parameter];
    unsigned from = term_width(terms, v);
    if (from == width)
        return v;
    if (from == 1 || width == 1)
        return from == 1 ? term_unary(terms, TERM_ZEXT, width, v) : term_unary(terms, TERM_TRUNC, width, v);
    return term_unary(terms, from > width ? TERM_TRUNC : TERM_ZEXT, width, v);
}

static term translate_leaf(rewrite *r, term leaf)
{
    translation *t = (translation *)r;
    term_node n = *term_at(r->terms, leaf);
    switch (n.op) {
    case TERM_SYMBOL:
        if (n.a == SYMBOL_PARAMETER && n.value == 0)
            return translate_argument(t, n.b, n.width);
        return term_symbol(r->terms, n.width, (symbol_kind)n.a, n.b, n.c,
                           through_call(t, OCCURRENCE_CALL, (uint32_t)n.value), (n.flags & TERM_IMPRECISE) != 0);
    case TERM_ADDRESS:
        if (n.a == DEVLOCK_OPERAND_VARIABLE || n.a == DEVLOCK_OPERAND_BLOCK)
            return term_address(r->terms, (devlock_operand_kind)n.a, n.b,
                                through_call(t, OCCURRENCE_CALL, (uint32_t)n.value));
        return leaf;
    default:
        return TERM_NONE;
    }
}

static uint64_t translate_site(rewrite *r, uint64_t site)
{
    return through_call((translation *)r, OCCURRENCE_SITE, (uint32_t)site);
}

void flow_translate(translation *t, analysis *analysis, const call_record *call)
{
    memset(t, 0, sizeof *t);
    t->analysis = analysis;
    t->call = call;
    t->rewrite.terms = &analysis->terms;
    t->rewrite.leaf = translate_leaf;
    t->rewrite.site = translate_site;
    t->rewrite.start = call->memory;
}

/* ---- the call ------------------------------------------------------------------------------------------------ */

typedef struct calling {
    flow *flow;
    const step *step;
    const devlock_routine *callee;
    call_record *call;
    translation translation;
    uint32_t local_count;
    uint64_t alias;
    bool unwind;
    state_list *after, *raised;
} calling;

/* Parameters that got the same pointer are one to the callee. */
static uint64_t alias_of(const terms *terms, const term *arguments, uint32_t count)
{
    uint64_t alias = 0;
    bool any = false;
    for (uint32_t i = 0; i < count && i < MOST_ALIASES; i++) {
        uint32_t same = i;
        for (uint32_t k = 0; k < i && same == i; k++)
            if (arguments[k] == arguments[i] && arguments[i] &&
                term_width(terms, arguments[i]) == terms->pointer_bits && !term_is_constant(terms, arguments[i], NULL))
                same = k;
        any |= same != i;
        alias |= (uint64_t)(same + 1) << (4 * i);
    }
    return any ? alias : 0;
}

static unsigned seen_here(calling *c, const kill *k, term lock)
{
    flow *flow = c->flow;
    found_lock here = {rewrite_term(&c->translation.rewrite, lock), k->kind};
    return flow_seen_in_callee(flow->analysis, flow->run, c->step, flow->visit, k->step, &here);
}

/* A kill in the callee takes the lock released there to be free at its entry. Where we hold it, or have released it
 * before, it is none. */
static bool denied_by_caller(calling *c, term lock)
{
    const analysis *an = c->flow->analysis;
    for (uint32_t i = 0; i < an->kill_count; i++) {
        const kill *k = an->kills[i];
        if (k->routine == c->callee && k->bound == c->flow->run->key.bound && k->held == lock &&
            seen_here(c, k, k->released) & (1u << LOCK_HELD | 1u << LOCK_RELEASED))
            return true;
    }
    return false;
}

static run *run_callee(calling *c, term lock, term also, uint32_t kind, lock_key entry)
{
    flow *flow = c->flow;
    const callgraph *g = flow->analysis->calls;
    run_key key = {.routine = c->callee,
                   .lock = lock,
                   .also = also,
                   .kind = kind,
                   .entry = entry,
                   .bound = flow->run->key.bound,
                   .alias = c->alias,
                   .unwind = c->unwind,
                   .refined = flow->run->key.refined,
                   .watch = flow->run->key.watch & (uint8_t)~WATCH_EXITS};
    if (lock && !c->alias && !also)
        key.kills = flow_find_kills(flow->analysis, c->callee, key.bound, false) && !denied_by_caller(c, lock);
    if (key.bound && g->recursive[c->callee->index]) {
        bool same_cycle = g->cycle[c->callee->index] == g->cycle[flow->routine->index];
        if (same_cycle && flow->run->key.recursion == 0) {
            flow->run->truncated = TERM_TRUE;
            return NULL;
        }
        key.recursion = same_cycle ? (uint8_t)(flow->run->key.recursion - 1) : 3;
    }
    run *r = flow_run(flow->analysis, key);
    if (!r->busy)
        compact_run(flow->analysis, r);
    return r;
}

static const trail *call_trail(calling *c, const trail *parent, const trail *inside, const run *r)
{
    call_record *record = arena_take(c->flow->analysis->store, sizeof *record);
    *record = *c->call;
    record->callee = r;
    record->inside = inside;
    return trail_add(c->flow, (trail){.kind = TRAIL_CALL, .id = c->step->id, .parent = parent, .call = record});
}

static void mark_escapes(calling *c, state *s, memory before)
{
    /* Addresses of our locals that the callee handed to unknown code. */
    terms *terms = &c->flow->analysis->terms;
    bool passed = false;
    for (uint32_t i = 0; i < c->call->argument_count; i++) {
        term argument = c->call->arguments[i];
        passed |= argument && term_in_frame(terms, term_root(terms, argument));
    }
    if (!passed)
        return;
    uint32_t count;
    memory *changes = memory_changes(terms, before, s->memory, &count);
    for (uint32_t i = 0; i < count; i++) {
        const memory_node *n = memory_at(terms, changes[i]);
        for (uint32_t k = 0; n->kind == MEMORY_CALL && k < n->list_count; k++) {
            reach r = memory_reach_at(terms, n, k);
            term root = term_root(terms, r.address);
            const term_node *a = term_at(terms, root);
            if (r.shallow || r.read_only || !term_in_frame(terms, root) || a->value)
                continue;
            uint64_t *set = arena_zero(c->flow->scratch, c->flow->words * sizeof *set);
            if (s->escaped)
                memcpy(set, s->escaped, c->flow->words * sizeof *set);
            set[a->b / 64] |= (uint64_t)1 << (a->b % 64);
            s->escaped = set;
        }
    }
    free(changes);
}

/* The state after the callee has left by one of its ways out. */
static void leave_by(calling *c, state *s, const run *r, const exit_group *g, bool exceptional)
{
    flow *flow = c->flow;
    path p = path_add(&flow->analysis->paths, s->path, rewrite_term(&c->translation.rewrite, g->guard));
    if (p == PATH_FALSE)
        return;
    state *out = state_copy(flow, s, true, c->local_count);
    out->path = p;
    flow_confirm(flow, out, rewrite_term(&c->translation.rewrite, g->guard));
    out->memory = rewrite_memory(&c->translation.rewrite, g->memory);
    mark_escapes(c, out, s->memory);
    if (!g->key.inherited && r->key.lock)
        out->key = g->key;
    else if (r->key.entry.status == LOCK_HELD) /* time has passed */
        out->key.elapsed = g->key.elapsed, out->key.waits = g->key.waits;
    out->approx |= g->approx;
    out->doubt = out->doubt ? out->doubt : g->doubt;
    /* A callee that does nothing to lock and IRQL and comes back in one way is no part of the story. */
    bool plain = g->key.inherited && r->exit_count == 1;
    if (plain && flow->analysis->calls->reaches[r->key.routine->index] & REACHES_LEVEL_CHANGE)
        plain = cell_read(&flow->analysis->terms, g->memory, CELL_LEVEL) == cell_entry_level(&flow->analysis->terms);
    if (!plain || exceptional)
        out->trail = call_trail(c, s->trail, g->trail, r);
    if (flow->run->key.watch & WATCH_SLOW &&
        !watch_returned(flow, s, out, c->step, call_trail(c, s->trail, g->trail, r)))
        return;
    if (exceptional) {
        states_add(c->raised, out);
        return;
    }
    if (c->step->result != DEVLOCK_NONE) {
        unsigned width = c->step->width;
        term v = g->result ? rewrite_term(&c->translation.rewrite, g->result) : TERM_NONE;
        terms *terms = &flow->analysis->terms;
        if (v == TERM_NONE)
            v = term_symbol(terms, width, SYMBOL_STEP, c->step->id, flow->visit, 0, false);
        unsigned from = term_width(terms, v);
        if (from != width)
            v = term_unary(terms, from > width ? TERM_TRUNC : TERM_ZEXT, width, v);
        steps_set(flow, out, c->step, v);
    }
    states_add(c->after, out);
}

/* Whether a release of another lock in the callee is one for us too: the lock that is released there is free here, and
 * the other one could be taken. */
static bool kill_stands(calling *c, const state *s, const kill *k)
{
    if (s->key.inherited)
        return true;
    if (s->key.status != LOCK_FREE)
        return false;
    /* The kill's locks are named in its own routine's terms, which only its caller can read. */
    return k->routine != c->callee || seen_here(c, k, k->held) & (1u << LOCK_HELD | SEEN_NEVER);
}

/* An error that stems from the status at the callee's entry stands at the call. */
static void bring_here(calling *c, const state *s, lock_error *e)
{
    e->routine = c->flow->routine;
    e->step = c->step;
    e->visit = c->flow->visit;
    e->final = !s->key.inherited;
    if (e->kind != ERROR_ACQUIRE_HELD)
        e->kind = s->key.status == LOCK_RELEASED ? ERROR_RELEASE_RELEASED : ERROR_RELEASE_FREE;
}

/* Errors that the callee meets: those that are its own stay where they are; those that stem from the status at its
 * entry stand at this call, or go on to our caller when the status came from there. */
static void take_errors(calling *c, const state *s, const run *r)
{
    flow *flow = c->flow;
    for (uint32_t i = 0; i < r->error_count && !(s->assumed && r->key.lock); i++) {
        lock_error e = r->errors[i];
        path p = path_add(&flow->analysis->paths, s->path,
                          rewrite_term(&c->translation.rewrite, path_term(&flow->analysis->paths, e.path)));
        e.trail = call_trail(c, s->trail, e.trail, r);
        if (!e.final && e.kind == ERROR_RELEASE_FREE && s->key.status == LOCK_FREE)
            p = flow_split_released(flow, s, c->step, e.trail, p);
        if (p == PATH_FALSE)
            continue;
        e.path = p;
        e.approx |= s->approx;
        e.doubt = e.doubt ? e.doubt : s->doubt;
        if (e.conditional && !kill_stands(c, s, e.kill)) {
            e.final = e.conditional = false;
            e.kill = NULL;
        }
        e.conditional &= s->key.inherited;
        if (!e.final)
            bring_here(c, s, &e);
        flow_error(flow, e);
    }
}

/* What the callee has met is met here: with the lock's state there, the callee's own word for it or what it was at the
 * call, unless the callee has settled it. */
static void take_sights(calling *c, const state *s, const run *r)
{
    flow *flow = c->flow;
    paths *paths = &flow->analysis->paths;
    for (uint32_t i = 0; i < r->sight_count; i++) {
        sight seen = r->sights[i];
        seen.path = path_add(paths, s->path, rewrite_term(&c->translation.rewrite, path_term(paths, seen.path)));
        if (seen.path == PATH_FALSE)
            continue;
        seen.trail = call_trail(c, s->trail, seen.trail, r);
        seen.value = rewrite_term(&c->translation.rewrite, seen.value);
        seen.lock = rewrite_term(&c->translation.rewrite, seen.lock);
        seen.approx |= s->approx;
        seen.doubt = seen.doubt ? seen.doubt : s->doubt;
        /* An access stands at the call in the exposed routine, wherever it is settled. */
        if (!seen.settled || seen.kind == SIGHT_ACCESS) {
            seen.routine = flow->routine;
            seen.step = c->step;
            seen.visit = flow->visit;
            if (!seen.settled && (!r->key.lock || seen.key.inherited))
                seen.key = s->key;
        }
        watch_add(flow, seen);
    }
}

/* What the callee could not follow to the end, it cannot tell us either. */
static void take_truncation(calling *c, const state *s, const run *r)
{
    flow *flow = c->flow;
    flow->run->exhausted |= r->exhausted;
    if (r->rests_on < flow->run->rests_on)
        flow->run->rests_on = r->rests_on;
    if (r->truncated == TERM_FALSE)
        return;
    term cut = rewrite_term(&c->translation.rewrite, r->truncated);
    term here = path_term(&flow->analysis->paths, s->path);
    here = term_and(&flow->analysis->terms, here, cut);
    flow->run->truncated = term_or(&flow->analysis->terms, flow->run->truncated, here);
}

/* Leaves a run that is still being computed (recursion, widened): by the ways found so far, whatever the guard. */
static void leave_by_assumption(calling *c, state *s, run *r)
{
    flow *flow = c->flow;
    terms *terms = &flow->analysis->terms;
    r->met_busy = true;
    if (r->level < flow->run->rests_on)
        flow->run->rests_on = r->level;
    for (uint32_t i = 0; i < r->assumed_count; i++) {
        exit_group g = r->assumed[i];
        g.guard = r->assumed_count == 1 ? TERM_TRUE
                                        : term_symbol(terms, 1, SYMBOL_CHOICE, c->step->id, 1u << 24 | i, 0, true);
        g.memory = MEMORY_INITIAL;
        g.approx = true;
        state *copy = state_copy(flow, s, true, c->local_count);
        steps_unknown_call(flow, copy, c->step, c->call->arguments);
        memory after = copy->memory;
        c->translation.rewrite.start = after;
        rewrite_stop(&c->translation.rewrite);
        flow_translate(&c->translation, flow->analysis, c->call);
        c->translation.rewrite.start = after;
        leave_by(c, copy, r, &g, false);
    }
}

static void leave_run(calling *c, state *s, run *r)
{
    if (!r)
        return;
    if (r->busy) {
        leave_by_assumption(c, s, r);
        return;
    }
    take_sights(c, s, r);
    take_errors(c, s, r);
    take_truncation(c, s, r);
    for (uint32_t i = 0; i < r->exit_count; i++)
        leave_by(c, s, r, &r->exits[i], false);
    for (uint32_t i = 0; i < r->unwind_count && c->raised; i++)
        leave_by(c, s, r, &r->unwinds[i], true);
}

/* The other locks of the callee that are the lock that is followed: an argument, say, and what memory behind another
 * argument holds. The callee has no way to know. */
static term other_names(calling *c, const state *s, const run *plain, uint32_t one)
{
    terms *terms = &c->flow->analysis->terms;
    term names = TERM_NONE, assumed;
    for (uint32_t i = plain->lock_count; i-- > 0;)
        if (i != one && plain->locks[i].kind == plain->locks[one].kind &&
            flow_same_lock(c->flow, s, rewrite_term(&c->translation.rewrite, plain->locks[i].lock), &assumed) ==
                TERM_TRUE)
            names = term_pair(terms, plain->locks[i].lock, names);
    return names;
}

/* The callee where one of its locks is the lock that is followed. Gives false if that is so on every path of s, which
 * is else left with the other paths. */
static bool follow_lock(calling *c, state *s, const run *plain, uint32_t one)
{
    const found_lock *theirs = &plain->locks[one];
    flow *flow = c->flow;
    analysis *an = flow->analysis;
    term named = rewrite_term(&c->translation.rewrite, theirs->lock);
    for (unsigned way = 0; way < 2; way++) { /* by name; by an equation that is asked for later */
        term assumed;
        term mine = way ? flow_later_lock(flow, s, named, &assumed) : flow_same_lock(flow, s, named, &assumed);
        path yes = path_add(&an->paths, s->path, mine);
        path no = path_add(&an->paths, s->path, term_not(&an->terms, mine));
        if (yes != PATH_FALSE) {
            state *hit = state_copy(flow, s, true, c->local_count);
            hit->path = yes;
            if (!hit->assumed)
                hit->assumed = assumed;
            lock_key entry = {.status = hit->key.status == LOCK_HELD ? LOCK_HELD : LOCK_FREE,
                              .depth = hit->key.depth,
                              .inherited = 1,
                              .elapsed = hit->key.elapsed,
                              .waits = hit->key.waits};
            term also = other_names(c, hit, plain, one);
            leave_run(c, hit, run_callee(c, theirs->lock, also, theirs->kind, entry));
        }
        if (no == PATH_FALSE)
            return false;
        s->path = no;
    }
    return true;
}

/* The callee as far as it concerns the lock that is followed: lock by lock of the callee. */
static void follow_locks(calling *c, state *s, run *plain)
{
    flow *flow = c->flow;
    bool met = false;
    for (uint32_t i = 0; i < plain->lock_count && !s->key.stale; i++) {
        if (plain->locks[i].kind != flow->run->key.kind)
            continue;
        if (!met && flow_killed(flow, s, c->step))
            return;
        met = true;
        if (!follow_lock(c, s, plain, i))
            return;
    }
    leave_run(c, s, plain);
}

/* The state in which a callee is entered that leaves the lock alone: it matters only for how long it is held. */
static lock_key entry_of(const flow *flow, const state *s)
{
    if (!(flow->run->key.watch & WATCH_SLOW) || s->key.status != LOCK_HELD || s->key.stale)
        return (lock_key){0};
    return (lock_key){.status = LOCK_HELD, .inherited = 1, .elapsed = s->key.elapsed, .waits = s->key.waits};
}

#define LOCK_NAME 64u /* nodes of the name of a lock, when names are compared for their size */

/* The callee's locks are locks of the caller. Of a callee that is under way those are taken that were found so far,
 * but for names that grow on the way: in a walk along a list each level of the recursion has another one. */
static void find_locks(calling *c, const run *plain)
{
    flow *flow = c->flow;
    const terms *terms = &flow->analysis->terms;
    const found_lock *locks = plain->busy ? plain->assumed_locks : plain->locks;
    uint32_t count = plain->busy ? plain->assumed_lock_count : plain->lock_count;
    for (uint32_t i = 0; i < count; i++) {
        term here = rewrite_term(&c->translation.rewrite, locks[i].lock);
        if (plain->busy && term_size(terms, here, LOCK_NAME) > term_size(terms, locks[i].lock, LOCK_NAME))
            continue;
        flow_found_lock(flow, c->step, locks[i].kind, here);
    }
}

void calls_run(flow *flow, state *s, const step *st, const devlock_routine *callee, const term *arguments,
               state_list *after, state_list *raised)
{
    analysis *an = flow->analysis;
    uint32_t block = flow->shape->step_block[st->id];
    call_record call = {.routine = callee,
                        .instance = flow_occurrence(an, OCCURRENCE_CALL, st->id, flow->visit, 0),
                        .memory = s->memory,
                        .argument_count = st->argument_count,
                        .arguments = arguments};
    calling c = {.flow = flow,
                 .step = st,
                 .callee = callee,
                 .call = &call,
                 .local_count = flow->shape->local_count[block],
                 .alias = an->calls->locking[callee->index] ? alias_of(&an->terms, arguments, st->argument_count) : 0,
                 .unwind = raised != NULL,
                 .after = after,
                 .raised = raised};
    flow_translate(&c.translation, an, &call);
    lock_key entry = entry_of(flow, s);
    run *plain = run_callee(&c, TERM_NONE, TERM_NONE, entry.status == LOCK_HELD ? flow->run->key.kind : 0, entry);
    if (plain && flow->run->key.lock == TERM_NONE)
        find_locks(&c, plain);
    for (uint32_t i = 0; plain && !plain->busy && i < plain->compared_count; i++)
        flow_compares(flow, rewrite_term(&c.translation.rewrite, plain->compared[i]));
    if (plain && !plain->busy && flow->run->key.lock && plain->lock_count)
        follow_locks(&c, state_copy(flow, s, true, c.local_count), plain);
    else
        leave_run(&c, s, plain);
    rewrite_stop(&c.translation.rewrite);
}
