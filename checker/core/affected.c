/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which routines a change can matter to. See affected.h.
 */
#include "affected.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "callgraph.h"

typedef struct search {
    const devlock_program *program;
    const callgraph *calls;
    const bool *touched, *lost;
    bool *referred;     /* by function: what changed calls it or takes its address, or a changed line names it */
    bool *seen_globals; /* whose values were looked at */
    bool *upwards;      /* by routine: affected, and so are its callers */
} search;

/* ---- what changed code refers to ------------------------------------------------------------------------------- */

static void refer(search *s, const devlock_operand *operand)
{
    if (operand->kind == DEVLOCK_OPERAND_FUNCTION)
        s->referred[operand->id] = true;
    if (operand->kind != DEVLOCK_OPERAND_GLOBAL || s->seen_globals[operand->id])
        return;
    s->seen_globals[operand->id] = true;
    const global *g = &s->program->globals[operand->id];
    for (uint32_t i = 0; i < g->value_count; i++)
        refer(s, &g->values[i].value);
}

static void refer_all(search *s, const devlock_routine *r)
{
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            refer(s, &st->a);
            refer(s, &st->b);
            for (uint32_t k = 0; k < st->argument_count; k++)
                refer(s, &st->arguments[k].value);
        }
}

/* ---- who calls it ---------------------------------------------------------------------------------------------- */

/* Marks what a routine calls by name: with this routine's number, so that no mark need be taken back. Gives whether a
 * function among these has lost its body. */
static bool mark_direct(const search *s, const devlock_routine *r, uint32_t *direct)
{
    bool lost = false;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            if (st->kind != STEP_CALL || st->a.kind != DEVLOCK_OPERAND_FUNCTION)
                continue;
            direct[st->a.id] = r->index;
            lost |= s->lost[st->a.id] && !s->program->functions[st->a.id].body;
        }
    return lost;
}

/* Routines that changed, that call what is gone, or that call through a pointer what the change may have put there. */
static void start(search *s)
{
    const devlock_program *p = s->program;
    uint32_t *direct = must_allocate((p->function_count + 1) * sizeof *direct);
    memset(direct, 0xFF, (p->function_count + 1) * sizeof *direct);
    for (uint32_t n = 0; n < p->routine_count; n++) {
        const devlock_routine *r = p->routines[n];
        if (mark_direct(s, r, direct) || s->touched[r->function])
            s->upwards[n] = true;
        for (uint32_t e = s->calls->first[n]; e < s->calls->first[n + 1]; e++) {
            uint32_t callee = p->routines[s->calls->callees[e]]->function;
            if (s->referred[callee] && direct[callee] != n)
                s->upwards[n] = true;
        }
    }
    free(direct);
}

bool *affected_functions(const devlock_program *p, const devlock_model *model, const bool *touched, const bool *named,
                         const bool *lost, bool whole)
{
    slots *slots = slots_new(p, model, whole);
    callgraph *calls = callgraph_new(p, model, slots);
    search s = {.program = p, .calls = calls, .touched = touched, .lost = lost};
    s.referred = must_zero(p->function_count + 1);
    s.seen_globals = must_zero(p->global_count + 1);
    s.upwards = must_zero(p->routine_count + 1);
    for (uint32_t i = 0; i < p->function_count; i++)
        s.referred[i] = named[i];
    for (uint32_t n = 0; n < p->routine_count; n++)
        if (touched[p->routines[n]->function])
            refer_all(&s, p->routines[n]);
    start(&s);
    callgraph_add_callers(calls, s.upwards);
    bool *affected = must_zero(p->function_count + 1);
    for (uint32_t i = 0; i < p->function_count; i++)
        affected[i] = s.referred[i] || touched[i];
    for (uint32_t n = 0; n < p->routine_count; n++)
        affected[p->routines[n]->function] |= s.upwards[n];
    free(s.referred), free(s.seen_globals), free(s.upwards);
    callgraph_free(calls);
    slots_free(slots);
    return affected;
}
