/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Judging. See judge.h.
 */
#include "judge.h"

#include <stdlib.h>

#include "arena.h"

typedef struct candidate_list {
    candidate *items;
    uint32_t count, capacity;
} candidate_list;

/* All candidates of a root for one bound. */
typedef struct verdict_set {
    candidate_list candidates;
    term truncated;
    bool exhausted;
    bool done;
    term lock; /* the one that they are about; TERM_NONE: all */
} verdict_set;

#define ROUNDS             4
#define DEFAULT_LOOP_BOUND 16u

typedef struct judging {
    analysis *analysis;
    const devlock_routine *root;
    verdict_set sets[ROUNDS]; /* [0] widened, then bounded with growing bounds */
    uint32_t bounds[ROUNDS];
    judge_report report;
    void *user;
} judging;

/* ---- candidates ---------------------------------------------------------------------------------------------- */

static void add(candidate_list *list, candidate c)
{
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = c;
}

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

static void collect(judging *j, verdict_set *set, const run *r)
{
    analysis *an = j->analysis;
    bool wrapper = may_be_wrapper(an, r);
    for (uint32_t i = 0; i < r->error_count; i++) {
        const lock_error *e = &r->errors[i];
        if (!e->final || (wrapper && e->kind == ERROR_RELEASE_FREE))
            continue;
        add(&set->candidates, (candidate){.check = check_of(e->kind),
                                          .root = j->root,
                                          .routine = e->routine,
                                          .step = e->step,
                                          .place = e->step->place,
                                          .condition = path_term(&an->paths, e->path),
                                          .trail = e->trail,
                                          .approx = e->approx,
                                          .doubt = e->doubt,
                                          .lock = r->key.lock,
                                          .kind = r->key.kind,
                                          .kill = e->kill});
    }
    for (uint32_t i = 0; i < r->leak_count && !(wrapper && r->exit_count == 1); i++) {
        const leak *l = &r->leaks[i];
        add(&set->candidates, (candidate){.check = DEVLOCK_MISSING_RELEASE,
                                          .root = j->root,
                                          .routine = j->root,
                                          .place = l->place,
                                          .condition = path_term(&an->paths, l->path),
                                          .trail = l->trail,
                                          .approx = l->approx,
                                          .doubt = l->doubt,
                                          .lock = r->key.lock,
                                          .kind = r->key.kind});
    }
    set->truncated = term_or(&an->terms, set->truncated, r->truncated);
    set->exhausted |= r->exhausted;
}

/* All candidates of a round, or those of one lock if its name is fixed at entry and so the same in every round. */
static verdict_set *candidates_for(judging *j, unsigned round, term lock)
{
    analysis *an = j->analysis;
    verdict_set *set = &j->sets[round];
    if (lock && (term_at(&an->terms, lock)->flags & TERM_LOCAL))
        lock = TERM_NONE;
    if (set->done && (set->lock == lock || set->lock == TERM_NONE))
        return set;
    set->done = true;
    set->lock = lock;
    set->candidates.count = 0;
    set->exhausted = false;
    set->truncated = TERM_FALSE;
    uint32_t bound = j->bounds[round];
    run_key key = {.routine = j->root, .bound = bound, .recursion = flow_recursion(an, j->root, bound)};
    const run *plain = flow_run(an, key);
    set->exhausted |= plain->exhausted;
    set->truncated = plain->truncated; /* also when it met no lock before the bound */
    if (round == 0)
        an->statistics.locks += plain->lock_count;
    bool kills = flow_find_kills(an, j->root, bound, true);
    for (uint32_t i = 0; i < plain->lock_count; i++) {
        if (lock && plain->locks[i].lock != lock)
            continue;
        key.lock = plain->locks[i].lock;
        key.kind = plain->locks[i].kind;
        key.kills = kills;
        collect(j, set, flow_run(an, key));
    }
    return set;
}

/* ---- deciding ------------------------------------------------------------------------------------------------ */

static bool same_finding(const candidate *a, const candidate *b)
{
    return a->check == b->check && a->place.file == b->place.file && a->place.line == b->place.line &&
           a->place.column == b->place.column;
}

static const char *doubt_reason(judging *j, const candidate *c)
{
    if (!c->doubt)
        return NULL;
    return arena_format(j->analysis->arena, "the call through a pointer at line %u could not be followed",
                        c->doubt - 1);
}

/* The path is exact and feasible: a finding, certain unless something on it is unknown to us alone. */
static void found(judging *j, const candidate *c, const proof_model *model)
{
    const char *reason = doubt_reason(j, c);
    if (!reason && term_imprecise(&j->analysis->terms, c->condition))
        reason = "its path depends on a value that is not modelled";
    j->report(j->user, c, model, reason);
}

