/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Judging. See judge.h.
 */
#include "judge.h"

#include <stdlib.h>
#include <time.h>

#include "arena.h"
#include "contexts.h"
#include "limits.h"
#include "rules.h"
#include "subject.h"

/* All candidates of a root for one bound. */
typedef struct verdict_set {
    candidate_list candidates;
    term truncated;
    bool exhausted;
    bool done;
    term lock; /* the one that they are about; TERM_NONE: all */
} verdict_set;

#define ROUNDS    4
#define REFINED   ROUNDS
#define QUESTIONS 600u /* that the refined run of a root may ask the solver */

typedef struct judging {
    analysis *analysis;
    const devlock_routine *root;
    const judge_rule *rule;
    verdict_set sets[ROUNDS + 1]; /* [0] widened, then bounded with growing bounds; at the end refined */
    uint32_t bounds[ROUNDS + 1];
    judge_report report;
    void *user;
    bool too_large; /* no exact path to the candidate was found because there is too much to follow */
} judging;

/* ---- candidates ---------------------------------------------------------------------------------------------- */

void judge_add(gathering *g, candidate c)
{
    candidate_list *list = g->candidates;
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = c;
}

run_key judge_key(const gathering *g)
{
    return (run_key){.routine = g->root,
                     .bound = g->bound,
                     .refined = g->refined,
                     .recursion = flow_recursion(g->analysis, g->root, g->bound)};
}

void judge_take_limits(gathering *g, const run *r)
{
    *g->truncated = term_or(&g->analysis->terms, *g->truncated, r->truncated);
    *g->exhausted |= r->exhausted;
}

/* All candidates of a round, or those of one lock if its name is fixed at entry and so the same in every round. Rules
 * that tell only what is known have the same ones for all locks. */
static verdict_set *candidates_for(judging *j, unsigned round, term lock)
{
    analysis *an = j->analysis;
    verdict_set *set = &j->sets[round];
    if (lock && (j->rule->known_only || term_at(&an->terms, lock)->flags & TERM_LOCAL))
        lock = TERM_NONE;
    if (set->done && (set->lock == lock || set->lock == TERM_NONE))
        return set;
    set->done = true;
    set->lock = lock;
    set->candidates.count = 0;
    set->exhausted = false;
    set->truncated = TERM_FALSE;
    gathering g = {.analysis = an,
                   .root = j->root,
                   .bound = j->bounds[round],
                   .refined = round == REFINED,
                   .lock = lock,
                   .subject = j->rule->subject,
                   .candidates = &set->candidates,
                   .truncated = &set->truncated,
                   .exhausted = &set->exhausted};
    if (round == REFINED)
        an->questions = QUESTIONS;
    j->rule->gather(&g);
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
    if (c->doubt == DOUBT_GIVEN_UP)
        return "a routine called on its path is not analysed";
    if (c->doubt == DOUBT_UNREAD)
        return "an annotation of a function called on its path has no effect, and may say that it changes the lock";
    return arena_format(j->analysis->arena, "the call through a pointer at line %u could not be followed",
                        c->doubt - 1);
}

/* Whether a finding rests on two locks being different, one of which has a name that is not known exactly. */
static bool names_in_doubt(const judging *j, const candidate *c)
{
    const terms *terms = &j->analysis->terms;
    return c->kill && (term_imprecise(terms, c->lock) || term_imprecise(terms, c->kill->held) ||
                       term_imprecise(terms, c->kill->released));
}

/* The path is exact and feasible: a finding, certain unless something on it is unknown to us alone. */
static void found(judging *j, const candidate *c, const proof_model *model)
{
    const char *reason = c->reservation ? c->reservation : doubt_reason(j, c);
    if (!reason && names_in_doubt(j, c))
        reason = "which lock is meant depends on a value that is not modelled";
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
    j->too_large |= set->exhausted;
    for (uint32_t i = 0; i < set->candidates.count; i++) {
        const candidate *b = &set->candidates.items[i];
        if (!same_finding(b, c))
            continue;
        proof_model model = {0};
        verdict v = proof_check(an, b->condition, b->approx ? NULL : &model);
        if (v == PROOF_FEASIBLE && !b->approx) {
            found(j, b, &model);
            proof_model_free(&model);
            return OUTCOME_FOUND;
        }
        *undecided |= v == PROOF_UNDECIDED;
        open |= v == PROOF_UNDECIDED || (v == PROOF_FEASIBLE && b->approx);
        j->too_large |= v == PROOF_FEASIBLE && b->approx;
        proof_model_free(&model);
    }
    if (open)
        return OUTCOME_OPEN;
    return proof_check(an, set->truncated, NULL) == PROOF_INFEASIBLE ? OUTCOME_REFUTED : OUTCOME_OPEN;
}

