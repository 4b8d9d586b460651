/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The rules of IRQL: a lock, or another modelled function, is used above the level that is documented for it, or in a
 * context that must not use it.
 *
 * The IRQL is a value like others, in a hidden cell of memory; the level at which a root is entered is an unknown
 * within the range of its context. Reported is what is known: too high for every level in that range at which the path
 * can be taken. So a root of which nothing is known is as good as entered at PASSIVE_LEVEL, but for paths that test the
 * level.
 *
 * Needs: entry contexts. Leaves behind: candidates. Cost: a run of each root that changes or tests the IRQL, and one of
 * each that is entered above PASSIVE_LEVEL, if they reach functions with limits.
 */
#include "cells.h"
#include "contexts.h"
#include "promises.h"
#include "rules.h"
#include "store.h"
#include "watch.h"

term levels_within(analysis *an, uint8_t least, uint8_t most, term condition)
{
    terms *terms = &an->terms;
    term entry = cell_entry_level(terms);
    if (rewrite_one(terms, condition, entry, term_constant(terms, LEVEL_WIDTH, least)) == condition)
        return TERM_TRUE;
    term below = term_ult(terms, entry, term_constant(terms, LEVEL_WIDTH, least));
    term above = term_ult(terms, term_constant(terms, LEVEL_WIDTH, most), entry);
    return term_not(terms, term_or(terms, below, above));
}

static candidate candidate_of(const gathering *g, const sight *s, term condition)
{
    bool lock = s->model->role != DEVLOCK_ROLE_NONE;
    return (candidate){.check = lock ? DEVLOCK_IRQL : DEVLOCK_CALL_IRQL,
                       .root = g->root,
                       .routine = s->routine,
                       .step = s->step,
                       .place = s->step->place,
                       .condition = condition,
                       .trail = s->trail,
                       .approx = s->approx,
                       .doubt = s->doubt,
                       .lock = s->lock,
                       .kind = lock ? s->model->kind : 0,
                       .model = s->model,
                       .level = s->value,
                       .entry = g->subject};
}

/* One finding a lock and path: not where an earlier operation of the same lock is to blame already. */
static term not_blamed_before(const gathering *g, const candidate *c)
{
    terms *terms = &g->analysis->terms;
    term rest = c->condition;
    for (uint32_t i = 0; i < g->candidates->count && c->lock; i++) {
        const candidate *before = &g->candidates->items[i];
        if (before->check == DEVLOCK_IRQL && before->lock == c->lock && before->kind == c->kind)
            rest = term_and(terms, rest, term_not(terms, before->condition));
    }
    return rest;
}

static void offer(gathering *g, candidate c)
{
    if (c.check == DEVLOCK_IRQL)
        c.condition = not_blamed_before(g, &c);
    if (c.condition != TERM_FALSE)
        judge_add(g, c);
}

static void take_level(gathering *g, const sight *s)
{
    analysis *an = g->analysis;
    devlock_level_range r = contexts_level(an, g->root, g->subject, false);
    uint8_t most;
    if (!watch_limit(s->model, &most))
        return;
    term condition = path_term(&an->paths, s->path);
    if (!s->settled)
        condition = watch_too_high(an, condition, s->value, r.least, most);
    if (condition != TERM_FALSE)
        offer(g, candidate_of(g, s, term_and(&an->terms, condition, levels_within(an, r.least, r.most, condition))));
}

static void take_call(gathering *g, const sight *s)
{
    const entry_context *entry = g->subject;
    if (!entry || !devlock_model_forbids(g->analysis->model, entry->context, s->model))
        return;
    candidate c = candidate_of(g, s, path_term(&g->analysis->paths, s->path));
    c.level = TERM_NONE;
    c.forbidden = true;
    offer(g, c);
}

static void gather(gathering *g)
{
    run_key key = judge_key(g);
    key.watch = WATCH_LEVELS | WATCH_CALLS;
    const run *r = flow_run(g->analysis, key);
    judge_take_limits(g, r);
    for (uint32_t i = 0; i < r->sight_count; i++)
        if (r->sights[i].kind == SIGHT_LEVEL)
            take_level(g, &r->sights[i]);
    for (uint32_t i = 0; i < r->sight_count; i++)
        if (r->sights[i].kind == SIGHT_CALL)
            take_call(g, &r->sights[i]);
}

static bool matters(const analysis *an, const entry_context *entry)
{
    const devlock_context *c = devlock_model_context(an->model, entry->context);
    return c->level.least > DEVLOCK_LEVEL_PASSIVE || c->only || c->never;
}

void judge_levels(analysis *an, judge_report report, void *user)
{
    for (uint32_t i = 0; i < an->program->routine_count; i++) {
        const devlock_routine *root = an->program->routines[i];
        bool entered = false;
        store_trim(an);
        if (!(an->calls->reaches[i] & REACHES_LEVEL_LIMIT))
            continue;
        for (uint32_t k = 0; k < an->entry_count; k++)
            if (an->entries[k].routine == root && matters(an, &an->entries[k])) {
                judge_rule rule = {.gather = gather, .subject = &an->entries[k], .known_only = true};
                judge_by(an, root, &rule, report, user);
                entered = true;
            }
        const devlock_model_function *promises = promises_of(an, root->function);
        bool raised = promises && promises->level.least > DEVLOCK_LEVEL_PASSIVE;
        if (!entered && (raised || an->calls->reaches[i] & REACHES_LEVEL_CHANGE) && callgraph_is_root(an->calls, i))
            judge_by(an, root, &(judge_rule){.gather = gather, .known_only = true}, report, user);
    }
}
