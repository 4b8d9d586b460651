/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What one run may cost. See budget.h.
 */
#include "budget.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"

static uint64_t most_work(const analysis *an)
{
    return an->options.routine_budget ? an->options.routine_budget : DEFAULT_ROUTINE_BUDGET;
}

/* The same in bounded runs, of which a proof may need many. */
static uint64_t most_bounded_work(const analysis *an)
{
    return most_work(an) * 3 / 10;
}

void budget_start(flow *flow)
{
    terms *terms = &flow->analysis->terms;
    flow->work_before = terms->work;
    flow->outer_limit = terms->work_limit;
    terms->work_limit =
        terms->work + (flow->run->key.bound ? most_bounded_work(flow->analysis) : most_work(flow->analysis));
}

void budget_stop(flow *flow)
{
    terms *terms = &flow->analysis->terms;
    bool outer = flow->outer_limit != UINT64_MAX;
    terms->work_limit = outer ? flow->outer_limit + (terms->work - flow->work_before) : UINT64_MAX;
}

bool budget_spent(flow *flow)
{
    if (!flow->run->spent && terms_spent(&flow->analysis->terms))
        flow->run->spent = flow->run->exhausted = true;
    return flow->run->spent;
}

static void name_routine(analysis *an, const devlock_routine *routine)
{
    const char *name = an->program->functions[routine->function].name;
    const char *reason =
        arena_format(an->arena, "following its paths takes more than %llu steps (the option routine-budget of a model)",
                     (unsigned long long)most_work(an));
    flow_name_gap(an, (devlock_gap){name, routine->place, reason});
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
        name_routine(flow->analysis, flow->routine);
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
