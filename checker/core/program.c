/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Building of programs; see devlock/program.h.
 *
 * While a routine is built its arrays grow on the heap; devlock_routine_finish moves them into the program's arena, in
 * the order of the blocks, and numbers steps and temporaries in that order. So a graph does not depend on the order in
 * which its blocks were filled, and a routine that is read back from its text is equal to the one that was printed.
 * Needs: arena. Leaves behind: the graph of graph.h. Cost: constant per call; finishing is linear in the routine.
 */
#include "graph.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- program ------------------------------------------------------------------------------------------------- */

devlock_program *devlock_program_new(unsigned pointer_bits)
{
    assert(pointer_bits == 32 || pointer_bits == 64);
    devlock_program *program = must_zero(sizeof *program);
    program->arena = arena_new();
    program->pointer_bits = pointer_bits;
    program->function_ids = string_map_new();
    program->global_ids = string_map_new();
    program->file_ids = string_map_new();
    program->fact_ids = string_map_new();
    program->slot_ids = string_map_new();
    return program;
}

/* The arrays of a routine that is still being built. */
static void free_arrays(devlock_routine *routine)
{
    for (uint32_t i = 0; i < routine->block_count; i++)
        free(routine->blocks[i].steps);
    free(routine->blocks);
    free(routine->variables);
    free(routine->temp_widths);
}

void devlock_program_free(devlock_program *program)
{
    if (!program)
        return;
    for (uint32_t i = 0; i < program->routine_count; i++)
        if (!program->routines[i]->finished)
            free_arrays(program->routines[i]);
    for (uint32_t i = 0; i < program->global_count; i++)
        free(program->globals[i].values);
    for (uint32_t i = 0; i < program->function_count; i++)
        free(program->functions[i].annotations);
    free(program->files);
    free(program->functions);
    free(program->globals);
    free(program->routines);
    for (uint32_t i = 0; i < program->gap_count; i++)
        free(program->gaps[i].mentions.names);
    free(program->gaps);
    free(program->asked_records.names);
    free(program->asked_macros.names);
    free(program->asked_calls.names);
    free(program->drivers.names);
    free(program->fields);
    free(program->registrations);
    for (uint32_t i = 0; i < program->slot_count; i++)
        free(program->slots[i].values.items), free(program->slots[i].sources.items),
            free(program->slots[i].passed.items);
    free(program->slots);
    string_map_free(program->slot_ids);
    string_map_free(program->fact_ids);
    string_map_free(program->function_ids);
    string_map_free(program->global_ids);
    string_map_free(program->file_ids);
    arena_free(program->arena);
    free(program);
}

unsigned devlock_program_pointer_bits(const devlock_program *program)
{
    return program->pointer_bits;
}

uint32_t devlock_program_file(devlock_program *program, const char *path)
{
    assert(path);
    const uint32_t *known = string_map_find(program->file_ids, path);
    if (known)
        return *known;
    ARRAY_RESERVE(program->files, program->file_count, program->file_capacity);
    const char *copy = arena_string(program->arena, path);
    program->files[program->file_count] = copy;
    return *string_map_at(program->file_ids, copy) = program->file_count++;
}

const char *devlock_program_path(const devlock_program *program, uint32_t file)
{
    return file < program->file_count ? program->files[file] : "<unknown>";
}

uint32_t program_add_function(devlock_program *program, const char *name)
{
    ARRAY_RESERVE(program->functions, program->function_count, program->function_capacity);
    function *f = &program->functions[program->function_count];
    *f = (function){.name = arena_string(program->arena, name), .driver = program->driver};
    f->key = f->name;
    return program->function_count++;
}

uint32_t program_add_global(devlock_program *program, const char *name)
{
    ARRAY_RESERVE(program->globals, program->global_count, program->global_capacity);
    global *g = &program->globals[program->global_count];
    *g = (global){.key = "", .name = arena_string(program->arena, name)};
    return program->global_count++;
}

