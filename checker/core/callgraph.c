/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The call graph. See callgraph.h.
 */
#include "annotations.h"
#include "callgraph.h"

#include <stdlib.h>
#include <string.h>

#include "indirect.h"

#define MOST_ARGUMENTS 9u /* of a lock function */

static const devlock_routine *body_of(const devlock_program *p, uint32_t function)
{
    return p->functions[function].body;
}

static void add_edge(callgraph *g, uint32_t from, const devlock_routine *to)
{
    if (!to)
        return;
    for (uint32_t i = g->first[from]; i < g->callee_count; i++)
        if (g->callees[i] == to->index)
            return;
    ARRAY_RESERVE(g->callees, g->callee_count, g->callee_capacity);
    g->callees[g->callee_count++] = to->index;
}

static void add_table(callgraph *g, const devlock_program *p, uint32_t from, uint32_t global_id)
{
    const global *t = &p->globals[global_id];
    if (!(t->flags & DEVLOCK_GLOBAL_CONSTANT))
        return;
    for (uint32_t i = 0; i < t->value_count; i++)
        if (t->values[i].value.kind == DEVLOCK_OPERAND_FUNCTION)
            add_edge(g, from, body_of(p, t->values[i].value.id));
}

bool callgraph_is_lock_name(const devlock_model *model, const char *name)
{
    for (uint32_t n = 0; n < MOST_ARGUMENTS; n++) {
        const devlock_model_function *m = devlock_model_find(model, name, n);
        if (m && m->role != DEVLOCK_ROLE_NONE)
            return true;
    }
    return false;
}

/* Through a pointer, the number of arguments is not known before the call. */
static bool is_lock_function(const devlock_program *p, const devlock_model *model, uint32_t function)
{
    return callgraph_is_lock_name(model, p->functions[function].name);
}

static uint8_t reached(const devlock_model *model, const devlock_model_function *m)
{
    uint8_t all = 0;
    if (m->level_change != DEVLOCK_LEVEL_KEPT || m->level_saved != DEVLOCK_LEVEL_NOT_SAVED)
        all |= REACHES_LEVEL_CHANGE;
    if (m->level.most != DEVLOCK_LEVEL_UNSTATED)
        all |= REACHES_LEVEL_LIMIT;
    for (uint32_t i = 0; i < devlock_model_context_count(model) && !(all & REACHES_LEVEL_LIMIT); i++)
        if (devlock_model_forbids(model, i, m))
            all |= REACHES_LEVEL_LIMIT;
    if (m->slow || m->stalls)
        all |= REACHES_SLOW;
    if (m->callback_count)
        all |= REACHES_CALLBACKS;
    if (devlock_model_is_subject(model, m))
        all |= REACHES_SUBJECT;
    return all;
}

/* The same for what the driver's own annotations say. */
static uint8_t promised(const struct function *f)
{
    uint8_t all = 0;
    for (uint32_t i = 0; i < f->annotation_count; i++) {
        devlock_annotation_kind kind = f->annotations[i].kind;
        if (kind == DEVLOCK_LEVEL_AT_MOST || kind == DEVLOCK_LEVEL_EXACTLY)
            all |= REACHES_LEVEL_LIMIT;
        if (kind == DEVLOCK_LEVEL_RAISES || kind == DEVLOCK_LEVEL_SAVES || kind == DEVLOCK_LEVEL_RESTORES)
            all |= REACHES_LEVEL_CHANGE;
    }
    return all;
}

typedef struct adding {
    callgraph *graph;
    const devlock_program *program;
    const devlock_model *model;
    const slots *slots;
    uint32_t from;
} adding;

static void add_indirect(void *user, uint32_t function)
{
    adding *a = user;
    add_edge(a->graph, a->from, body_of(a->program, function));
    a->graph->locking[a->from] |= is_lock_function(a->program, a->model, function);
}

static void add_slot(void *user, uint32_t slot_id)
{
    adding *a = user;
    const slot_values *held = &a->slots->items[slot_id];
    for (uint32_t i = 0; i < held->values.count; i++) {
        const devlock_operand *value = &held->values.items[i];
        if (value->kind != DEVLOCK_OPERAND_FUNCTION)
            continue;
        const devlock_routine *body = body_of(a->program, value->id);
        if (!held->open)
            add_indirect(user, value->id);
        else if (body)
            a->graph->maybe_called[body->index] = true;
    }
}

