/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The analysis as its users see it: a program and a model in, findings out.
 *
 * Needs: a finished program. Leaves behind: a result. Cost: see flow.h; routines that reach no lock function cost
 * nothing but their share of the call graph.
 */
#include "devlock/analysis.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "annotations.h"
#include "coverage.h"
#include "explain.h"
#include "limits.h"
#include "map.h"
#include "parts.h"
#include "result.h"
#include "store.h"

typedef struct collecting {
    analysis *analysis;
    devlock_result *result;
} collecting;

/* The finding that was told for a cause; NULL: none yet. */
static devlock_finding *with_cause(devlock_result *r, const step *cause)
{
    for (uint32_t i = 0; i < r->count; i++)
        if (r->causes[i] == cause)
            return &r->findings[i];
    return NULL;
}

/* Which of two findings with one cause is told, whatever the order in which files were read and routines stand in them:
 * that of the routine whose name comes first; in one routine, the one that stands first. */
static bool goes_before(const devlock_program *program, const devlock_finding *a, const devlock_finding *b)
{
    int order = strcmp(a->routine, b->routine);
    if (order)
        return order < 0;
    if (a->place.file == b->place.file || a->place.file == DEVLOCK_NONE || b->place.file == DEVLOCK_NONE)
        return result_compare_places(a->place, b->place) < 0;
    return strcmp(program->files[a->place.file], program->files[b->place.file]) < 0;
}

static void take_finding(void *user, const candidate *c, const proof_model *model, const char *reason)
{
    collecting *all = user;
    devlock_result *r = all->result;
    if (!(all->analysis->options.checks >> c->check & 1))
        return;
    devlock_finding f = {.check = c->check,
                         .tier = reason ? DEVLOCK_POSSIBLE : DEVLOCK_CERTAIN,
                         .place = c->place,
                         .pending = reason == judge_pending,
                         .reason = arena_string(r->arena, reason)};
    explain_finding(all->analysis, r->arena, c, model, &f);
    devlock_finding *before = c->cause ? with_cause(r, c->cause) : NULL;
    if (before) {
        if (goes_before(all->analysis->program, &f, before))
            *before = f;
        return;
    }
    ARRAY_RESERVE(r->causes, r->count, r->cause_capacity);
    ARRAY_RESERVE(r->findings, r->count, r->capacity);
    r->causes[r->count] = c->cause;
    r->findings[r->count++] = f;
}

/* What could not be lowered, and what the source says of locks to no use. */
static void copy_gaps(devlock_result *r, const analysis *an)
{
    const devlock_program *program = an->program;
    r->gaps = must_resize(r->gaps, (r->gap_count + program->gap_count + an->note_count + 1) * sizeof *r->gaps);
    for (uint32_t i = 0; i < program->gap_count; i++)
        r->gaps[r->gap_count++] = (devlock_gap){program->gaps[i].name, program->gaps[i].place, program->gaps[i].reason};
    for (uint32_t i = 0; i < an->note_count; i++)
        r->gaps[r->gap_count++] = (devlock_gap){arena_string(r->arena, an->notes[i].name), an->notes[i].place,
                                                arena_string(r->arena, an->notes[i].reason)};
}

/* A finding stands in a routine that its root reaches: those roots are judged that reach a routine of the file. */
static void choose_roots(analysis *an)
{
    const devlock_program *program = an->program;
    if (!an->options.only)
        return;
    an->wanted = must_zero(program->routine_count + 1);
    for (uint32_t i = 0; i < program->routine_count; i++) {
        uint32_t file = program->routines[i]->place.file;
        an->wanted[i] = file != DEVLOCK_NONE && strcmp(program->files[file], an->options.only) == 0;
    }
    callgraph_add_callers(an->calls, an->wanted);
}

static void stop(analysis *an)
{
    store_stop(an);
    for (uint32_t i = 0; i < an->program->routine_count; i++)
        shape_free(an->shapes[i]);
    free(an->shapes);
    free(an->given_up);
    free(an->wanted);
    free(an->notes);
    free(an->entries);
    callgraph_free(an->calls);
    arena_free(an->arena);
}

