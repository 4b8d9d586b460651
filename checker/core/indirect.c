/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Calls through local pointers. See indirect.h.
 *
 * Backwards from the calls: a value that is called, the variable that it was loaded from, the values that are stored
 * there, and so on. A structure counts as one variable.
 */
#include "indirect.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

typedef struct search {
    const devlock_routine *routine;
    bool *called_temps, *called_variables;
    uint32_t *base; /* temporary -> variable into which it points; DEVLOCK_NONE: none */
    bool changed;
} search;

static void call_value(search *s, const devlock_operand *value)
{
    bool *mark = value->kind == DEVLOCK_OPERAND_TEMP ? &s->called_temps[value->id] : NULL;
    if (!mark || *mark)
        return;
    *mark = s->changed = true;
}

/* The variable that an address leads to. */
static uint32_t variable_at(const search *s, const devlock_operand *address)
{
    if (address->kind == DEVLOCK_OPERAND_VARIABLE)
        return address->id;
    return address->kind == DEVLOCK_OPERAND_TEMP ? s->base[address->id] : DEVLOCK_NONE;
}

static void call_variable(search *s, uint32_t variable)
{
    if (variable == DEVLOCK_NONE || s->called_variables[variable])
        return;
    s->called_variables[variable] = s->changed = true;
}

static bool is_called(const search *s, uint32_t variable)
{
    return variable != DEVLOCK_NONE && s->called_variables[variable];
}

static void look_at(search *s, const step *st)
{
    switch (st->kind) {
    case STEP_CALL:
        call_value(s, &st->a);
        break;
    case STEP_LOAD:
        if (s->called_temps[st->result])
            call_variable(s, variable_at(s, &st->a));
        break;
    case STEP_STORE:
        if (is_called(s, variable_at(s, &st->a)))
            call_value(s, &st->b);
        break;
    case STEP_COPY:
        if (is_called(s, variable_at(s, &st->a)))
            call_variable(s, variable_at(s, &st->b));
        break;
    case STEP_UNARY:
    case STEP_BINARY:
    case STEP_INDEX:
        if (s->base[st->result] == DEVLOCK_NONE && variable_at(s, &st->a) != DEVLOCK_NONE) {
            s->base[st->result] = variable_at(s, &st->a);
            s->changed = true;
        }
        if (s->called_temps[st->result]) {
            call_value(s, &st->a);
            call_value(s, &st->b);
        }
        break;
    default:
        break;
    }
}

static void look_at_all(search *s)
{
    const devlock_routine *r = s->routine;
    do {
        s->changed = false;
        for (uint32_t b = r->block_count; b-- > 0;)
            for (uint32_t i = r->blocks[b].step_count; i-- > 0;)
                look_at(s, &r->blocks[b].steps[i]);
    } while (s->changed);
}

/* The slots of which the routine calls, or hands on, what it reads from them. */
static void take_slots(search *s, void (*take)(void *user, uint32_t slot), void *user)
{
    const devlock_routine *r = s->routine;
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            for (uint32_t k = 0; k < st->argument_count; k++)
                call_value(s, &st->arguments[k].value);
        }
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            if (st->kind == STEP_LOAD && st->slot != DEVLOCK_NONE && s->called_temps[st->result])
                take(user, st->slot);
        }
}

void indirect_callees(const devlock_routine *r, void (*take)(void *user, uint32_t function),
                      void (*take_slot)(void *user, uint32_t slot), void *user)
{
    search s = {.routine = r};
    s.called_temps = must_zero(r->temp_count + 1);
    s.called_variables = must_zero(r->variable_count + 1);
    s.base = must_allocate((r->temp_count + 1) * sizeof *s.base);
    memset(s.base, 0xFF, (r->temp_count + 1) * sizeof *s.base);
    look_at_all(&s);
    for (uint32_t b = 0; b < r->block_count; b++)
        for (uint32_t i = 0; i < r->blocks[b].step_count; i++) {
            const step *st = &r->blocks[b].steps[i];
            if (st->kind == STEP_STORE && st->b.kind == DEVLOCK_OPERAND_FUNCTION &&
                is_called(&s, variable_at(&s, &st->a)))
                take(user, st->b.id);
        }
    take_slots(&s, take_slot, user);
    free(s.called_temps), free(s.called_variables), free(s.base);
}