uint32_t devlock_program_function(devlock_program *program, const char *key, const char *name, unsigned flags)
{
    assert(key && name);
    const uint32_t *known = string_map_find(program->function_ids, key);
    uint32_t id = known ? *known : program_add_function(program, name);
    function *f = &program->functions[id];
    if (!known) {
        if (strcmp(key, name) != 0)
            f->key = arena_string(program->arena, key);
        *string_map_at(program->function_ids, f->key) = id;
    }
    f->flags |= flags;
    return id;
}

bool devlock_program_define(devlock_program *program, uint32_t id, devlock_place place)
{
    assert(id < program->function_count);
    function *f = &program->functions[id];
    if (!f->defined.line)
        f->defined = place;
    return f->defined.file == place.file && f->defined.line == place.line && f->defined.column == place.column;
}

void devlock_program_add_flags(devlock_program *program, uint32_t id, unsigned flags)
{
    assert(id < program->function_count);
    program->functions[id].flags |= flags;
}

uint32_t devlock_program_global(devlock_program *program, const char *key, const char *name, uint64_t size,
                                unsigned flags)
{
    assert(key && name);
    const uint32_t *known = *key ? string_map_find(program->global_ids, key) : NULL;
    uint32_t id = known ? *known : program_add_global(program, name);
    global *g = &program->globals[id];
    if (!known && *key) {
        g->key = strcmp(key, name) == 0 ? g->name : arena_string(program->arena, key);
        *string_map_at(program->global_ids, g->key) = id;
    }
    if (g->size == 0)
        g->size = size;
    g->flags |= flags;
    return id;
}