devlock_limits devlock_analysis_limits(const devlock_model *model)
{
    devlock_limits limits = devlock_model_limits(model);
    if (!limits.loop_bound)
        limits.loop_bound = DEFAULT_LOOP_BOUND;
    if (!limits.solver_budget)
        limits.solver_budget = DEFAULT_SOLVER_BUDGET;
    if (!limits.routine_budget)
        limits.routine_budget = DEFAULT_ROUTINE_BUDGET;
    return limits;
}

static devlock_options complete_options(const devlock_options *options, const devlock_model *model)
{
    devlock_options o = options ? *options : (devlock_options){.checks = UINT32_MAX};
    devlock_limits limits = devlock_analysis_limits(model);
    if (!o.loop_bound)
        o.loop_bound = limits.loop_bound;
    if (!o.solver_budget)
        o.solver_budget = limits.solver_budget;
    if (!o.routine_budget)
        o.routine_budget = limits.routine_budget;
    return o;
}

static void start(analysis *an)
{
    const devlock_program *program = an->program;
    an->arena = arena_new();
    an->calls = callgraph_new(program, an->model, an->slots);
    an->shapes = must_zero((program->routine_count + 1) * sizeof(shape *));
    an->given_up = must_zero(program->routine_count + 1);
    an->statistics.routines = program->routine_count;
    for (uint32_t i = 0; i < program->routine_count; i++)
        an->statistics.routines_locking += an->calls->locking[i];
    choose_roots(an);
    store_start(an);
}

/* Analyses one driver, and adds what comes of it to the result of the whole program. */
static void analyse_driver(analysis an, const devlock_program *whole, devlock_result *r)
{
    start(&an);
    collecting all = {&an, r};
    judge_program(&an, take_finding, &all);
    copy_gaps(r, &an);
    coverage_find(&an, r);
    if (an.options.calls)
        lock_calls_find(&an, r->arena, &r->calls);
    if (an.options.picture)
        map_fill(&an, whole, r->arena, r->routines);
    stop(&an);
    result_add_statistics(&r->statistics, &an.statistics);
}

devlock_result *devlock_analyze(const devlock_program *program, const devlock_model *model,
                                const devlock_options *options)
{
    clock_t from = clock();
    devlock_result *r = must_zero(sizeof *r);
    r->arena = arena_new();
    analysis an = {.model = model, .options = complete_options(options, model)};
    an.slots = slots_new(program, model, !an.options.callers_elsewhere);
    if (an.options.picture) {
        r->routines = arena_zero(r->arena, (program->routine_count + 1) * sizeof *r->routines);
        r->routine_count = program->routine_count;
    }
    parts parts;
    parts_start(&parts, program);
    for (uint32_t i = 0; i < parts.count; i++) {
        an.program = parts_at(&parts, i);
        analyse_driver(an, program, r);
    }
    parts_stop(&parts);
    slots_free(an.slots);
    free(r->causes);
    r->causes = NULL;
    r->statistics.flow_seconds = (double)(clock() - from) / CLOCKS_PER_SEC - r->statistics.proof_seconds;
    result_settle(r);
    return r;
}

void devlock_result_free(devlock_result *r)
{
    if (!r)
        return;
    arena_free(r->arena);
    free(r->findings);
    free(r->gaps);
    free(r->calls.items);
    free(r->callers);
    free(r);
}

size_t devlock_result_finding_count(const devlock_result *r)
{
    return r->count;
}

const devlock_finding *devlock_result_finding(const devlock_result *r, size_t index)
{
    return &r->findings[index];
}

size_t devlock_result_gap_count(const devlock_result *r)
{
    return r->gap_count;
}

const devlock_gap *devlock_result_gap(const devlock_result *r, size_t index)
{
    return &r->gaps[index];
}

size_t devlock_result_routine_count(const devlock_result *r)
{
    return r->routine_count;
}

const devlock_map_routine *devlock_result_routine(const devlock_result *r, size_t index)
{
    return &r->routines[index];
}

size_t devlock_result_call_count(const devlock_result *r)
{
    return r->calls.count;
}

const devlock_lock_call *devlock_result_call(const devlock_result *r, size_t index)
{
    return &r->calls.items[index];
}

const devlock_statistics *devlock_result_statistics(const devlock_result *r)
{
    return &r->statistics;
}
