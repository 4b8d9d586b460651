/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Linking: a program that holds one translation unit is added to the program of the driver, as a linker adds an object
 * file. What the unit names by id gets the ids of the driver's program, by keys; linking units one by one gives the
 * ids that reading them one by one into one program gives.
 *
 * A program can hold several drivers: then keys carry the driver's name in front, so that no driver's routine is taken
 * for that of another one, and all that is added is marked as its driver's (parts.h).
 *
 * Needs: a unit whose routines are finished and whose file 0 is the source it was read from. Leaves behind: copies of
 * all that the unit holds; of functions that have a body already, the first one is kept. The unit stays as it was.
 * Cost: linear in the unit.
 */
#include "graph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct linker {
    devlock_program *into;
    const devlock_program *unit;
    devlock_linkage as;
    uint32_t *files, *functions, *globals, *slots; /* by the unit's ids: the program's */
} linker;

/* ---- ids ----------------------------------------------------------------------------------------------------- */

static devlock_place place_of(const linker *l, devlock_place place)
{
    if (place.file != DEVLOCK_NONE)
        place.file = l->files[place.file];
    return place;
}

static devlock_operand operand_of(const linker *l, devlock_operand operand)
{
    if (operand.kind == DEVLOCK_OPERAND_GLOBAL)
        operand.id = l->globals[operand.id];
    else if (operand.kind == DEVLOCK_OPERAND_FUNCTION)
        operand.id = l->functions[operand.id];
    return operand;
}

/* A key of the unit as one of the program. */
static const char *key_of(const linker *l, const char *key)
{
    return l->as.driver && *key ? arena_format(l->into->arena, "%s!%s", l->as.driver, key) : key;
}

/* The function that a unit means by a key. Two sources that define it are no program that a linker would make, but two
 * drivers that are taken for one, each with its DriverEntry: each source means its own. */
static uint32_t function_of(const linker *l, const function *f)
{
    const char *key = key_of(l, f->key);
    uint32_t id = devlock_program_function(l->into, key, f->name, 0);
    if (f->defined.line && !devlock_program_define(l->into, id, place_of(l, f->defined)) && f->defined.file == 0) {
        const char *own = arena_format(l->into->arena, "%s#%s", l->unit->files[0], key);
        id = devlock_program_function(l->into, own, f->name, 0);
    }
    bool shared = l->as.library && f->body && !(f->flags & DEVLOCK_FUNCTION_INTERNAL);
    devlock_program_add_flags(l->into, id, f->flags | (shared ? DEVLOCK_FUNCTION_INLINE : 0));
    return id;
}

static void map_ids(linker *l)
{
    const devlock_program *u = l->unit;
    for (uint32_t i = 0; i < u->file_count; i++)
        l->files[i] = devlock_program_file(l->into, u->files[i]);
    for (uint32_t i = 0; i < u->function_count; i++)
        l->functions[i] = function_of(l, &u->functions[i]);
    for (uint32_t i = 0; i < u->global_count; i++)
        l->globals[i] = devlock_program_global(l->into, key_of(l, u->globals[i].key), u->globals[i].name,
                                               u->globals[i].size, u->globals[i].flags);
    for (uint32_t i = 0; i < u->slot_count; i++)
        l->slots[i] = devlock_program_slot(l->into, key_of(l, u->slots[i].key), u->slots[i].flags);
}

/* ---- what is no routine -------------------------------------------------------------------------------------- */

static void link_annotations(const linker *l, uint32_t id)
{
    const function *f = &l->unit->functions[id];
    for (uint32_t i = 0; i < f->annotation_count; i++) {
        devlock_annotation a = f->annotations[i];
        a.place = place_of(l, a.place);
        if (a.access.root == DEVLOCK_ACCESS_GLOBAL)
            a.access.id = l->globals[a.access.id];
        devlock_program_annotate(l->into, l->functions[id], &a);
    }
}

static void link_slot(const linker *l, uint32_t id)
{
    const slot *s = &l->unit->slots[id];
    for (uint32_t i = 0; i < s->values.count; i++)
        devlock_slot_put(l->into, l->slots[id], operand_of(l, s->values.items[i]));
    for (uint32_t i = 0; i < s->sources.count; i++)
        devlock_slot_feed(l->into, l->slots[id], l->slots[s->sources.items[i]]);
    for (uint32_t i = 0; i < s->passed.count; i++)
        devlock_slot_pass(l->into, l->slots[id], l->functions[s->passed.items[i]]);
    if (s->function != DEVLOCK_NONE)
        devlock_slot_parameter(l->into, l->slots[id], l->functions[s->function]);
}