/* Where in the values of a global an offset is, or belongs. They are mostly given in order: the end is tried first. */
static uint32_t value_position(const global *g, uint64_t offset)
{
    uint32_t low = 0, high = g->value_count;
    if (high && g->values[high - 1].offset < offset)
        return high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (g->values[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void devlock_global_set(devlock_program *program, uint32_t id, uint64_t offset, devlock_operand value)
{
    assert(id < program->global_count);
    assert(value.kind == DEVLOCK_OPERAND_CONSTANT || value.kind == DEVLOCK_OPERAND_GLOBAL ||
           value.kind == DEVLOCK_OPERAND_FUNCTION);
    global *g = &program->globals[id];
    uint32_t at = value_position(g, offset);
    if (at == g->value_count || g->values[at].offset != offset) {
        ARRAY_RESERVE(g->values, g->value_count, g->value_capacity);
        memmove(&g->values[at + 1], &g->values[at], (g->value_count - at) * sizeof *g->values);
        g->value_count++;
    }
    g->values[at] = (global_value){offset, value};
}

void devlock_program_not_analysed(devlock_program *program, const char *name, devlock_place place, const char *reason)
{
    assert(reason);
    ARRAY_RESERVE(program->gaps, program->gap_count, program->gap_capacity);
    program->gaps[program->gap_count++] = (gap){.name = arena_string(program->arena, name),
                                                .place = place,
                                                .reason = arena_string(program->arena, reason),
                                                .driver = program->driver};
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

static bool valid_width(unsigned width)
{
    return width == 1 || width == 8 || width == 16 || width == 32 || width == 64;
}

devlock_routine *devlock_routine_begin(devlock_program *program, uint32_t function_id, unsigned result_width,
                                       devlock_place place)
{
    assert(function_id < program->function_count);
    assert(result_width == 0 || valid_width(result_width));
    if (program->functions[function_id].body)
        return NULL;
    devlock_routine *routine = arena_zero(program->arena, sizeof *routine);
    routine->program = program;
    routine->function = function_id;
    routine->index = program->routine_count;
    routine->result_width = result_width;
    routine->place = place;
    routine->current = DEVLOCK_NONE;
    ARRAY_RESERVE(program->routines, program->routine_count, program->routine_capacity);
    program->routines[program->routine_count++] = routine;
    program->functions[function_id].body = routine;
    return routine;
}

void devlock_routine_abandon(devlock_routine *routine)
{
    devlock_program *program = routine->program;
    assert(!routine->finished);
    free_arrays(routine);
    program->functions[routine->function].body = NULL;
    program->routine_count--;
    for (uint32_t i = routine->index; i < program->routine_count; i++) {
        program->routines[i] = program->routines[i + 1];
        program->routines[i]->index = i;
    }
}

uint32_t devlock_routine_variable(devlock_routine *routine, const char *name, uint64_t size, unsigned flags)
{
    assert(!routine->finished && name);
    assert(!(flags & DEVLOCK_VARIABLE_SCALAR) || (size >= 1 && size <= 8));
    ARRAY_RESERVE(routine->variables, routine->variable_count, routine->variable_capacity);
    routine->variables[routine->variable_count] = (variable){arena_string(routine->program->arena, name), size, flags};
    if (flags & DEVLOCK_VARIABLE_PARAMETER) {
        assert(routine->parameter_count == routine->variable_count); /* parameters come first */
        routine->parameter_count++;
    }
    return routine->variable_count++;
}

uint32_t devlock_routine_block(devlock_routine *routine, uint32_t handler)
{
    assert(!routine->finished);
    assert(handler == DEVLOCK_NONE || handler < routine->block_count);
    ARRAY_RESERVE(routine->blocks, routine->block_count, routine->block_capacity);
    routine->blocks[routine->block_count] = (block){.handler = handler};
    return routine->block_count++;
}

void devlock_routine_enter(devlock_routine *routine, uint32_t block_id)
{
    assert(block_id < routine->block_count);
    assert(routine->blocks[block_id].end.kind == END_NONE);
    routine->current = block_id;
}

uint32_t devlock_routine_current(const devlock_routine *routine)
{
    return routine->current;
}

/* ---- finishing ----------------------------------------------------------------------------------------------- */

static void map_operand(devlock_operand *operand, const uint32_t *temps, const uint32_t *blocks)
{
    if (temps && operand->kind == DEVLOCK_OPERAND_TEMP)
        operand->id = temps[operand->id];
    else if (blocks && operand->kind == DEVLOCK_OPERAND_BLOCK)
        operand->id = blocks[operand->id];
}

static void map_step(step *s, const uint32_t *temps, const uint32_t *blocks)
{
    if (temps && s->result != DEVLOCK_NONE)
        s->result = temps[s->result];
    map_operand(&s->a, temps, blocks);
    map_operand(&s->b, temps, blocks);
    for (uint32_t i = 0; i < s->argument_count; i++)
        map_operand(&s->arguments[i].value, temps, blocks);
}

static void map_end(block_end *end, const uint32_t *temps, const uint32_t *blocks)
{
    map_operand(&end->value, temps, blocks);
    if (!blocks)
        return;
    for (uint32_t i = 0; i < end->target_count; i++)
        end->targets[i] = blocks[end->targets[i]];
    for (uint32_t i = 0; i < end->case_count; i++)
        end->cases[i].target = blocks[end->cases[i].target];
}

void routine_renumber(devlock_routine *routine, const uint32_t *temps, const uint32_t *blocks)
{
    for (uint32_t b = 0; b < routine->block_count; b++) {
        block *bl = &routine->blocks[b];
        for (uint32_t i = 0; i < bl->step_count; i++)
            map_step(&bl->steps[i], temps, blocks);
        map_end(&bl->end, temps, blocks);
        if (blocks && bl->handler != DEVLOCK_NONE)
            bl->handler = blocks[bl->handler];
    }
}

/* Numbers steps in the order of the blocks. Gives the number of temporaries that are set, and in map their numbers in
 * the same order; *in_order says that these are the numbers they have. */
static uint32_t number_steps(devlock_routine *routine, uint32_t *map, bool *in_order)
{
    uint32_t steps = 0, temps = 0;
    *in_order = true;
    for (uint32_t b = 0; b < routine->block_count; b++)
        for (uint32_t i = 0; i < routine->blocks[b].step_count; i++) {
            step *s = &routine->blocks[b].steps[i];
            s->id = steps++;
            if (s->result == DEVLOCK_NONE)
                continue;
            *in_order &= s->result == temps;
            map[s->result] = temps++;
        }
    return temps;
}

static void number_in_block_order(devlock_routine *routine)
{
    if (routine->step_count == 0)
        return;
    uint32_t *map = must_allocate(routine->temp_count * sizeof *map);
    bool in_order;
    uint32_t count = number_steps(routine, map, &in_order);
    if (!in_order) {
        uint32_t *widths = must_allocate(count * sizeof *widths);
        for (uint32_t b = 0; b < routine->block_count; b++)
            for (uint32_t i = 0; i < routine->blocks[b].step_count; i++) {
                const step *s = &routine->blocks[b].steps[i];
                if (s->result != DEVLOCK_NONE)
                    widths[map[s->result]] = s->width;
            }
        routine_renumber(routine, map, NULL);
        free(routine->temp_widths);
        routine->temp_widths = widths;
    }
    routine->temp_count = count;
    free(map);
}

/* A copy in the arena; the array on the heap is freed. */
static void *settle(arena *arena, void *array, size_t size)
{
    void *copy = NULL;
    if (size)
        copy = memcpy(arena_take(arena, size), array, size);
    free(array);
    return copy;
}

void devlock_routine_finish(devlock_routine *routine)
{
    arena *arena = routine->program->arena;
    assert(!routine->finished && routine->block_count > 0);
    number_in_block_order(routine);
    step *steps = arena_take(arena, routine->step_count * sizeof *steps);
    for (uint32_t i = 0; i < routine->block_count; i++) {
        block *b = &routine->blocks[i];
        assert(b->end.kind != END_NONE);
        if (b->step_count)
            memcpy(steps, b->steps, b->step_count * sizeof *steps);
        free(b->steps);
        b->steps = b->step_count ? steps : NULL;
        steps += b->step_count;
        b->step_capacity = b->step_count;
    }
    routine->blocks = settle(arena, routine->blocks, routine->block_count * sizeof *routine->blocks);
    routine->block_capacity = routine->block_count;
    routine->variables = settle(arena, routine->variables, routine->variable_count * sizeof *routine->variables);
    routine->variable_capacity = routine->variable_count;
    routine->temp_widths = settle(arena, routine->temp_widths, routine->temp_count * sizeof *routine->temp_widths);
    routine->temp_capacity = routine->temp_count;
    routine->current = DEVLOCK_NONE;
    routine->finished = true;
}

/* ---- operands ------------------------------------------------------------------------------------------------ */

devlock_operand devlock_none(void)
{
    return (devlock_operand){.kind = DEVLOCK_OPERAND_NONE};
}

static uint64_t truncated(uint64_t value, unsigned width)
{
    return width >= 64 ? value : value & ((UINT64_C(1) << width) - 1);
}

devlock_operand devlock_constant(unsigned width, uint64_t value)
{
    assert(valid_width(width));
    return (devlock_operand){DEVLOCK_OPERAND_CONSTANT, width, 0, truncated(value, width)};
}

devlock_operand devlock_variable_address(const devlock_routine *routine, uint32_t variable_id)
{
    assert(variable_id < routine->variable_count);
    return (devlock_operand){DEVLOCK_OPERAND_VARIABLE, routine->program->pointer_bits, variable_id, 0};
}

devlock_operand devlock_global_address(const devlock_program *program, uint32_t global_id, uint64_t offset)
{
    assert(global_id < program->global_count);
    return (devlock_operand){DEVLOCK_OPERAND_GLOBAL, program->pointer_bits, global_id,
                             truncated(offset, program->pointer_bits)};
}

devlock_operand devlock_function_address(const devlock_program *program, uint32_t function_id)
{
    assert(function_id < program->function_count);
    return (devlock_operand){DEVLOCK_OPERAND_FUNCTION, program->pointer_bits, function_id, 0};
}

devlock_operand devlock_block_address(const devlock_routine *routine, uint32_t block_id)
{
    assert(block_id < routine->block_count);
    return (devlock_operand){DEVLOCK_OPERAND_BLOCK, routine->program->pointer_bits, block_id, 0};
}

/* Whether an operand can be used in a routine. */
static bool valid(const devlock_routine *routine, devlock_operand operand)
{
    switch (operand.kind) {
    case DEVLOCK_OPERAND_NONE:
        return false;
    case DEVLOCK_OPERAND_TEMP:
        return operand.id < routine->temp_count && operand.width == routine->temp_widths[operand.id];
    case DEVLOCK_OPERAND_CONSTANT:
        return valid_width(operand.width) && operand.value == truncated(operand.value, operand.width);
    case DEVLOCK_OPERAND_VARIABLE:
        return operand.id < routine->variable_count;
    case DEVLOCK_OPERAND_GLOBAL:
        return operand.id < routine->program->global_count;
    case DEVLOCK_OPERAND_FUNCTION:
        return operand.id < routine->program->function_count;
    case DEVLOCK_OPERAND_BLOCK:
        return operand.id < routine->block_count;
    }
    return false;
}

static bool valid_pointer(const devlock_routine *routine, devlock_operand operand)
{
    return valid(routine, operand) && operand.width == routine->program->pointer_bits;
}

/* ---- steps --------------------------------------------------------------------------------------------------- */

/* A step at the end of the current block. */
static step *add_step(devlock_routine *routine, devlock_place place, step_kind kind)
{
    assert(!routine->finished && routine->current < routine->block_count);
    block *b = &routine->blocks[routine->current];
    ARRAY_RESERVE(b->steps, b->step_count, b->step_capacity);
    step *s = &b->steps[b->step_count++];
    *s =
        (step){.kind = kind, .result = DEVLOCK_NONE, .id = routine->step_count++, .place = place, .slot = DEVLOCK_NONE};
    return s;
}

static devlock_operand new_temporary(devlock_routine *routine, unsigned width)
{
    assert(valid_width(width));
    ARRAY_RESERVE(routine->temp_widths, routine->temp_count, routine->temp_capacity);
    routine->temp_widths[routine->temp_count] = width;
    return (devlock_operand){DEVLOCK_OPERAND_TEMP, width, routine->temp_count++, 0};
}

static devlock_operand set_result(devlock_routine *routine, step *s, unsigned width)
{
    devlock_operand result = new_temporary(routine, width);
    s->result = result.id;
    s->width = width;
    return result;
}

devlock_operand routine_forward_temporary(devlock_routine *routine, unsigned width)
{
    return new_temporary(routine, width);
}

bool unary_widths_agree(devlock_unary op, unsigned result, unsigned operand)
{
    switch (op) {
    case DEVLOCK_NOT:
    case DEVLOCK_NEGATE:
        return result == operand;
    case DEVLOCK_TRUNCATE:
        return result <= operand;
    case DEVLOCK_ZERO_EXTEND:
    case DEVLOCK_SIGN_EXTEND:
        return result >= operand;
    }
    return false;
}

unsigned binary_result_width(devlock_binary op, unsigned operand)
{
    return op >= DEVLOCK_EQUAL && op <= DEVLOCK_LESS_EQUAL_SIGNED ? 1 : operand;
}

devlock_operand devlock_step_unary(devlock_routine *routine, devlock_place place, devlock_unary op, unsigned width,
                                   devlock_operand a)
{
    assert(valid(routine, a) && unary_widths_agree(op, width, a.width));
    step *s = add_step(routine, place, STEP_UNARY);
    s->op = op;
    s->a = a;
    return set_result(routine, s, width);
}

devlock_operand devlock_step_binary(devlock_routine *routine, devlock_place place, devlock_binary op, devlock_operand a,
                                    devlock_operand b)
{
    assert(valid(routine, a) && valid(routine, b) && a.width == b.width);
    step *s = add_step(routine, place, STEP_BINARY);
    s->op = op;
    s->a = a;
    s->b = b;
    return set_result(routine, s, binary_result_width(op, a.width));
}

devlock_operand devlock_step_index(devlock_routine *routine, devlock_place place, devlock_operand base,
                                   devlock_operand index, uint64_t scale, uint64_t count)
{
    assert(valid_pointer(routine, base) && valid_pointer(routine, index));
    step *s = add_step(routine, place, STEP_INDEX);
    s->a = base;
    s->b = index;
    s->size = scale;
    s->count = count;
    return set_result(routine, s, base.width);
}

devlock_operand devlock_step_load(devlock_routine *routine, devlock_place place, unsigned width,
                                  devlock_operand address, bool is_volatile)
{
    assert(valid_pointer(routine, address));
    step *s = add_step(routine, place, STEP_LOAD);
    s->op = is_volatile;
    s->a = address;
    return set_result(routine, s, width);
}

void devlock_step_named(devlock_routine *routine, const char *text, unsigned reads)
{
    assert(routine->current != DEVLOCK_NONE && routine->blocks[routine->current].step_count);
    const block *b = &routine->blocks[routine->current];
    step *s = &b->steps[b->step_count - 1];
    s->text = arena_string(routine->program->arena, text);
    s->reads = reads;
}

void devlock_step_slot(devlock_routine *routine, uint32_t slot_id)
{
    assert(routine->current != DEVLOCK_NONE && routine->blocks[routine->current].step_count);
    const block *b = &routine->blocks[routine->current];
    step *s = &b->steps[b->step_count - 1];
    assert(s->kind == STEP_LOAD && slot_id < routine->program->slot_count);
    s->slot = slot_id;
}

void devlock_step_store(devlock_routine *routine, devlock_place place, devlock_operand address, devlock_operand value)
{
    assert(valid_pointer(routine, address) && valid(routine, value));
    step *s = add_step(routine, place, STEP_STORE);
    s->a = address;
    s->b = value;
}

void devlock_step_copy(devlock_routine *routine, devlock_place place, devlock_operand to, devlock_operand from,
                       uint64_t size)
{
    assert(valid_pointer(routine, to) && valid_pointer(routine, from));
    step *s = add_step(routine, place, STEP_COPY);
    s->a = to;
    s->b = from;
    s->size = size;
}

void devlock_step_zero(devlock_routine *routine, devlock_place place, devlock_operand address, uint64_t size)
{
    assert(valid_pointer(routine, address));
    step *s = add_step(routine, place, STEP_ZERO);
    s->a = address;
    s->size = size;
}

devlock_operand devlock_step_unknown(devlock_routine *routine, devlock_place place, unsigned width,
                                     devlock_unknown origin)
{
    step *s = add_step(routine, place, STEP_UNKNOWN);
    s->op = origin;
    return set_result(routine, s, width);
}

void devlock_step_declare(devlock_routine *routine, devlock_place place, uint32_t variable_id)
{
    step *s = add_step(routine, place, STEP_DECLARE);
    s->a = devlock_variable_address(routine, variable_id);
}

void devlock_step_assume(devlock_routine *routine, devlock_place place, devlock_operand condition)
{
    assert(valid(routine, condition) && condition.width == 1);
    step *s = add_step(routine, place, STEP_ASSUME);
    s->a = condition;
}

devlock_operand devlock_step_call(devlock_routine *routine, devlock_place place, devlock_operand callee,
                                  unsigned result_width, const devlock_argument *arguments, size_t count)
{
    arena *arena = routine->program->arena;
    assert(valid_pointer(routine, callee) && count < UINT32_MAX);
    step *s = add_step(routine, place, STEP_CALL);
    s->a = callee;
    s->argument_count = (uint32_t)count;
    if (count)
        s->arguments = memcpy(arena_take(arena, count * sizeof *arguments), arguments, count * sizeof *arguments);
    for (size_t i = 0; i < count; i++) {
        assert(valid(routine, arguments[i].value));
        s->arguments[i].text = arena_string(arena, arguments[i].text);
    }
    return result_width ? set_result(routine, s, result_width) : devlock_none();
}

/* ---- ends of blocks ------------------------------------------------------------------------------------------ */

/* The end of the current block, with room for its targets; no block is current any more. */
static block_end *add_end(devlock_routine *routine, devlock_place place, end_kind kind, size_t target_count)
{
    assert(!routine->finished && routine->current < routine->block_count);
    assert(target_count < UINT32_MAX);
    block_end *end = &routine->blocks[routine->current].end;
    assert(end->kind == END_NONE);
    *end = (block_end){.kind = kind, .place = place, .target_count = (uint32_t)target_count};
    if (target_count)
        end->targets = arena_take(routine->program->arena, target_count * sizeof *end->targets);
    routine->current = DEVLOCK_NONE;
    return end;
}

void devlock_end_jump(devlock_routine *routine, devlock_place place, uint32_t target)
{
    assert(target < routine->block_count);
    block_end *end = add_end(routine, place, END_JUMP, 1);
    end->targets[0] = target;
}

void devlock_end_branch(devlock_routine *routine, devlock_place place, devlock_operand condition, uint32_t if_true,
                        uint32_t if_false, const char *text)
{
    assert(valid(routine, condition) && condition.width == 1);
    assert(if_true < routine->block_count && if_false < routine->block_count);
    block_end *end = add_end(routine, place, END_BRANCH, 2);
    end->value = condition;
    end->targets[0] = if_true;
    end->targets[1] = if_false;
    end->text = arena_string(routine->program->arena, text);
}

void devlock_end_switch(devlock_routine *routine, devlock_place place, devlock_operand value, bool is_signed,
                        const devlock_case *cases, size_t count, uint32_t otherwise, const char *text)
{
    arena *arena = routine->program->arena;
    assert(valid(routine, value) && otherwise < routine->block_count);
    block_end *end = add_end(routine, place, END_SWITCH, count + 1);
    end->value = value;
    end->is_signed = is_signed;
    end->text = arena_string(arena, text);
    end->case_count = (uint32_t)count;
    if (count)
        end->cases = memcpy(arena_take(arena, count * sizeof *cases), cases, count * sizeof *cases);
    for (size_t i = 0; i < count; i++) {
        assert(cases[i].target < routine->block_count);
        assert(cases[i].low <= cases[i].high && cases[i].high == truncated(cases[i].high, value.width));
        end->targets[i] = cases[i].target;
    }
    end->targets[count] = otherwise;
}

void devlock_end_indirect(devlock_routine *routine, devlock_place place, devlock_operand value, const uint32_t *targets,
                          size_t count)
{
    assert(valid_pointer(routine, value));
    block_end *end = add_end(routine, place, END_INDIRECT, count);
    end->value = value;
    for (size_t i = 0; i < count; i++) {
        assert(targets[i] < routine->block_count);
        end->targets[i] = targets[i];
    }
}

void devlock_end_return(devlock_routine *routine, devlock_place place, devlock_operand value)
{
    assert(value.kind == DEVLOCK_OPERAND_NONE || (valid(routine, value) && value.width == routine->result_width));
    add_end(routine, place, END_RETURN, 0)->value = value;
}

void devlock_end_unwind(devlock_routine *routine, devlock_place place)
{
    add_end(routine, place, END_UNWIND, 0);
}

void devlock_end_unreachable(devlock_routine *routine, devlock_place place)
{
    add_end(routine, place, END_UNREACHABLE, 0);
}
