/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a program says beside its routines: the records and macros that are asked for, fields of these records, and
 * functions that the text puts into them. See devlock/program.h.
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
    const char *key = arena_format(program->arena, "f %s %s %" PRIu64, record, field, offset);
    if (!is_new(program, key, program->field_count))
        return;
    ARRAY_RESERVE(program->fields, program->field_count, program->field_capacity);
    program->fields[program->field_count++] =
        (record_field){arena_string(program->arena, record), arena_string(program->arena, field), offset};
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