/* Looks whether the candidate is still there when the solver is asked what holds in loops. */
static outcome refine(judging *j, const candidate *c)
{
    if (c->reservation) /* possible in any case: not worth the solver's time */
        return OUTCOME_OPEN;
    const verdict_set *set = candidates_for(j, REFINED, c->lock);
    if (set->exhausted)
        return OUTCOME_OPEN;
    for (uint32_t i = 0; i < set->candidates.count; i++) {
        const candidate *b = &set->candidates.items[i];
        if (same_finding(b, c) && proof_check(j->analysis, b->condition, NULL) != PROOF_INFEASIBLE)
            return OUTCOME_OPEN;
    }
    return OUTCOME_REFUTED;
}

/* Whether a candidate for which the widened run alone speaks is worth telling. It is not where the lock's name itself
 * is a loop's value: that it is another one than a name met before is then not known at all. */
static bool worth_telling(const judging *j, const candidate *c)
{
    const terms *terms = &j->analysis->terms;
    return !term_imprecise(terms, c->lock) && !(c->kill && term_imprecise(terms, c->kill->held));
}

/* Why a candidate is possible that was neither found nor refuted; NULL: it is not told. */
static const char *open_reason(const judging *j, const candidate *c, bool undecided)
{
    if (j->too_large && j->rule->known_only)
        return NULL;
    if (undecided)
        return "the proof of its path did not finish within its budget";
    if (!worth_telling(j, c))
        return NULL;
    if (j->too_large)
        return "what is called on its path is too large to be followed exactly";
    return arena_format(j->analysis->arena, "no path to it was found with at most %u rounds of a loop",
                        j->bounds[ROUNDS - 1]);
}

static bool report_open(judging *j, const candidate *c, bool undecided)
{
    const char *reason = open_reason(j, c, undecided);
    proof_model model = {0};
    j->analysis->statistics.undecided++;
    if (!reason)
        return false;
    proof_check(j->analysis, c->condition, &model);
    j->report(j->user, c, &model, reason);
    proof_model_free(&model);
    return true;
}

const char judge_pending[] = "it is still being looked at";

/* Decides a candidate whose condition can hold, but says more than is known. Gives whether it is reported. */
static bool look_closer(judging *j, const candidate *c)
{
    bool undecided = false;
    outcome o = OUTCOME_OPEN;
    /* Where one bound is too much for a routine, larger ones are, too. */
    for (unsigned round = 1; round < ROUNDS && o == OUTCOME_OPEN; round++) {
        o = confirm(j, c, round, &undecided);
        if (j->sets[round].exhausted)
            break;
    }
    if (o == OUTCOME_OPEN && !(j->too_large && j->rule->known_only)) /* else it is not told in any case */
        o = refine(j, c);
    if (o == OUTCOME_REFUTED)
        j->analysis->statistics.refuted++;
    return o == OUTCOME_FOUND || (o == OUTCOME_OPEN && report_open(j, c, undecided));
}

/* Whether a candidate for which only a widened run speaks will not be told, whatever the solver says: for others,
 * rounds were followed up to one that is too large for what is not known to be told, and no exact path in them leads to
 * it. */
static bool is_hopeless(const judging *j, const candidate *c)
{
    for (unsigned round = 1; round < ROUNDS && j->rule->known_only; round++) {
        const verdict_set *set = &j->sets[round];
        if (!set->done)
            return false;
        for (uint32_t i = 0; i < set->candidates.count; i++)
            if (!set->candidates.items[i].approx && same_finding(&set->candidates.items[i], c))
                return false;
        if (set->exhausted)
            return true;
    }
    return false;
}

