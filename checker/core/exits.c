/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Ways out of annotated routines. See exits.h.
 *
 * What is reported is known: the level at an exit was set in the routine, by a function that is modelled, and it is
 * another one than promised for some level at which the routine may be entered. Where the level is still that of entry,
 * an unknown function may have done what was promised; so this counts only if none was called.
 */
#include "exits.h"

#include <stdlib.h>

#include "annotations.h"
#include "cells.h"
#include "contexts.h"
#include "rules.h"
#include "store.h"
#include "watch.h"

#define CHOICE_DEPTH 16u

typedef struct leaving {
    analysis *analysis;
    const devlock_annotation *annotation;
    term given;    /* RESTORES: the level that is to be restored */
    uint8_t least; /* at which the routine is entered */
    bool unheard;  /* an unknown function may have changed the level */
} leaving;

static bool is_promise(const devlock_annotation *a)
{
    return a->kind == DEVLOCK_LEVEL_KEEPS || a->kind == DEVLOCK_LEVEL_RAISES || a->kind == DEVLOCK_LEVEL_RESTORES ||
           a->kind == DEVLOCK_LEVEL_SAVES;
}

static bool calls_unknown(terms *terms, memory m)
{
    uint32_t count;
    bool any = false;
    memory *changes = memory_changes(terms, MEMORY_INITIAL, m, &count);
    for (uint32_t i = 0; i < count && !any; i++)
        any = memory_at(terms, changes[i])->kind == MEMORY_CALL && memory_at(terms, changes[i])->globals;
    free(changes);
    return any;
}

/* ---- when a level is not the one that was promised ----------------------------------------------------------- */

/* At a level that was set. A level below that of entry counts only if it is below every one: functions that lower it
 * are modelled as doing so at least. */
static term breaks_set(const leaving *l, uint64_t level)
{
    terms *terms = &l->analysis->terms;
    term there = term_constant(terms, LEVEL_WIDTH, level);
    switch (l->annotation->kind) {
    case DEVLOCK_LEVEL_KEEPS:
        return level < l->least ? TERM_TRUE : term_ult(terms, cell_entry_level(terms), there);
    case DEVLOCK_LEVEL_RAISES:
        return level != l->annotation->level ? TERM_TRUE : TERM_FALSE;
    default:
        return l->given ? term_not(terms, term_eq(terms, l->given, there)) : TERM_FALSE;
    }
}

/* At the level of entry. */
static term breaks_kept(const leaving *l)
{
    terms *terms = &l->analysis->terms;
    term entry = cell_entry_level(terms);
    if (l->unheard || l->annotation->kind == DEVLOCK_LEVEL_KEEPS)
        return TERM_FALSE;
    if (l->annotation->kind == DEVLOCK_LEVEL_RAISES)
        return term_not(terms, term_eq(terms, entry, term_constant(terms, LEVEL_WIDTH, l->annotation->level)));
    return l->given ? term_not(terms, term_eq(terms, entry, l->given)) : TERM_FALSE;
}

static term breaks(const leaving *l, term level, unsigned depth)
{
    terms *terms = &l->analysis->terms;
    term_node n = *term_at(terms, level);
    uint64_t value;
    if (n.op == TERM_ITE && depth) {
        term yes = breaks(l, n.b, depth - 1), no = breaks(l, n.c, depth - 1);
        return term_ite(terms, n.a, yes, no);
    }
    if (term_is_constant(terms, level, &value))
        return breaks_set(l, value);
    return level == cell_entry_level(terms) ? breaks_kept(l) : TERM_FALSE;
}

/* ---- what annotations name ----------------------------------------------------------------------------------- */

/* A parameter's value at entry; TERM_NONE: there is none, or it is no number and no pointer. */
static term parameter(flow *flow, uint32_t id)
{
    const devlock_routine *r = flow->routine;
    if (id >= r->parameter_count || !r->variables[id].size || r->variables[id].size > 8)
        return TERM_NONE;
    unsigned width = (unsigned)r->variables[id].size * 8;
    return term_symbol(&flow->analysis->terms, width, SYMBOL_PARAMETER, id, 0, 0, false);
}

/* The parameter that an annotation names; TERM_NONE: it names something else. */
static term parameter_of(flow *flow, const devlock_annotation *a)
{
    bool named = a->access.root == DEVLOCK_ACCESS_PARAMETER && !a->access.load_count && !a->access.offset;
    return named ? parameter(flow, a->access.id) : TERM_NONE;
}

