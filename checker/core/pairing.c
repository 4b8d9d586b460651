/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The rules of pairing: missing release, double release, release without acquire, double acquire, wrong extension.
 *
 * Needs: runs of each root for each of its locks. Leaves behind: candidates. Cost: that of the runs.
 */
#include <string.h>

#include "annotations.h"
#include "arena.h"
#include "contexts.h"
#include "handing.h"
#include "rules.h"
#include "store.h"

static devlock_check check_of(error_kind kind)
{
    switch (kind) {
    case ERROR_ACQUIRE_HELD:
        return DEVLOCK_DOUBLE_ACQUIRE;
    case ERROR_RELEASE_FREE:
        return DEVLOCK_RELEASE_WITHOUT_ACQUIRE;
    case ERROR_RELEASE_RELEASED:
        return DEVLOCK_DOUBLE_RELEASE;
    default:
        return DEVLOCK_WRONG_EXTENSION;
    }
}

/* Whether it is registered for acquiring or releasing: then its result may say whether it did. */
static bool is_for_caller(const analysis *an, const run *r)
{
    for (uint32_t i = 0; i < an->entry_count; i++)
        if (an->entries[i].routine == r->key.routine &&
            devlock_model_context(an->model, an->entries[i].context)->for_caller)
            return true;
    return false;
}

/* A routine whose body stands in a header is in every file that includes it, and most do not call it. Without a caller
 * to ask, it is taken for a wrapper where it can be one: it may release what a caller holds, and may leave the lock
 * held if it does so on all paths. */
static bool may_be_wrapper(const analysis *an, const run *r)
{
    return an->program->functions[r->key.routine->function].flags & DEVLOCK_FUNCTION_INLINE;
}

/* Where one file is all that is seen, a routine that a header declares may have callers elsewhere, who hold the lock
 * for it or expect it to be held. What depends on them is possible at most. */
static const char *unseen_callers(const analysis *an, const run *r)
{
    unsigned flags = an->program->functions[r->key.routine->function].flags;
    bool outside = flags & DEVLOCK_FUNCTION_IN_HEADER && !(flags & DEVLOCK_FUNCTION_INTERNAL);
    if (an->options.callers_elsewhere && outside)
        return "a header declares the routine, so it may have callers in other files";
    if (flags & DEVLOCK_FUNCTION_MENTIONED)
        return "a routine that is not analysed mentions the routine, and may account for the lock";
    return an->calls->maybe_called[r->key.routine->index]
               ? "the routine may be called through a pointer, by a caller that accounts for the lock"
               : NULL;
}

/* What is named as a gap and has a body has an annotation that is not understood: others may be no more than half of
 * what is promised. */
static const char *unread_annotation(const analysis *an, const devlock_routine *routine)
{
    const char *name = an->program->functions[routine->function].name;
    for (uint32_t i = 0; i < an->program->gap_count; i++)
        if (an->program->gaps[i].name && strcmp(an->program->gaps[i].name, name) == 0)
            return "another annotation of the routine is not understood, and may say otherwise";
    return NULL;
}

static bool depends_on_callers(error_kind kind)
{
    return kind == ERROR_RELEASE_FREE || kind == ERROR_RELEASE_OTHER;
}

/* Whether the release is one of a function that releases for others as well: they may have acquired the lock. */
static bool is_for_others(analysis *an, const lock_error *e)
{
    if (!depends_on_callers(e->kind) || e->origin->kind != STEP_CALL || e->origin->a.kind != DEVLOCK_OPERAND_FUNCTION)
        return false;
    const devlock_model_function *m = flow_model(an, e->origin->a.id, e->origin->argument_count);
    return m && m->for_others;
}

