/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The rule of long holds: a slow call under a lock, or stalls that add up to more than the model allows.
 *
 * Needs: runs of each root for its locks. Leaves behind: candidates. Cost: a run of each lock of the roots that reach
 * slow functions.
 */
#include "rules.h"
#include "store.h"
#include "watch.h"

static const char waits[] = "it is the sum of short stalls, which may be meant to wait for the device";

static void take(gathering *g, const run *r)
{
    for (uint32_t i = 0; i < r->sight_count; i++) {
        const sight *s = &r->sights[i];
        if (s->kind != SIGHT_SLOW || !s->settled)
            continue;
        judge_add(g, (candidate){.check = DEVLOCK_LONG_HOLD,
                                 .root = g->root,
                                 .routine = s->routine,
                                 .step = s->step,
                                 .place = s->step->place,
                                 .condition = path_term(&g->analysis->paths, s->path),
                                 .trail = s->trail,
                                 .approx = s->approx,
                                 .doubt = s->doubt,
                                 .lock = r->key.lock,
                                 .kind = r->key.kind,
                                 .model = s->model,
                                 .reservation = s->number ? waits : NULL,
                                 .cause = s->number ? s->origin : NULL});
    }
    judge_take_limits(g, r);
}

static void gather(gathering *g)
{
    analysis *an = g->analysis;
    run_key key = judge_key(g);
    const run *plain = flow_run(an, key);
    judge_take_limits(g, plain);
    key.kills = flow_find_kills(an, g->root, g->bound, true);
    key.watch = WATCH_SLOW;
    for (uint32_t i = 0; i < plain->lock_count; i++) {
        if ((g->lock && plain->locks[i].lock != g->lock) ||
            !devlock_model_kind(an->model, plain->locks[i].kind)->hold_limit)
            continue;
        key.lock = plain->locks[i].lock;
        key.kind = plain->locks[i].kind;
        take(g, flow_run(an, key));
    }
}

void judge_holds(analysis *an, judge_report report, void *user)
{
    static const judge_rule rule = {.gather = gather};
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (an->calls->locking[i] && an->calls->reaches[i] & REACHES_SLOW && callgraph_is_root(an->calls, i)) {
            store_trim(an);
            judge_by(an, an->program->routines[i], &rule, report, user);
        }
}