/* The level that a routine is given. */
static term given_level(flow *flow, const devlock_annotation *a)
{
    terms *terms = &flow->analysis->terms;
    term value = parameter_of(flow, a);
    if (value && a->access.behind)
        return term_width(terms, value) == terms->pointer_bits ? memory_read(terms, MEMORY_INITIAL, value, LEVEL_WIDTH)
                                                               : TERM_NONE;
    return value && term_width(terms, value) > LEVEL_WIDTH ? term_unary(terms, TERM_TRUNC, LEVEL_WIDTH, value) : value;
}

/* Whether the place where the level was to be stored is as it was. */
static bool lacks_saved(flow *flow, const state *s, const devlock_annotation *a)
{
    terms *terms = &flow->analysis->terms;
    term place = a->access.behind ? parameter_of(flow, a) : TERM_NONE;
    if (!place || term_width(terms, place) != terms->pointer_bits)
        return false;
    term before = memory_read(terms, MEMORY_INITIAL, place, LEVEL_WIDTH);
    return memory_read(terms, s->memory, place, LEVEL_WIDTH) == before;
}

/* ---- exits --------------------------------------------------------------------------------------------------- */

void exits_watch(flow *flow, const state *s, uint32_t block)
{
    analysis *an = flow->analysis;
    terms *terms = &an->terms;
    const struct function *f = &an->program->functions[flow->routine->function];
    uint8_t least = contexts_level(an, flow->routine, NULL, false).least;
    bool unheard = calls_unknown(terms, s->memory);
    term level = cell_read(terms, s->memory, CELL_LEVEL);
    term result = steps_value(flow, s, &flow->routine->blocks[block].end.value);
    for (uint32_t i = 0; i < f->annotation_count; i++) {
        const devlock_annotation *a = &f->annotations[i];
        if (!is_promise(a))
            continue;
        leaving l = {an, a, TERM_NONE, least, unheard};
        if (a->kind == DEVLOCK_LEVEL_RESTORES)
            l.given = given_level(flow, a);
        term broken = a->kind != DEVLOCK_LEVEL_SAVES          ? breaks(&l, level, CHOICE_DEPTH)
                      : !l.unheard && lacks_saved(flow, s, a) ? TERM_TRUE
                                                              : TERM_FALSE;
        broken =
            term_and(terms, broken,
                     annotations_condition(an, a, a->tests_parameter ? parameter(flow, a->test_parameter) : result));
        watch_add(flow, (sight){.kind = SIGHT_EXIT,
                                .routine = flow->routine,
                                .visit = block,
                                .settled = true,
                                .path = path_add(&an->paths, s->path, broken),
                                .trail = s->trail,
                                .approx = s->approx,
                                .doubt = s->doubt,
                                .value = level,
                                .number = i});
    }
}

static void gather(gathering *g)
{
    analysis *an = g->analysis;
    const devlock_level_range entered = contexts_level(an, g->root, NULL, false);
    const struct function *f = &an->program->functions[g->root->function];
    run_key key = judge_key(g);
    key.watch = WATCH_LEVELS | WATCH_EXITS;
    const run *r = flow_run(an, key);
    judge_take_limits(g, r);
    for (uint32_t i = 0; i < r->sight_count; i++) {
        const sight *s = &r->sights[i];
        if (s->kind != SIGHT_EXIT)
            continue;
        term condition = path_term(&an->paths, s->path);
        term within = levels_within(an, entered.least, entered.most, condition);
        judge_add(g, (candidate){.check = DEVLOCK_CALL_IRQL,
                                 .root = g->root,
                                 .routine = g->root,
                                 .place = g->root->blocks[s->visit].end.place,
                                 .condition = term_and(&an->terms, condition, within),
                                 .trail = s->trail,
                                 .approx = s->approx,
                                 .doubt = s->doubt,
                                 .level = s->value,
                                 .promise = &f->annotations[s->number]});
    }
}

void judge_exits(analysis *an, judge_report report, void *user)
{
    for (uint32_t i = 0; i < an->program->routine_count; i++) {
        const devlock_routine *root = an->program->routines[i];
        const struct function *f = &an->program->functions[root->function];
        bool any = false;
        store_trim(an);
        for (uint32_t k = 0; k < f->annotation_count; k++)
            any |= is_promise(&f->annotations[k]);
        if (any)
            judge_by(an, root, &(judge_rule){.gather = gather, .known_only = true}, report, user);
    }
}
