/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Writing captures; see capture.h and capture.proto.
 *
 * Needs: a unit whose routines are finished. Leaves behind: bytes. Cost: linear in the unit; while it lasts, memory of
 * a few times the unit's.
 */
#include "private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
    arena *arena;
    text_table texts;
    int32_t *files, *lines, *columns;
    uint32_t place_count, place_capacity;
    int32_t file, line, column; /* of the place before */
} writer;

/* ---- texts and places ---------------------------------------------------------------------------------------- */

static uint32_t text_id(writer *w, const char *text)
{
    return text_table_id(&w->texts, text);
}

static void put_place(writer *w, devlock_place place)
{
    if (w->place_count == w->place_capacity) {
        w->place_capacity = w->place_capacity ? 2 * w->place_capacity : 256;
        w->files = must_resize(w->files, w->place_capacity * sizeof *w->files);
        w->lines = must_resize(w->lines, w->place_capacity * sizeof *w->lines);
        w->columns = must_resize(w->columns, w->place_capacity * sizeof *w->columns);
    }
    int32_t file = place.file == DEVLOCK_NONE ? 0 : (int32_t)place.file + 1;
    uint32_t at = w->place_count++;
    w->files[at] = file - w->file;
    w->lines[at] = (int32_t)place.line - w->line;
    w->columns[at] = (int32_t)place.column - w->column;
    w->file = file;
    w->line = (int32_t)place.line;
    w->column = (int32_t)place.column;
}

/* ---- lists --------------------------------------------------------------------------------------------------- */

/* A list of messages of one type, in the arena: MESSAGES(w, list of pointers, count, type, init) makes them. */
#define MESSAGES(w, list, n, type, init)                                                                               \
    do {                                                                                                               \
        (list) = arena_take((w)->arena, ((n) + 1) * sizeof *(list));                                                   \
        type *all_ = arena_take((w)->arena, ((n) + 1) * sizeof *all_);                                                 \
        for (size_t i_ = 0; i_ < (n); i_++) {                                                                          \
            init(&all_[i_]);                                                                                           \
            (list)[i_] = &all_[i_];                                                                                    \
        }                                                                                                              \
    } while (0)

static uint32_t *numbers(writer *w, size_t count)
{
    return arena_take(w->arena, (count + 1) * sizeof(uint32_t));
}

/* ---- the unit ------------------------------------------------------------------------------------------------ */

static Devlock__Operand *operand_of(writer *w, devlock_operand operand)
{
    if (operand.kind == DEVLOCK_OPERAND_NONE)
        return NULL;
    Devlock__Operand *o = arena_take(w->arena, sizeof *o);
    devlock__operand__init(o);
    o->kind = operand.kind;
    o->width = operand.width;
    o->id = operand.id;
    o->value = operand.value;
    return o;
}

static void put_annotation(writer *w, Devlock__Annotation *to, const devlock_annotation *a)
{
    to->kind = a->kind;
    to->root = a->access.root;
    to->id = a->access.id;
    to->n_loads = a->access.load_count;
    to->loads = (uint64_t *)a->access.loads;
    to->offset = a->access.offset;
    to->behind = a->access.behind;
    to->level = a->level;
    to->test = a->test;
    to->test_value = a->test_value;
    to->tests_parameter = a->tests_parameter;
    to->test_parameter = a->test_parameter;
    to->is_variable = a->is_variable;
    to->text = text_id(w, a->text);
    put_place(w, a->place);
}

static void put_functions(writer *w, Devlock__Unit *unit, const devlock_program *u)
{
    unit->n_functions = u->function_count;
    MESSAGES(w, unit->functions, u->function_count, Devlock__Function, devlock__function__init);
    for (uint32_t i = 0; i < u->function_count; i++) {
        Devlock__Function *to = unit->functions[i];
        const function *f = &u->functions[i];
        to->key = text_id(w, f->key);
        to->name = text_id(w, f->name);
        to->flags = f->flags;
        to->defined = f->defined.line != 0;
        if (to->defined)
            put_place(w, f->defined);
        to->n_annotations = f->annotation_count;
        MESSAGES(w, to->annotations, f->annotation_count, Devlock__Annotation, devlock__annotation__init);
        for (uint32_t k = 0; k < f->annotation_count; k++)
            put_annotation(w, to->annotations[k], &f->annotations[k]);
    }
}

static void put_globals(writer *w, Devlock__Unit *unit, const devlock_program *u)
{
    unit->n_globals = u->global_count;
    MESSAGES(w, unit->globals, u->global_count, Devlock__Global, devlock__global__init);
    for (uint32_t i = 0; i < u->global_count; i++) {
        Devlock__Global *to = unit->globals[i];
        const global *g = &u->globals[i];
        to->key = text_id(w, g->key);
        to->name = text_id(w, g->name);
        to->size = g->size;
        to->flags = g->flags;
        to->n_values = g->value_count;
        MESSAGES(w, to->values, g->value_count, Devlock__GlobalValue, devlock__global_value__init);
        for (uint32_t k = 0; k < g->value_count; k++) {
            to->values[k]->offset = g->values[k].offset;
            to->values[k]->value = operand_of(w, g->values[k].value);
        }
    }
}