static void link_facts(const linker *l)
{
    const devlock_program *u = l->unit;
    for (uint32_t i = 0; i < u->function_count; i++)
        link_annotations(l, i);
    for (uint32_t i = 0; i < u->global_count; i++)
        for (uint32_t k = 0; k < u->globals[i].value_count; k++) {
            const global_value *v = &u->globals[i].values[k];
            devlock_global_set(l->into, l->globals[i], v->offset, operand_of(l, v->value));
        }
    for (uint32_t i = 0; i < u->slot_count; i++)
        link_slot(l, i);
    for (uint32_t i = 0; i < u->asked_records.count; i++)
        devlock_program_ask_record(l->into, u->asked_records.names[i]);
    for (uint32_t i = 0; i < u->asked_macros.count; i++)
        devlock_program_ask_macro(l->into, u->asked_macros.names[i]);
    for (uint32_t i = 0; i < u->asked_calls.count; i++)
        devlock_program_ask_call(l->into, u->asked_calls.names[i]);
    for (uint32_t i = 0; i < u->field_count; i++)
        devlock_program_add_field(l->into, u->fields[i].record, u->fields[i].field, u->fields[i].offset);
    for (uint32_t i = 0; i < u->registration_count; i++) {
        const registration *r = &u->registrations[i];
        devlock_program_add_registration(l->into, r->record, r->field, l->functions[r->function],
                                         place_of(l, r->place));
    }
    for (uint32_t i = 0; i < u->gap_count; i++) {
        const gap *g = &u->gaps[i];
        devlock_program_not_analysed(l->into, g->name, place_of(l, g->place), g->reason);
        for (uint32_t k = 0; k < g->mentions.count; k++)
            devlock_program_gap_mentions(l->into, g->mentions.names[k]);
    }
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

static void *copy_array(const linker *l, const void *array, size_t size)
{
    return size ? memcpy(arena_take(l->into->arena, size), array, size) : NULL;
}

static step step_of(const linker *l, step s)
{
    s.place = place_of(l, s.place);
    s.a = operand_of(l, s.a);
    s.b = operand_of(l, s.b);
    s.text = arena_string(l->into->arena, s.text);
    if (s.slot != DEVLOCK_NONE)
        s.slot = l->slots[s.slot];
    s.arguments = copy_array(l, s.arguments, s.argument_count * sizeof *s.arguments);
    for (uint32_t i = 0; i < s.argument_count; i++) {
        s.arguments[i].value = operand_of(l, s.arguments[i].value);
        s.arguments[i].text = arena_string(l->into->arena, s.arguments[i].text);
    }
    return s;
}

static block block_of(const linker *l, block b)
{
    b.steps = copy_array(l, b.steps, b.step_count * sizeof *b.steps);
    for (uint32_t i = 0; i < b.step_count; i++)
        b.steps[i] = step_of(l, b.steps[i]);
    b.step_capacity = b.step_count;
    b.end.place = place_of(l, b.end.place);
    b.end.value = operand_of(l, b.end.value);
    b.end.text = arena_string(l->into->arena, b.end.text);
    b.end.cases = copy_array(l, b.end.cases, b.end.case_count * sizeof *b.end.cases);
    b.end.targets = copy_array(l, b.end.targets, b.end.target_count * sizeof *b.end.targets);
    return b;
}

static void link_routine(const linker *l, const devlock_routine *from)
{
    assert(from->finished);
    devlock_routine *to =
        devlock_routine_begin(l->into, l->functions[from->function], from->result_width, place_of(l, from->place));
    if (!to)
        return;
    uint32_t index = to->index, function_id = to->function;
    devlock_place place = to->place;
    *to = *from;
    to->program = l->into;
    to->index = index;
    to->function = function_id;
    to->place = place;
    to->variables = copy_array(l, from->variables, from->variable_count * sizeof *from->variables);
    for (uint32_t i = 0; i < to->variable_count; i++)
        to->variables[i].name = arena_string(l->into->arena, from->variables[i].name);
    to->temp_widths = copy_array(l, from->temp_widths, from->temp_count * sizeof *from->temp_widths);
    to->blocks = copy_array(l, from->blocks, from->block_count * sizeof *from->blocks);
    for (uint32_t i = 0; i < to->block_count; i++)
        to->blocks[i] = block_of(l, from->blocks[i]);
}

/* ---- all of it ----------------------------------------------------------------------------------------------- */

/* The number of a driver (devlock_program.driver); the one that was linked last is mostly linked next. */
static uint32_t driver_of(devlock_program *program, const char *name)
{
    name_list *all = &program->drivers;
    for (uint32_t i = all->count; name && i-- > 0;)
        if (strcmp(all->names[i], name) == 0)
            return i + 1;
    if (!name)
        return 0;
    ARRAY_RESERVE(all->names, all->count, all->capacity);
    all->names[all->count++] = arena_string(program->arena, name);
    return all->count;
}

void devlock_program_link(devlock_program *program, const devlock_program *unit, devlock_linkage linkage)
{
    assert(program != unit && program->pointer_bits == unit->pointer_bits);
    linker l = {.into = program, .unit = unit, .as = linkage};
    program->driver = driver_of(program, linkage.driver);
    l.files = must_allocate((unit->file_count + 1) * sizeof *l.files);
    l.functions = must_allocate((unit->function_count + 1) * sizeof *l.functions);
    l.globals = must_allocate((unit->global_count + 1) * sizeof *l.globals);
    l.slots = must_allocate((unit->slot_count + 1) * sizeof *l.slots);
    map_ids(&l);
    link_facts(&l);
    for (uint32_t i = 0; i < unit->routine_count; i++)
        link_routine(&l, unit->routines[i]);
    free(l.files);
    free(l.functions);
    free(l.globals);
    free(l.slots);
    program->driver = 0;
}