static void collect(gathering *g, const run *r)
{
    analysis *an = g->analysis;
    found_lock lock = {r->key.lock, r->key.kind};
    bool annotated = annotations_name(an, r->key.routine, &lock);
    bool for_caller = is_for_caller(an, r) && !annotated;
    bool wrapper = for_caller || (may_be_wrapper(an, r) && !annotated);
    bool handed_on = handing_kind(an, r->key.kind); /* what is released may have been acquired anywhere */
    bool callers_hold = devlock_model_kind(an->model, r->key.kind)->callers_hold;
    const char *unseen = unseen_callers(an, r);
    if (!unseen && annotated)
        unseen = unread_annotation(an, r->key.routine);
    for (uint32_t i = 0; i < r->error_count; i++) {
        const lock_error *e = &r->errors[i];
        if (!e->final || handed_on || is_for_others(an, e) ||
            ((wrapper || callers_hold) && e->kind == ERROR_RELEASE_FREE))
            continue;
        judge_add(g, (candidate){.check = check_of(e->kind),
                                 .root = g->root,
                                 .routine = e->routine,
                                 .step = e->step,
                                 .place = e->step->place,
                                 .condition = path_term(&an->paths, e->path),
                                 .trail = e->trail,
                                 .approx = e->approx,
                                 .doubt = e->doubt,
                                 .lock = r->key.lock,
                                 .kind = r->key.kind,
                                 .kill = e->kill,
                                 .reservation = depends_on_callers(e->kind) ? unseen : NULL});
    }
    for (uint32_t i = 0; i < r->leak_count && !for_caller && !(wrapper && r->exit_count == 1); i++) {
        const leak *l = &r->leaks[i];
        judge_add(g, (candidate){.check = l->lacks ? DEVLOCK_RELEASE_WITHOUT_ACQUIRE : DEVLOCK_MISSING_RELEASE,
                                 .root = g->root,
                                 .routine = g->root,
                                 .place = l->place,
                                 .condition = path_term(&an->paths, l->path),
                                 .trail = l->trail,
                                 .approx = l->approx,
                                 .doubt = l->doubt,
                                 .lock = r->key.lock,
                                 .kind = r->key.kind,
                                 .reservation = unseen});
    }
    judge_take_limits(g, r);
}

static void gather_lock(gathering *g, run_key key, const found_lock *lock)
{
    key.lock = lock->lock;
    key.kind = lock->kind;
    if (annotations_entry(g->analysis, g->root, lock))
        key.entry = (lock_key){.status = LOCK_HELD, .depth = 1};
    collect(g, flow_run(g->analysis, key));
}

/* Whether all locks of a routine are judged; of one that has callers those that its annotations name. */
static bool is_root(const analysis *an, const devlock_routine *r)
{
    return an->calls->locking[r->index] && callgraph_is_root(an->calls, r->index);
}

/* The locks that annotations name and that have not been judged by the body's use; each once. */
static void gather_annotated(gathering *g, run_key key, const run *plain)
{
    const contracts *all = annotations_of(g->analysis, g->root->function);
    for (uint32_t i = 0; i < all->count; i++) {
        found_lock lock = {all->items[i].lock, all->items[i].kind};
        bool done = g->lock && g->lock != lock.lock;
        for (uint32_t k = 0; k < i && !done; k++)
            done = all->items[k].lock == lock.lock && all->items[k].kind == lock.kind;
        for (uint32_t k = 0; k < plain->lock_count && !done && is_root(g->analysis, g->root); k++)
            done = plain->locks[k].lock == lock.lock && plain->locks[k].kind == lock.kind;
        if (!done)
            gather_lock(g, key, &lock);
    }
}

/* The candidates of a root's locks. */
static void gather(gathering *g)
{
    analysis *an = g->analysis;
    run_key key = judge_key(g);
    const run *plain = flow_run(an, key);
    judge_take_limits(g, plain); /* also when it met no lock before the bound */
    if (g->bound == 0 && !g->refined)
        an->statistics.locks += plain->lock_count;
    bool kills = flow_find_kills(an, g->root, g->bound, true);
    /* Which lock is held while another one is released, kills do not know of annotated routines. */
    key.kills = kills && !annotations_any(&an->program->functions[g->root->function]);
    for (uint32_t i = 0; i < plain->lock_count && is_root(an, g->root); i++)
        if (!g->lock || plain->locks[i].lock == g->lock)
            gather_lock(g, key, &plain->locks[i]);
    gather_annotated(g, key, plain);
}

void judge_pairing(analysis *an, judge_report report, void *user)
{
    static const judge_rule rule = {.gather = gather};
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (is_root(an, an->program->routines[i]) ||
            annotations_any(&an->program->functions[an->program->routines[i]->function])) {
            store_trim(an);
            judge_by(an, an->program->routines[i], &rule, report, user);
        }
}