static void put_slots(writer *w, Devlock__Unit *unit, const devlock_program *u)
{
    unit->n_slots = u->slot_count;
    MESSAGES(w, unit->slots, u->slot_count, Devlock__Slot, devlock__slot__init);
    for (uint32_t i = 0; i < u->slot_count; i++) {
        Devlock__Slot *to = unit->slots[i];
        const slot *s = &u->slots[i];
        to->key = text_id(w, s->key);
        to->flags = s->flags;
        to->function = s->function + 1; /* DEVLOCK_NONE becomes 0 */
        to->n_values = s->values.count;
        to->values = arena_take(w->arena, (s->values.count + 1) * sizeof *to->values);
        for (uint32_t k = 0; k < s->values.count; k++)
            to->values[k] = operand_of(w, s->values.items[k]);
        to->n_sources = s->sources.count;
        to->sources = s->sources.items;
        to->n_passed = s->passed.count;
        to->passed = s->passed.items;
    }
}

static void put_facts(writer *w, Devlock__Unit *unit, const devlock_program *u)
{
    unit->n_fields = u->field_count;
    MESSAGES(w, unit->fields, u->field_count, Devlock__Field, devlock__field__init);
    for (uint32_t i = 0; i < u->field_count; i++) {
        unit->fields[i]->record = text_id(w, u->fields[i].record);
        unit->fields[i]->field = text_id(w, u->fields[i].field);
        unit->fields[i]->offset = u->fields[i].offset;
    }
    unit->n_registrations = u->registration_count;
    MESSAGES(w, unit->registrations, u->registration_count, Devlock__Registration, devlock__registration__init);
    for (uint32_t i = 0; i < u->registration_count; i++) {
        unit->registrations[i]->record = text_id(w, u->registrations[i].record);
        unit->registrations[i]->field = text_id(w, u->registrations[i].field);
        unit->registrations[i]->function = u->registrations[i].function;
        put_place(w, u->registrations[i].place);
    }
    unit->n_gaps = u->gap_count;
    MESSAGES(w, unit->gaps, u->gap_count, Devlock__Gap, devlock__gap__init);
    for (uint32_t i = 0; i < u->gap_count; i++) {
        unit->gaps[i]->name = text_id(w, u->gaps[i].name);
        unit->gaps[i]->reason = text_id(w, u->gaps[i].reason);
        unit->gaps[i]->n_mentions = u->gaps[i].mentions.count;
        unit->gaps[i]->mentions = numbers(w, u->gaps[i].mentions.count);
        for (uint32_t k = 0; k < u->gaps[i].mentions.count; k++)
            unit->gaps[i]->mentions[k] = text_id(w, u->gaps[i].mentions.names[k]);
        put_place(w, u->gaps[i].place);
    }
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

static void put_step(writer *w, Devlock__Step *to, const step *s)
{
    put_place(w, s->place);
    to->kind = s->kind;
    to->op = s->op;
    to->result = s->result + 1;
    to->width = s->width;
    to->a = operand_of(w, s->a);
    to->b = operand_of(w, s->b);
    to->size = s->size;
    to->count = s->count;
    to->text = text_id(w, s->text);
    to->reads = s->reads;
    to->slot = s->slot + 1;
    to->n_arguments = s->argument_count;
    MESSAGES(w, to->arguments, s->argument_count, Devlock__Argument, devlock__argument__init);
    for (uint32_t i = 0; i < s->argument_count; i++) {
        to->arguments[i]->value = operand_of(w, s->arguments[i].value);
        to->arguments[i]->reach = s->arguments[i].reach + 1; /* DEVLOCK_WHOLE becomes 0 */
        to->arguments[i]->read_only = s->arguments[i].read_only;
        to->arguments[i]->text = text_id(w, s->arguments[i].text);
    }
}

static Devlock__End *end_of(writer *w, const block_end *end)
{
    Devlock__End *to = arena_take(w->arena, sizeof *to);
    devlock__end__init(to);
    put_place(w, end->place);
    to->kind = end->kind;
    to->value = operand_of(w, end->value);
    to->text = text_id(w, end->text);
    to->is_signed = end->is_signed;
    to->n_cases = end->case_count;
    MESSAGES(w, to->cases, end->case_count, Devlock__Case, devlock__case__init);
    for (uint32_t i = 0; i < end->case_count; i++) {
        to->cases[i]->low = end->cases[i].low;
        to->cases[i]->high = end->cases[i].high;
        to->cases[i]->target = end->cases[i].target;
    }
    to->n_targets = end->target_count;
    to->targets = end->targets;
    return to;
}

static void put_routine(writer *w, Devlock__Routine *to, const devlock_routine *r)
{
    assert(r->finished);
    put_place(w, r->place);
    to->function = r->function;
    to->result_width = r->result_width;
    to->n_variables = r->variable_count;
    MESSAGES(w, to->variables, r->variable_count, Devlock__Variable, devlock__variable__init);
    for (uint32_t i = 0; i < r->variable_count; i++) {
        to->variables[i]->name = text_id(w, r->variables[i].name);
        to->variables[i]->size = r->variables[i].size;
        to->variables[i]->flags = r->variables[i].flags;
    }
    to->n_temporary_widths = r->temp_count;
    to->temporary_widths = r->temp_widths;
    to->n_blocks = r->block_count;
    MESSAGES(w, to->blocks, r->block_count, Devlock__Block, devlock__block__init);
    for (uint32_t i = 0; i < r->block_count; i++) {
        const block *b = &r->blocks[i];
        Devlock__Block *into = to->blocks[i];
        into->handler = b->handler + 1;
        into->n_steps = b->step_count;
        MESSAGES(w, into->steps, b->step_count, Devlock__Step, devlock__step__init);
        for (uint32_t k = 0; k < b->step_count; k++)
            put_step(w, into->steps[k], &b->steps[k]);
        into->end = end_of(w, &b->end);
    }
}

static void put_unit(writer *w, Devlock__Unit *unit, const devlock_program *u)
{
    unit->pointer_bits = u->pointer_bits;
    unit->n_files = u->file_count;
    unit->files = numbers(w, u->file_count);
    for (uint32_t i = 0; i < u->file_count; i++)
        unit->files[i] = text_id(w, u->files[i]);
    put_functions(w, unit, u);
    put_globals(w, unit, u);
    put_slots(w, unit, u);
    put_facts(w, unit, u);
    unit->n_routines = u->routine_count;
    MESSAGES(w, unit->routines, u->routine_count, Devlock__Routine, devlock__routine__init);
    for (uint32_t i = 0; i < u->routine_count; i++)
        put_routine(w, unit->routines[i], u->routines[i]);
}

/* ---- what is said of the reading ----------------------------------------------------------------------------- */

static void put_reading(writer *w, Devlock__Reading *to, const capture *c)
{
    to->source = text_id(w, c->source);
    to->parsed = c->parsed;
    to->pointer_bits = c->pointer_bits;
    to->given_up = c->given_up;
    to->n_errors = c->error_count;
    MESSAGES(w, to->errors, c->error_count, Devlock__Error, devlock__error__init);
    for (size_t i = 0; i < c->error_count; i++) {
        to->errors[i]->file = text_id(w, c->errors[i].file);
        to->errors[i]->line = c->errors[i].line;
        to->errors[i]->column = c->errors[i].column;
        to->errors[i]->text = text_id(w, c->errors[i].text);
    }
    to->n_includes = 2 * c->include_count;
    to->includes = numbers(w, to->n_includes);
    for (size_t i = 0; i < c->include_count; i++) {
        to->includes[2 * i] = text_id(w, c->includes[i].from);
        to->includes[2 * i + 1] = text_id(w, c->includes[i].to);
    }
}

static ProtobufCBinaryData bytes_of(const char *text)
{
    return (ProtobufCBinaryData){strlen(text), (uint8_t *)text};
}

uint8_t *capture_pack(const capture *capture, const capture_maker *maker, size_t *size)
{
    writer w = {.arena = arena_new()};
    w.texts = text_table_start(w.arena, maker->root);
    Devlock__Capture message = DEVLOCK__CAPTURE__INIT;
    Devlock__Header header = DEVLOCK__HEADER__INIT;
    Devlock__Reading reading = DEVLOCK__READING__INIT;
    Devlock__Unit unit = DEVLOCK__UNIT__INIT;
    Devlock__Positions positions = DEVLOCK__POSITIONS__INIT;
    header.format = CAPTURE_FORMAT;
    header.tool = bytes_of(maker->tool);
    header.llvm = bytes_of(maker->llvm);
    header.asked = bytes_of(maker->asked);
    put_reading(&w, &reading, capture);
    put_unit(&w, &unit, capture->unit);
    positions.n_files = positions.n_lines = positions.n_columns = w.place_count;
    positions.files = w.files;
    positions.lines = w.lines;
    positions.columns = w.columns;
    message.header = &header;
    message.reading = &reading;
    message.meaning = &unit;
    message.positions = &positions;
    message.n_texts = w.texts.count;
    message.texts = w.texts.items;
    uint8_t *bytes = envelope_pack(&message.base, CAPTURE_MAGIC, size);
    free(w.files);
    free(w.lines);
    free(w.columns);
    text_table_stop(&w.texts);
    arena_free(w.arena);
    return bytes;
}