static void add_call(adding *a, const step *s)
{
    const devlock_model_function *m =
        devlock_model_find(a->model, a->program->functions[s->a.id].name, s->argument_count);
    a->graph->locking[a->from] |= m && m->role != DEVLOCK_ROLE_NONE;
    /* A function without a body acts by its annotations. */
    const function *f = &a->program->functions[s->a.id];
    for (uint32_t i = 0; !m && !f->body && i < f->annotation_count; i++)
        a->graph->locking[a->from] |= annotations_about_lock(&f->annotations[i]);
    a->graph->reaches[a->from] |= m ? reached(a->model, m) : promised(&a->program->functions[s->a.id]);
    if (!m)
        add_edge(a->graph, a->from, body_of(a->program, s->a.id));
}

static void add_callees(callgraph *g, const devlock_program *p, const devlock_model *model, const slots *slots,
                        const devlock_routine *r)
{
    adding a = {g, p, model, slots, r->index};
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *s = &r->blocks[b].steps[i];
            if (s->kind == STEP_CALL && s->a.kind == DEVLOCK_OPERAND_FUNCTION)
                add_call(&a, s);
            const devlock_operand *used[] = {&s->a, &s->b};
            for (uint32_t j = 0; j < 2; j++)
                if (used[j]->kind == DEVLOCK_OPERAND_GLOBAL)
                    add_table(g, p, r->index, used[j]->id);
        }
    indirect_callees(r, add_indirect, add_slot, &a);
}

/* A pointer to a lock function in a constant table makes the routines that use the table locking. */
static bool table_locks(const devlock_program *p, const devlock_model *model, uint32_t global_id)
{
    const global *t = &p->globals[global_id];
    for (uint32_t i = 0; i < t->value_count; i++)
        if (t->values[i].value.kind == DEVLOCK_OPERAND_FUNCTION && is_lock_function(p, model, t->values[i].value.id))
            return true;
    return false;
}

/* known: by global: 0: not looked at yet; 1 + table_locks. */
static bool operand_locks(const devlock_program *p, const devlock_model *model, const devlock_operand *o, char *known)
{
    if (o->kind != DEVLOCK_OPERAND_GLOBAL)
        return false;
    if (!known[o->id])
        known[o->id] = (char)(1 + table_locks(p, model, o->id));
    return known[o->id] == 2;
}

static void mark_table_users(callgraph *g, const devlock_program *p, const devlock_model *model)
{
    char *known = must_zero(p->global_count + 1);
    for (uint32_t n = 0; n < p->routine_count; n++) {
        const devlock_routine *r = p->routines[n];
        for (uint32_t b = 0; b < r->block_count; b++)
            for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
                const step *s = &r->blocks[b].steps[i];
                g->locking[n] |= operand_locks(p, model, &s->a, known) || operand_locks(p, model, &s->b, known);
            }
    }
    free(known);
}

/* Strongly connected components (Tarjan, "Depth-first search and linear graph algorithms", 1972), with a stack of
 * our own: call chains are long. */
static void find_cycles(callgraph *g)
{
    uint32_t *number = must_zero(g->count * sizeof *number), *low = must_zero(g->count * sizeof *low);
    uint32_t *stack = must_allocate((g->count + 1) * sizeof *stack),
             *work = must_allocate((g->count + 1) * sizeof *work);
    uint32_t *next = must_allocate((g->count + 1) * sizeof *next);
    bool *on_stack = must_zero(g->count + 1);
    uint32_t counter = 0, depth = 0, cycles = 0;
    for (uint32_t start = 0; start < g->count; start++) {
        if (number[start])
            continue;
        uint32_t top = 0;
        work[top++] = start;
        next[start] = g->first[start];
        number[start] = low[start] = ++counter;
        stack[depth++] = start;
        on_stack[start] = true;
        while (top) {
            uint32_t v = work[top - 1];
            if (next[v] < g->first[v + 1]) {
                uint32_t w = g->callees[next[v]++];
                if (!number[w]) {
                    number[w] = low[w] = ++counter;
                    next[w] = g->first[w];
                    stack[depth++] = w;
                    on_stack[w] = true;
                    work[top++] = w;
                } else if (on_stack[w] && number[w] < low[v]) {
                    low[v] = number[w];
                }
                g->recursive[v] |= w == v;
                continue;
            }
            top--;
            if (top && low[v] < low[work[top - 1]])
                low[work[top - 1]] = low[v];
            if (low[v] != number[v])
                continue;
            uint32_t end = depth, members = 1;
            while (stack[end - members] != v)
                members++;
            depth = end - members;
            for (uint32_t i = depth; i < end; i++) {
                uint32_t w = stack[i];
                on_stack[w] = false;
                g->cycle[w] = cycles;
                g->members[w] = members;
                g->recursive[w] |= members > 1;
            }
            cycles++;
        }
    }
    free(number), free(low), free(stack), free(work), free(next), free(on_stack);
}