typedef enum outcome { OUTCOME_FOUND, OUTCOME_REFUTED, OUTCOME_OPEN } outcome;

/* Looks for an exact path to the finding among the candidates of a bounded run. */
static outcome confirm(judging *j, const candidate *c, unsigned round, bool *undecided)
{
    analysis *an = j->analysis;
    verdict_set *set = candidates_for(j, round, c->lock);
    bool open = set->exhausted;
    for (uint32_t i = 0; i < set->candidates.count; i++) {
        const candidate *b = &set->candidates.items[i];
        if (!same_finding(b, c))
            continue;
        proof_model model = {0};
        verdict v = proof_check(an, b->condition, &model);
        if (v == PROOF_FEASIBLE && !b->approx) {
            found(j, b, &model);
            proof_model_free(&model);
            return OUTCOME_FOUND;
        }
        *undecided |= v == PROOF_UNDECIDED;
        open |= v == PROOF_UNDECIDED || (v == PROOF_FEASIBLE && b->approx);
        proof_model_free(&model);
    }
    if (open)
        return OUTCOME_OPEN;
    return proof_check(an, set->truncated, NULL) == PROOF_INFEASIBLE ? OUTCOME_REFUTED : OUTCOME_OPEN;
}

/* Whether a candidate for which the widened run alone speaks is worth telling. It is not where the lock's name itself
 * is a loop's value: that it is another one than a name met before is then not known at all. */
static bool worth_telling(const judging *j, const candidate *c)
{
    const terms *terms = &j->analysis->terms;
    return !term_imprecise(terms, c->lock) && !(c->kill && term_imprecise(terms, c->kill->held));
}

static void report_open(judging *j, const candidate *c, const proof_model *model, bool undecided)
{
    j->analysis->statistics.undecided++;
    if (undecided)
        j->report(j->user, c, model, "the proof of its path did not finish within its budget");
    else if (worth_telling(j, c))
        j->report(j->user, c, model,
                  arena_format(j->analysis->arena, "no path to it was found with at most %u rounds of a loop",
                               j->bounds[ROUNDS - 1]));
}

/* Gives false if no path leads to the candidate. */
static bool decide(judging *j, const candidate *c)
{
    analysis *an = j->analysis;
    proof_model model = {0};
    bool undecided = false;
    an->statistics.candidates++;
    verdict v = proof_check(an, c->condition, &model);
    if (v == PROOF_INFEASIBLE) {
        proof_model_free(&model);
        an->statistics.refuted++;
        return false;
    }
    bool exact = !c->approx && !term_imprecise(&an->terms, c->condition);
    if (v == PROOF_FEASIBLE && exact) {
        found(j, c, &model);
        proof_model_free(&model);
        return true;
    }
    outcome o = OUTCOME_OPEN;
    for (unsigned round = 1; round < ROUNDS && o == OUTCOME_OPEN; round++)
        o = confirm(j, c, round, &undecided);
    if (o == OUTCOME_REFUTED)
        an->statistics.refuted++;
    if (o == OUTCOME_OPEN)
        report_open(j, c, &model, undecided);
    proof_model_free(&model);
    return o != OUTCOME_REFUTED;
}

/* Whether the finding has been told: by a candidate before this one, which had another cause. */
static bool already_told(const candidate_list *list, const bool *told, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (told[i] && same_finding(&list->items[i], &list->items[index]) &&
            list->items[i].lock == list->items[index].lock)
            return true;
    return false;
}

static void judge_root(analysis *an, const devlock_routine *root, judge_report report, void *user)
{
    uint32_t most = an->options.loop_bound ? an->options.loop_bound : DEFAULT_LOOP_BOUND;
    judging j = {.analysis = an, .root = root, .report = report, .user = user};
    j.bounds[1] = most < 2 ? most : 2;
    j.bounds[2] = most < 6 ? most : 6;
    j.bounds[3] = most;
    const candidate_list *list = &candidates_for(&j, 0, TERM_NONE)->candidates;
    bool *told = must_zero(list->count + 1);
    for (uint32_t i = 0; i < list->count; i++)
        told[i] = !already_told(list, told, i) && decide(&j, &list->items[i]);
    free(told);
    for (unsigned i = 0; i < ROUNDS; i++)
        free(j.sets[i].candidates.items);
}

void judge_program(analysis *an, judge_report report, void *user)
{
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        if (an->calls->locking[i] && callgraph_is_root(an->calls, i))
            judge_root(an, an->program->routines[i], report, user);
}
