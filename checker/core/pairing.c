/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The rules of pairing: missing release, double release, release without acquire, double acquire, wrong extension.
 *
 * Needs: runs of each root for each of its locks. Leaves behind: candidates. Cost: that of the runs.
 */
#include "arena.h"
#include "rules.h"

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
    return an->options.callers_elsewhere && outside
               ? "a header declares the routine, so it may have callers in other files"
               : NULL;
}

static bool depends_on_callers(error_kind kind)
{
    return kind == ERROR_RELEASE_FREE || kind == ERROR_RELEASE_OTHER;
}

static void collect(gathering *g, const run *r)
{
    analysis *an = g->analysis;
    bool wrapper = may_be_wrapper(an, r);
    const char *unseen = unseen_callers(an, r);
    for (uint32_t i = 0; i < r->error_count; i++) {
        const lock_error *e = &r->errors[i];
        if (!e->final || (wrapper && e->kind == ERROR_RELEASE_FREE))
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
    for (uint32_t i = 0; i < r->leak_count && !(wrapper && r->exit_count == 1); i++) {
        const leak *l = &r->leaks[i];
        judge_add(g, (candidate){.check = DEVLOCK_MISSING_RELEASE,
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

/* The candidates of a root's locks. */
static void gather(gathering *g)
{
    analysis *an = g->analysis;
    run_key key = {.routine = g->root, .bound = g->bound, .recursion = flow_recursion(an, g->root, g->bound)};
    const run *plain = flow_run(an, key);
    judge_take_limits(g, plain); /* also when it met no lock before the bound */
    if (g->bound == 0)
        an->statistics.locks += plain->lock_count;
    bool kills = flow_find_kills(an, g->root, g->bound, true);
    for (uint32_t i = 0; i < plain->lock_count; i++) {
        if (g->lock && plain->locks[i].lock != g->lock)
            continue;
        key.lock = plain->locks[i].lock;
        key.kind = plain->locks[i].kind;
        key.kills = kills;
        collect(g, flow_run(an, key));
    }
}

void judge_pairing(analysis *an, judge_report report, void *user)
{
    static const judge_rule rule = {.gather = gather};
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (an->calls->locking[i] && callgraph_is_root(an->calls, i))
            judge_by(an, an->program->routines[i], &rule, report, user);
}
