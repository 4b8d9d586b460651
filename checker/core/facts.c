/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a program says beside its routines: the records and macros that are asked for, fields of these records, and
 * functions that the text puts into them; what the text puts into slots; annotations. See devlock/program.h.
 *
 * Needs: arena. Leaves behind: the arrays of graph.h, each entry once, because a header is read once for each source.
 * Cost: constant per call, a look at each name for those that are asked for: a few.
 */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "graph.h"

/* ---- names that are asked for -------------------------------------------------------------------------------- */

static void add_name(devlock_program *program, name_list *list, const char *name)
{
    assert(name && *name);
    for (uint32_t i = 0; i < list->count; i++)
        if (strcmp(list->names[i], name) == 0)
            return;
    ARRAY_RESERVE(list->names, list->count, list->capacity);
    list->names[list->count++] = arena_string(program->arena, name);
}

void devlock_program_ask_record(devlock_program *program, const char *record)
{
    add_name(program, &program->asked_records, record);
}

void devlock_program_ask_macro(devlock_program *program, const char *macro)
{
    add_name(program, &program->asked_macros, macro);
}

void devlock_program_ask_call(devlock_program *program, const char *name)
{
    add_name(program, &program->asked_calls, name);
}

size_t devlock_program_asked_call_count(const devlock_program *program)
{
    return program->asked_calls.count;
}

const char *devlock_program_asked_call(const devlock_program *program, size_t index)
{
    assert(index < program->asked_calls.count);
    return program->asked_calls.names[index];
}

size_t devlock_program_asked_record_count(const devlock_program *program)
{
    return program->asked_records.count;
}

const char *devlock_program_asked_record(const devlock_program *program, size_t index)
{
    assert(index < program->asked_records.count);
    return program->asked_records.names[index];
}

size_t devlock_program_asked_macro_count(const devlock_program *program)
{
    return program->asked_macros.count;
}

const char *devlock_program_asked_macro(const devlock_program *program, size_t index)
{
    assert(index < program->asked_macros.count);
    return program->asked_macros.names[index];
}

/* ---- answers ------------------------------------------------------------------------------------------------- */

/* Whether a fact with this key is new; then it has the given index. */
static bool is_new(devlock_program *program, const char *key, uint32_t index)
{
    uint32_t *known = string_map_at(program->fact_ids, key);
    if (*known != UINT32_MAX)
        return false;
    *known = index;
    return true;
}

void devlock_program_add_field(devlock_program *program, const char *record, const char *field, uint64_t offset)
{
    assert(record && field);
    const char *key =
        arena_format(program->arena, "f %s %s %" PRIu64 " %" PRIu32, record, field, offset, program->driver);
    if (!is_new(program, key, program->field_count))
        return;
    ARRAY_RESERVE(program->fields, program->field_count, program->field_capacity);
    program->fields[program->field_count++] = (record_field){
        arena_string(program->arena, record), arena_string(program->arena, field), offset, program->driver};
}

void devlock_program_add_registration(devlock_program *program, const char *record, const char *field,
                                      uint32_t function_id, devlock_place place)
{
    assert(record && field && function_id < program->function_count);
    const char *key = arena_format(program->arena, "r %s %s %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu32, record,
                                   field, function_id, place.file, place.line, place.column);
    if (!is_new(program, key, program->registration_count))
        return;
    ARRAY_RESERVE(program->registrations, program->registration_count, program->registration_capacity);
    program->registrations[program->registration_count++] =
        (registration){arena_string(program->arena, record), arena_string(program->arena, field), function_id, place};
}

/* ---- slots --------------------------------------------------------------------------------------------------- */

uint32_t devlock_program_slot(devlock_program *program, const char *key, unsigned flags)
{
    assert(key && *key);
    key = arena_string(program->arena, key); /* the map keeps it */
    uint32_t *known = string_map_at(program->slot_ids, key);
    if (*known == UINT32_MAX) {
        *known = program->slot_count;
        ARRAY_RESERVE(program->slots, program->slot_count, program->slot_capacity);
        program->slots[program->slot_count++] = (slot){.key = key, .function = DEVLOCK_NONE};
    }
    program->slots[*known].flags |= flags;
    return *known;
}

void devlock_slot_open(devlock_program *program, uint32_t slot_id)
{
    assert(slot_id < program->slot_count);
    program->slots[slot_id].flags |= DEVLOCK_SLOT_OPEN;
}

bool operand_list_add(operand_list *list, devlock_operand value)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].kind == value.kind && list->items[i].id == value.id && list->items[i].value == value.value)
            return false;
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = value;
    return true;
}

void devlock_slot_put(devlock_program *program, uint32_t slot_id, devlock_operand value)
{
    assert(slot_id < program->slot_count);
    assert(value.kind == DEVLOCK_OPERAND_FUNCTION || value.kind == DEVLOCK_OPERAND_GLOBAL);
    operand_list_add(&program->slots[slot_id].values, value);
}

static void add_id(id_list *list, uint32_t id)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i] == id)
            return;
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = id;
}

void devlock_slot_feed(devlock_program *program, uint32_t slot_id, uint32_t source)
{
    assert(slot_id < program->slot_count && source < program->slot_count);
    if (slot_id != source)
        add_id(&program->slots[slot_id].sources, source);
}

void devlock_slot_pass(devlock_program *program, uint32_t slot_id, uint32_t function_id)
{
    assert(slot_id < program->slot_count && function_id < program->function_count);
    add_id(&program->slots[slot_id].passed, function_id);
}

void devlock_slot_parameter(devlock_program *program, uint32_t slot_id, uint32_t function_id)
{
    assert(slot_id < program->slot_count && function_id < program->function_count);
    program->slots[slot_id].function = function_id;
}

/* ---- annotations --------------------------------------------------------------------------------------------- */

static bool same_access(const devlock_access *a, const devlock_access *b)
{
    if (a->root != b->root || a->id != b->id || a->load_count != b->load_count || a->offset != b->offset ||
        a->behind != b->behind)
        return false;
    return !a->load_count || memcmp(a->loads, b->loads, a->load_count * sizeof *a->loads) == 0;
}

static bool same_annotation(const devlock_annotation *a, const devlock_annotation *b)
{
    return a->kind == b->kind && same_access(&a->access, &b->access) && a->level == b->level && a->test == b->test &&
           a->test_value == b->test_value && a->tests_parameter == b->tests_parameter &&
           a->test_parameter == b->test_parameter && a->is_variable == b->is_variable;
}

void devlock_program_gap_mentions(devlock_program *program, const char *name)
{
    assert(program->gap_count && name);
    add_name(program, &program->gaps[program->gap_count - 1].mentions, name);
}

void devlock_program_annotate(devlock_program *program, uint32_t function_id, const devlock_annotation *annotation)
{
    assert(function_id < program->function_count && annotation);
    function *f = &program->functions[function_id];
    for (uint32_t i = 0; i < f->annotation_count; i++)
        if (same_annotation(&f->annotations[i], annotation))
            return;
    ARRAY_RESERVE(f->annotations, f->annotation_count, f->annotation_capacity);
    devlock_annotation *a = &f->annotations[f->annotation_count++];
    *a = *annotation;
    a->text = arena_string(program->arena, annotation->text);
    if (a->access.load_count) {
        size_t bytes = a->access.load_count * sizeof *a->access.loads;
        a->access.loads = memcpy(arena_take(program->arena, bytes), annotation->access.loads, bytes);
    }
}
