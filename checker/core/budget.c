/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What one run may cost. See budget.h.
 */
#include "budget.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"

/* Whoever states a budget wants it to be taken. */
static bool is_stated(const analysis *an)
{
    return an->options.routine_budget && an->options.routine_budget != DEFAULT_ROUTINE_BUDGET;
}

/* Whether the run proves what others found. */
static bool proves(const flow *flow)
{
    return flow->run->key.bound != 0;
}

/* What a run may take at most. */
static uint64_t whole_work(const flow *flow)
{
    const analysis *an = flow->analysis;
    if (is_stated(an))
        return an->options.routine_budget;
    return proves(flow) ? DEFAULT_PROOF_BUDGET : DEFAULT_ROUTINE_BUDGET;
}

static uint64_t usual_share(const analysis *an)
{
    return is_stated(an) ? an->options.routine_budget : DEFAULT_ROUTINE_BUDGET / SHARE_PARTS;
}

static uint64_t program_work(const analysis *an)
{
    if (an->options.program_budget)
        return an->options.program_budget;
    uint64_t usual = PROGRAM_BUDGET + (uint64_t)PROGRAM_BUDGET_SHARE * an->statistics.routines_locking;
    uint64_t least = PROGRAM_BUDGET_PARTS * usual_share(an);
    return usual > least ? usual : least;
}

static uint64_t share_of(const analysis *an)
{
    return limits_share(program_work(an), an->work_before + an->terms.work, PROGRAM_BUDGET_PARTS, usual_share(an),
                        is_stated(an) ? LEAST_ROUTINE_PARTS : LEAST_ROUTINE_PARTS / SHARE_PARTS);
}

/* What a run may take beyond its share. */
static uint64_t deep_of(const flow *flow)
{
    const analysis *an = flow->analysis;
    uint64_t whole = whole_work(flow), all = (proves(flow) ? PROOF_DEEP_BUDGETS : DEEP_BUDGETS) * whole;
    uint64_t most = program_work(an) / DEEP_PROGRAM_PARTS;
    return limits_share(all < most ? all : most, an->deep_work[proves(flow)],
                        proves(flow) ? PROOF_DEEP_PARTS : DEEP_PARTS, whole - flow->share, NO_LEAST_PARTS);
}

void budget_start(flow *flow)
{
    terms *terms = &flow->analysis->terms;
    flow->work_before = terms->work;
    flow->outer_limit = terms->work_limit;
    flow->share = share_of(flow->analysis);
    flow->most = flow->share + deep_of(flow);
    terms->work_limit = terms->work + flow->most;
}

void budget_stop(flow *flow)
{
    terms *terms = &flow->analysis->terms;
    uint64_t own = terms->work + flow->most - terms->work_limit; /* without its callees', which moved the limit */
    if (own > flow->share)
        flow->analysis->deep_work[proves(flow)] += own - flow->share;
    bool outer = flow->outer_limit != UINT64_MAX;
    terms->work_limit = outer ? flow->outer_limit + (terms->work - flow->work_before) : UINT64_MAX;
}

bool budget_spent(flow *flow)
{
    if (!flow->run->spent && terms_spent(&flow->analysis->terms))
        flow->run->spent = flow->run->exhausted = true;
    return flow->run->spent;
}

static const char *why_given_up(const flow *flow)
{
    analysis *an = flow->analysis;
    unsigned long long most = flow->most, whole = whole_work(flow);
    if (flow->share < usual_share(an))
        return arena_format(an->arena, "following its paths takes too many of the %llu steps that its driver may take",
                            (unsigned long long)program_work(an));
    if (most < whole)
        return arena_format(an->arena,
                            "following its paths takes more than %llu steps, and other routines have used up what its "
                            "driver may take beyond that (the option routine-budget of a model)",
                            most);
    return arena_format(an->arena,
                        "following its paths takes more than %llu steps (the option routine-budget of a model)", whole);
}

/* Once, by the run that was given up first. */
static void name_routine(flow *flow)
{
    analysis *an = flow->analysis;
    const devlock_routine *routine = flow->routine;
    const char *name = an->program->functions[routine->function].name;
    if (an->given_up[routine->index])
        return;
    an->given_up[routine->index] = true;
    flow_name_gap(an, (devlock_gap){name, routine->place, why_given_up(flow)});
}

/* The effect on memory of a function of which nothing is known. */
static memory any_effect(flow *flow)
{
    terms *terms = &flow->analysis->terms;
    const devlock_routine *r = flow->routine;
    reach *list = must_zero((r->variable_count + 1) * sizeof *list);
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->variable_count; i++) {
        const variable *v = &r->variables[i];
        if (v->flags & DEVLOCK_VARIABLE_PARAMETER && v->size * 8 == terms->pointer_bits)
            list[count++] =
                (reach){.address = term_symbol(terms, terms->pointer_bits, SYMBOL_PARAMETER, i, 0, 0, false),
                        .size = DEVLOCK_WHOLE};
    }
    uint32_t site = flow_occurrence(flow->analysis, OCCURRENCE_CUT, r->index, 0, 0);
    memory m = memory_call(terms, MEMORY_INITIAL, site, true, list, count);
    free(list);
    return m;
}

void budget_give_up(flow *flow)
{
    run *r = flow->run;
    if (!r->key.bound)
        name_routine(flow);
    r->unwind_count = r->leak_count = r->error_count = r->sight_count = r->lock_count = 0;
    r->use_count = r->compared_count = 0;
    r->truncated = TERM_TRUE;
    r->approx = true;
    r->exit_count = 0;
    ARRAY_RESERVE(r->exits, r->exit_count, r->exit_capacity);
    r->exits[r->exit_count++] = (exit_group){.key = r->key.entry,
                                             .guard = TERM_TRUE,
                                             .memory = any_effect(flow),
                                             .trail = trail_add(flow, (trail){.kind = TRAIL_START}),
                                             .approx = true,
                                             .doubt = DOUBT_GIVEN_UP};
}
