/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What slots can hold. See slots.h.
 */
#include "slots.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* ---- what gets into slots ------------------------------------------------------------------------------------ */

/* Which functions are called by others than the text names: their addresses are values somewhere. */
static bool *handed_around(const devlock_program *p)
{
    bool *all = must_zero(p->function_count + 1);
    for (uint32_t i = 0; i < p->global_count; i++)
        for (uint32_t k = 0; k < p->globals[i].value_count; k++)
            if (p->globals[i].values[k].value.kind == DEVLOCK_OPERAND_FUNCTION)
                all[p->globals[i].values[k].value.id] = true;
    for (uint32_t n = 0; n < p->routine_count; n++)
        for (uint32_t b = 0; b < p->routines[n]->block_count; b++)
            for (uint32_t i = 0; i < p->routines[n]->blocks[b].step_count; i++) {
                const step *s = &p->routines[n]->blocks[b].steps[i];
                if (s->kind != STEP_CALL && s->a.kind == DEVLOCK_OPERAND_FUNCTION)
                    all[s->a.id] = true;
                if (s->b.kind == DEVLOCK_OPERAND_FUNCTION)
                    all[s->b.id] = true;
                for (uint32_t k = 0; k < s->argument_count; k++)
                    if (s->arguments[k].value.kind == DEVLOCK_OPERAND_FUNCTION)
                        all[s->arguments[k].value.id] = true;
            }
    return all;
}

/* Whether a function may put something into what it gets a pointer to that the text does not show. */
static bool may_fill(const devlock_program *p, const devlock_model *model, uint32_t function_id)
{
    const function *f = &p->functions[function_id];
    if (f->body)
        return false;
    bool described = false;
    for (size_t i = 0; i < devlock_model_function_count(model); i++) {
        const devlock_model_function *m = devlock_model_function_at(model, i);
        if (strcmp(m->name, f->name) != 0)
            continue;
        if (!m->zeroes && (m->effect == DEVLOCK_EFFECT_UNKNOWN || m->effect == DEVLOCK_EFFECT_WRITES))
            return true;
        described = true;
    }
    return !described;
}

static bool is_open(const devlock_program *p, const devlock_model *model, const bool *handed, const slot *s, bool whole)
{
    if (s->flags & DEVLOCK_SLOT_OPEN || (!whole && s->flags & DEVLOCK_SLOT_IN_HEADER))
        return true;
    if (s->function != DEVLOCK_NONE && handed[s->function])
        return true;
    for (uint32_t i = 0; i < s->passed.count; i++)
        if (may_fill(p, model, s->passed.items[i]))
            return true;
    return s->values.count == 0 && s->sources.count == 0;
}

/* Takes what the sources of a slot hold; gives whether that was anything new. */
static bool take_sources(slots *all, const slot *s, slot_values *into)
{
    bool changed = false;
    for (uint32_t i = 0; i < s->sources.count; i++) {
        const slot_values *from = &all->items[s->sources.items[i]];
        changed |= from->open && !into->open;
        into->open |= from->open;
        for (uint32_t k = 0; k < from->values.count; k++)
            changed |= operand_list_add(&into->values, from->values.items[k]);
    }
    return changed;
}

slots *slots_new(const devlock_program *program, const devlock_model *model, bool whole)
{
    slots *all = must_zero(sizeof *all);
    all->count = program->slot_count;
    all->items = must_zero((all->count + 1) * sizeof *all->items);
    if (!all->count)
        return all;
    bool *handed = handed_around(program);
    for (uint32_t i = 0; i < all->count; i++) {
        const slot *s = &program->slots[i];
        all->items[i].open = is_open(program, model, handed, s, whole);
        for (uint32_t k = 0; k < s->values.count; k++)
            operand_list_add(&all->items[i].values, s->values.items[k]);
    }
    free(handed);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < all->count; i++)
            changed |= take_sources(all, &program->slots[i], &all->items[i]);
    }
    for (uint32_t i = 0; i < all->count; i++)
        all->items[i].open |= all->items[i].values.count == 0 || all->items[i].values.count > SLOT_VALUES_AT_MOST;
    return all;
}

void slots_free(slots *all)
{
    if (!all)
        return;
    for (uint32_t i = 0; i < all->count; i++)
        free(all->items[i].values.items);
    free(all->items);
    free(all);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

#define CHOICE_DEPTH 8u

/* An unknown pointer out of a slot: null, or one of the values. Which one, the pointer itself says, so that two reads
 * agree; unknown calls put nothing into a closed slot. */
static term one_of(terms *terms, const slot_values *held, term unknown)
{
    unknown = memory_before_calls(terms, unknown);
    if (term_at(terms, unknown)->op != TERM_LOAD && term_at(terms, unknown)->op != TERM_SYMBOL)
        return unknown;
    term result = TERM_NONE;
    for (uint32_t i = held->values.count; i-- > 0;) {
        const devlock_operand *o = &held->values.items[i];
        term offset = term_constant(terms, terms->pointer_bits, o->value);
        term value = term_binary(terms, TERM_ADD, term_address(terms, o->kind, o->id, 0), offset);
        result = result ? term_ite(terms, term_eq(terms, unknown, value), value, result) : value;
    }
    term null = term_constant(terms, terms->pointer_bits, 0);
    return term_ite(terms, term_eq(terms, unknown, null), null, result);
}

static term known(terms *terms, const slot_values *held, term value, unsigned depth)
{
    term_node n = *term_at(terms, value);
    if (n.op == TERM_ITE && depth) {
        term yes = known(terms, held, n.b, depth - 1), no = known(terms, held, n.c, depth - 1);
        return term_ite(terms, n.a, yes, no);
    }
    if (n.op == TERM_LOAD && term_is_constant(terms, n.b, NULL)) /* through a null pointer: it does not come so far */
        return term_constant(terms, n.width, 0);
    return n.op == TERM_LOAD || n.op == TERM_SYMBOL ? one_of(terms, held, value) : value;
}

term slots_value(const slots *all, terms *terms, uint32_t slot_id, term value)
{
    const slot_values *held = &all->items[slot_id];
    if (held->open || term_width(terms, value) != terms->pointer_bits)
        return value;
    return known(terms, held, value, CHOICE_DEPTH);
}