callgraph *callgraph_new(const devlock_program *program, const devlock_model *model, const slots *slots)
{
    callgraph *g = must_zero(sizeof *g);
    g->count = program->routine_count;
    g->first = must_zero((g->count + 1) * sizeof *g->first);
    g->cycle = must_zero((g->count + 1) * sizeof *g->cycle);
    g->members = must_zero((g->count + 1) * sizeof *g->members);
    g->recursive = must_zero(g->count + 1);
    g->calling = must_zero(g->count + 1);
    g->locking = must_zero(g->count + 1);
    g->reaches = must_zero(g->count + 1);
    g->called = must_zero(g->count + 1);
    g->maybe_called = must_zero(g->count + 1);
    for (uint32_t i = 0; i < g->count; i++) {
        g->first[i] = g->callee_count;
        add_callees(g, program, model, slots, program->routines[i]);
    }
    g->first[g->count] = g->callee_count;
    mark_table_users(g, program, model);
    memcpy(g->calling, g->locking, g->count * sizeof *g->calling);
    find_cycles(g);
    /* A fixpoint; routines mostly stand behind what they call, so it takes few rounds. */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < g->count; i++)
            for (uint32_t e = g->first[i]; e < g->first[i + 1]; e++) {
                uint32_t callee = g->callees[e];
                changed |= (g->locking[callee] && !g->locking[i]) || (g->reaches[callee] & ~g->reaches[i]) != 0;
                g->locking[i] |= g->locking[callee];
                g->reaches[i] |= g->reaches[callee];
            }
    }
    for (uint32_t i = 0; i < g->count; i++)
        for (uint32_t e = g->first[i]; e < g->first[i + 1]; e++)
            if (g->cycle[g->callees[e]] != g->cycle[i])
                g->called[g->callees[e]] = true;
    /* A cycle is called as a whole. */
    bool *called = must_zero(g->count + 1);
    for (uint32_t i = 0; i < g->count; i++)
        called[g->cycle[i]] |= g->called[i];
    for (uint32_t i = 0; i < g->count; i++)
        g->called[i] |= called[g->cycle[i]];
    free(called);
    return g;
}

void callgraph_free(callgraph *g)
{
    if (!g)
        return;
    free(g->first), free(g->callees), free(g->cycle), free(g->members), free(g->recursive), free(g->locking),
        free(g->reaches), free(g->called), free(g->calling), free(g->maybe_called);
    free(g);
}

bool callgraph_is_root(const callgraph *graph, uint32_t routine)
{
    return !graph->called[routine];
}

/* ---- closures ------------------------------------------------------------------------------------------------ */

/* Callers of a routine, as the call graph the other way round: first[r] to first[r + 1]. */
static uint32_t *turn_round(const callgraph *g, uint32_t **first)
{
    uint32_t *callers = must_allocate((g->callee_count + 1) * sizeof *callers);
    *first = must_zero((g->count + 2) * sizeof **first);
    for (uint32_t e = 0; e < g->callee_count; e++)
        (*first)[g->callees[e] + 2]++;
    for (uint32_t i = 2; i < g->count + 2; i++)
        (*first)[i] += (*first)[i - 1];
    for (uint32_t n = 0; n < g->count; n++)
        for (uint32_t e = g->first[n]; e < g->first[n + 1]; e++)
            callers[(*first)[g->callees[e] + 1]++] = n;
    return callers;
}

/* Adds all that edges lead to. */
static void add_all(uint32_t count, const uint32_t *first, const uint32_t *to, bool *set)
{
    uint32_t *work = must_allocate((count + 1) * sizeof *work), left = 0;
    for (uint32_t i = 0; i < count; i++)
        if (set[i])
            work[left++] = i;
    while (left) {
        uint32_t from = work[--left];
        for (uint32_t e = first[from]; e < first[from + 1]; e++)
            if (!set[to[e]]) {
                set[to[e]] = true;
                work[left++] = to[e];
            }
    }
    free(work);
}

void callgraph_add_callers(const callgraph *g, bool *set)
{
    uint32_t *first, *callers = turn_round(g, &first);
    add_all(g->count, first, callers, set);
    free(first);
    free(callers);
}

void callgraph_add_callees(const callgraph *g, bool *set)
{
    add_all(g->count, g->first, g->callees, set);
}