/* Gives whether it is reported. */
static bool decide(judging *j, const candidate *c)
{
    analysis *an = j->analysis;
    proof_model model = {0};
    an->statistics.candidates++;
    j->too_large = false;
    bool exact = !c->approx && !term_imprecise(&an->terms, c->condition) && !names_in_doubt(j, c);
    if (!exact && is_hopeless(j, c)) {
        an->statistics.undecided++;
        return false;
    }
    /* The values cost more than the answer, and most candidates are not told by this condition. */
    verdict v = proof_check(an, c->condition, exact || an->options.quick ? &model : NULL);
    if (v == PROOF_FEASIBLE && exact)
        found(j, c, &model);
    else if (v != PROOF_INFEASIBLE && an->options.quick)
        j->report(j->user, c, &model, judge_pending);
    proof_model_free(&model);
    if (v == PROOF_INFEASIBLE) {
        an->statistics.refuted++;
        return false;
    }
    return (v == PROOF_FEASIBLE && exact) || an->options.quick || look_closer(j, c);
}

/* All that deciding takes is proof: the solver, and the bounded and refined runs that only candidates need. */
static bool decide_timed(judging *j, const candidate *c)
{
    clock_t from = clock();
    j->analysis->proving = true;
    bool told = decide(j, c);
    j->analysis->proving = false;
    j->analysis->statistics.proof_seconds += (double)(clock() - from) / CLOCKS_PER_SEC;
    return told;
}

/* The same place for the same lock is told once. */
static bool already_told(const candidate_list *list, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (list->items[i].told && same_finding(&list->items[i], &list->items[index]) &&
            list->items[i].lock == list->items[index].lock)
            return true;
    return false;
}

void judge_by(analysis *an, const devlock_routine *root, const judge_rule *rule, judge_report report, void *user)
{
    if (an->wanted && !an->wanted[root->index])
        return;
    uint32_t most = an->options.loop_bound ? an->options.loop_bound : DEFAULT_LOOP_BOUND;
    judging j = {.analysis = an, .root = root, .rule = rule, .report = report, .user = user};
    j.bounds[1] = most < 2 ? most : 2;
    j.bounds[2] = most < 8 ? most : 8; /* the bits of a byte: serial busses are driven so */
    j.bounds[3] = most;
    const candidate_list *list = &candidates_for(&j, 0, TERM_NONE)->candidates;
    bool told = false;
    for (uint32_t i = 0; i < list->count && !(told && rule->first_only); i++)
        if (!already_told(list, i))
            told = list->items[i].told = decide_timed(&j, &list->items[i]);
    for (unsigned i = 0; i <= ROUNDS; i++)
        free(j.sets[i].candidates.items);
}

/* Whether pairing depends on what a routine is registered as. */
static bool pairs_by_context(const devlock_model *model)
{
    for (uint32_t i = 0; i < devlock_model_context_count(model); i++)
        if (devlock_model_context(model, i)->for_caller)
            return true;
    return false;
}

void judge_program(analysis *an, judge_report report, void *user)
{
    const uint32_t levels = 1u << DEVLOCK_IRQL | 1u << DEVLOCK_CALL_IRQL, exposed = 1u << DEVLOCK_UNLOCKED_CHILD_ACCESS;
    uint32_t wanted = an->options.checks;
    bool asked = an->options.picture || an->options.calls;
    if (wanted & (levels | exposed) || asked || pairs_by_context(an->model))
        contexts_find(an);
    if (an->options.subject_only && !subject_is_there(an))
        return;
    if (wanted & ((1u << (DEVLOCK_WRONG_EXTENSION + 1)) - 1))
        judge_pairing(an, report, user);
    if (wanted & levels)
        judge_levels(an, report, user);
    if (wanted & 1u << DEVLOCK_CALL_IRQL)
        judge_exits(an, report, user);
    if (wanted & 1u << DEVLOCK_LONG_HOLD)
        judge_holds(an, report, user);
    if (wanted & exposed)
        judge_exposed(an, report, user);
}
