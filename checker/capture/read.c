/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading captures; see capture.h and capture.proto.
 *
 * Needs: bytes from anywhere. Leaves behind: a unit that keeps the rules of program graphs, or why there is none.
 * Cost: linear in the bytes; while it lasts, memory of a few times the unit's.
 */
#include "private.h"

#include "core/verify.h"

#include <stdlib.h>
#include <string.h>

typedef struct reader {
    devlock_program *unit;
    const char **texts; /* by id; [0] is NULL */
    size_t text_count;
    const Devlock__Positions *positions;
    size_t place; /* of those read */
    int32_t file, line, column;
    bool bad; /* something does not fit together */
} reader;

/* ---- what may be named --------------------------------------------------------------------------------------- */

static const char *text_at(reader *r, uint32_t id)
{
    if (id < r->text_count)
        return r->texts[id];
    r->bad = true;
    return NULL;
}

/* A text that must be there. */
static const char *name_at(reader *r, uint32_t id)
{
    const char *text = text_at(r, id);
    r->bad |= !text;
    return text ? text : "";
}

static uint32_t id_below(reader *r, uint32_t id, uint32_t count)
{
    r->bad |= id >= count;
    return id < count ? id : 0;
}

static devlock_place next_place(reader *r)
{
    devlock_place none = {DEVLOCK_NONE, 0, 0};
    if (r->place == r->positions->n_files) {
        r->bad = true;
        return none;
    }
    r->file += r->positions->files[r->place];
    r->line += r->positions->lines[r->place];
    r->column += r->positions->columns[r->place++];
    if (!r->file)
        return (devlock_place){DEVLOCK_NONE, (uint32_t)r->line, (uint32_t)r->column};
    uint32_t file = id_below(r, (uint32_t)r->file - 1, r->unit->file_count);
    return (devlock_place){file, (uint32_t)r->line, (uint32_t)r->column};
}

/* program_verify looks at the rest. */
static devlock_operand operand_of(reader *r, const Devlock__Operand *o)
{
    if (!o)
        return (devlock_operand){.kind = DEVLOCK_OPERAND_NONE};
    devlock_operand result = {.kind = o->kind, .width = o->width, .id = o->id, .value = o->value};
    if (o->kind > DEVLOCK_OPERAND_BLOCK)
        r->bad = true;
    else if (o->kind == DEVLOCK_OPERAND_GLOBAL)
        result.id = id_below(r, o->id, r->unit->global_count);
    else if (o->kind == DEVLOCK_OPERAND_FUNCTION)
        result.id = id_below(r, o->id, r->unit->function_count);
    return result;
}

/* The address of a global or function, or a constant where there may be one. */
static devlock_operand plain_operand(reader *r, const Devlock__Operand *o, bool constant)
{
    devlock_operand result = operand_of(r, o);
    r->bad |= result.kind != DEVLOCK_OPERAND_GLOBAL && result.kind != DEVLOCK_OPERAND_FUNCTION &&
              !(constant && result.kind == DEVLOCK_OPERAND_CONSTANT);
    return result;
}

/* ---- what is no routine -------------------------------------------------------------------------------------- */

static void take_names(reader *r, const Devlock__Unit *from)
{
    devlock_program *u = r->unit;
    for (size_t i = 0; i < from->n_files; i++)
        r->bad |= devlock_program_file(u, name_at(r, from->files[i])) != i;
    for (size_t i = 0; i < from->n_functions; i++) {
        const Devlock__Function *f = from->functions[i];
        r->bad |= devlock_program_function(u, name_at(r, f->key), name_at(r, f->name), f->flags) != i;
    }
    for (size_t i = 0; i < from->n_globals; i++) {
        const Devlock__Global *g = from->globals[i];
        r->bad |= devlock_program_global(u, name_at(r, g->key), name_at(r, g->name), g->size, g->flags) != i;
    }
    for (size_t i = 0; i < from->n_slots; i++) {
        const char *key = name_at(r, from->slots[i]->key);
        r->bad |= !*key || devlock_program_slot(u, key, from->slots[i]->flags) != i;
    }
}

static void take_annotation(reader *r, uint32_t function, const Devlock__Annotation *a)
{
    devlock_annotation to = {.kind = a->kind, .level = (uint8_t)a->level, .test = a->test, .text = text_at(r, a->text)};
    r->bad |= a->kind > DEVLOCK_ASSUMES_FREE || a->test > DEVLOCK_RESULT_AT_LEAST || a->root > DEVLOCK_ACCESS_RESULT;
    to.access =
        (devlock_access){.root = a->root,
                         .id = a->root == DEVLOCK_ACCESS_GLOBAL ? id_below(r, a->id, r->unit->global_count) : a->id,
                         .loads = a->loads,
                         .load_count = a->n_loads,
                         .offset = a->offset,
                         .behind = a->behind};
    to.test_value = a->test_value;
    to.tests_parameter = a->tests_parameter;
    to.test_parameter = a->test_parameter;
    to.is_variable = a->is_variable;
    to.place = next_place(r);
    if (!r->bad)
        devlock_program_annotate(r->unit, function, &to);
}

static void take_functions(reader *r, const Devlock__Unit *from)
{
    for (uint32_t i = 0; i < from->n_functions && !r->bad; i++) {
        const Devlock__Function *f = from->functions[i];
        if (f->defined)
            devlock_program_define(r->unit, i, next_place(r));
        for (size_t k = 0; k < f->n_annotations; k++)
            take_annotation(r, i, f->annotations[k]);
    }
}

static void take_globals(reader *r, const Devlock__Unit *from)
{
    for (uint32_t i = 0; i < from->n_globals; i++)
        for (size_t k = 0; k < from->globals[i]->n_values && !r->bad; k++) {
            devlock_operand value = plain_operand(r, from->globals[i]->values[k]->value, true);
            if (!r->bad)
                devlock_global_set(r->unit, i, from->globals[i]->values[k]->offset, value);
        }
}

static void take_slot(reader *r, uint32_t id, const Devlock__Slot *from)
{
    devlock_program *u = r->unit;
    for (size_t i = 0; i < from->n_values && !r->bad; i++) {
        devlock_operand value = plain_operand(r, from->values[i], false);
        if (!r->bad)
            devlock_slot_put(u, id, value);
    }
    for (size_t i = 0; i < from->n_sources && !r->bad; i++)
        devlock_slot_feed(u, id, id_below(r, from->sources[i], u->slot_count));
    for (size_t i = 0; i < from->n_passed; i++) {
        uint32_t function = id_below(r, from->passed[i], u->function_count);
        if (!r->bad)
            devlock_slot_pass(u, id, function);
    }
    if (from->function) {
        uint32_t function = id_below(r, from->function - 1, u->function_count);
        if (!r->bad)
            devlock_slot_parameter(u, id, function);
    }
}

static void take_facts(reader *r, const Devlock__Unit *from)
{
    for (size_t i = 0; i < from->n_fields; i++) {
        const char *record = name_at(r, from->fields[i]->record), *field = name_at(r, from->fields[i]->field);
        devlock_program_add_field(r->unit, record, field, from->fields[i]->offset);
    }
    for (size_t i = 0; i < from->n_registrations; i++) {
        const Devlock__Registration *g = from->registrations[i];
        const char *record = name_at(r, g->record), *field = name_at(r, g->field);
        uint32_t function = id_below(r, g->function, r->unit->function_count);
        devlock_place place = next_place(r);
        if (!r->bad)
            devlock_program_add_registration(r->unit, record, field, function, place);
    }
    for (size_t i = 0; i < from->n_gaps; i++) {
        const char *name = text_at(r, from->gaps[i]->name), *reason = name_at(r, from->gaps[i]->reason);
        devlock_program_not_analysed(r->unit, name, next_place(r), reason);
        for (size_t k = 0; k < from->gaps[i]->n_mentions; k++) {
            const char *mentioned = name_at(r, from->gaps[i]->mentions[k]);
            r->bad |= !*mentioned;
            if (!r->bad)
                devlock_program_gap_mentions(r->unit, mentioned);
        }
    }
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

static void *array(reader *r, size_t count, size_t size)
{
    return arena_zero(r->unit->arena, count * size + 1);
}

static void take_step(reader *r, devlock_routine *to, step *s, const Devlock__Step *from)
{
    arena *arena = r->unit->arena;
    r->bad |= from->kind > STEP_CALL;
    *s = (step){.kind = from->kind, .op = from->op, .result = from->result - 1, .width = from->width};
    s->id = to->step_count++;
    s->place = next_place(r);
    s->a = operand_of(r, from->a);
    s->b = operand_of(r, from->b);
    s->size = from->size;
    s->count = from->count;
    s->text = arena_string(arena, text_at(r, from->text));
    s->reads = from->reads;
    s->slot = from->slot ? id_below(r, from->slot - 1, r->unit->slot_count) : DEVLOCK_NONE;
    s->argument_count = (uint32_t)from->n_arguments;
    if (from->n_arguments)
        s->arguments = array(r, from->n_arguments, sizeof *s->arguments);
    for (size_t i = 0; i < from->n_arguments; i++) {
        const Devlock__Argument *a = from->arguments[i];
        s->arguments[i] = (devlock_argument){.value = operand_of(r, a->value),
                                             .reach = a->reach - 1,
                                             .read_only = a->read_only,
                                             .text = arena_string(arena, text_at(r, a->text))};
    }
}

static void take_end(reader *r, block_end *end, const Devlock__End *from)
{
    if (!from || from->kind == END_NONE || from->kind > END_UNREACHABLE) {
        r->bad = true;
        return;
    }
    end->place = next_place(r);
    end->kind = from->kind;
    end->value = operand_of(r, from->value);
    end->text = arena_string(r->unit->arena, text_at(r, from->text));
    end->is_signed = from->is_signed;
    end->case_count = (uint32_t)from->n_cases;
    end->target_count = (uint32_t)from->n_targets;
    if (from->n_cases)
        end->cases = array(r, from->n_cases, sizeof *end->cases);
    if (from->n_targets)
        end->targets = array(r, from->n_targets, sizeof *end->targets);
    for (size_t i = 0; i < from->n_cases; i++)
        end->cases[i] = (devlock_case){from->cases[i]->low, from->cases[i]->high, from->cases[i]->target};
    for (size_t i = 0; i < from->n_targets; i++)
        end->targets[i] = from->targets[i];
}

static void take_block(reader *r, devlock_routine *to, block *b, const Devlock__Block *from)
{
    b->handler = from->handler - 1;
    b->step_count = b->step_capacity = (uint32_t)from->n_steps;
    if (from->n_steps)
        b->steps = array(r, from->n_steps, sizeof *b->steps);
    for (size_t i = 0; i < from->n_steps && !r->bad; i++)
        take_step(r, to, &b->steps[i], from->steps[i]);
    if (!r->bad)
        take_end(r, &b->end, from->end);
}

static void take_variables(reader *r, devlock_routine *to, const Devlock__Routine *from)
{
    to->variable_count = to->variable_capacity = (uint32_t)from->n_variables;
    to->variables = array(r, from->n_variables, sizeof *to->variables);
    for (size_t i = 0; i < from->n_variables; i++) {
        const Devlock__Variable *v = from->variables[i];
        to->variables[i] = (variable){arena_string(r->unit->arena, name_at(r, v->name)), v->size, v->flags};
        to->parameter_count += (v->flags & DEVLOCK_VARIABLE_PARAMETER) != 0;
    }
    to->temp_count = to->temp_capacity = (uint32_t)from->n_temporary_widths;
    to->temp_widths = array(r, from->n_temporary_widths, sizeof *to->temp_widths);
    if (from->n_temporary_widths)
        memcpy(to->temp_widths, from->temporary_widths, from->n_temporary_widths * sizeof *to->temp_widths);
}

static void take_routine(reader *r, const Devlock__Routine *from)
{
    uint32_t function = id_below(r, from->function, r->unit->function_count);
    devlock_place place = next_place(r);
    unsigned width = from->result_width;
    r->bad |= width && width != 1 && width != 8 && width != 16 && width != 32 && width != 64;
    devlock_routine *to = r->bad ? NULL : devlock_routine_begin(r->unit, function, width, place);
    if (!to) {
        r->bad = true;
        return;
    }
    to->finished = true; /* all of it lives in the arena */
    take_variables(r, to, from);
    to->block_count = to->block_capacity = (uint32_t)from->n_blocks;
    to->blocks = array(r, from->n_blocks, sizeof *to->blocks);
    for (size_t i = 0; i < from->n_blocks && !r->bad; i++)
        take_block(r, to, &to->blocks[i], from->blocks[i]);
}

static bool take_unit(reader *r, const Devlock__Unit *from)
{
    const Devlock__Positions *p = r->positions;
    char *error = NULL;
    take_names(r, from);
    r->bad |= p->n_files != p->n_lines || p->n_files != p->n_columns;
    if (!r->bad)
        take_functions(r, from);
    if (!r->bad)
        take_globals(r, from);
    for (uint32_t i = 0; i < from->n_slots && !r->bad; i++)
        take_slot(r, i, from->slots[i]);
    if (!r->bad)
        take_facts(r, from);
    for (size_t i = 0; i < from->n_routines && !r->bad; i++)
        take_routine(r, from->routines[i]);
    r->bad |= r->place != p->n_files || (!r->bad && !program_verify(r->unit, &error));
    free(error);
    return !r->bad;
}

/* ---- the whole ----------------------------------------------------------------------------------------------- */

static bool same_bytes(ProtobufCBinaryData bytes, const char *text)
{
    return bytes.len == strlen(text) && memcmp(bytes.data, text, bytes.len) == 0;
}

static void take_reading(reader *r, capture *c, const Devlock__Reading *from)
{
    c->source = name_at(r, from->source);
    c->parsed = from->parsed;
    c->pointer_bits = from->pointer_bits;
    c->given_up = from->given_up;
    c->error_count = from->n_errors;
    c->errors = arena_zero(c->arena, (from->n_errors + 1) * sizeof *c->errors);
    for (size_t i = 0; i < from->n_errors; i++) {
        const Devlock__Error *e = from->errors[i];
        c->errors[i] = (capture_error){text_at(r, e->file), e->line, e->column, name_at(r, e->text)};
    }
    c->include_count = from->n_includes / 2;
    c->includes = arena_zero(c->arena, (c->include_count + 1) * sizeof *c->includes);
    for (size_t i = 0; i < c->include_count; i++)
        c->includes[i] = (capture_include){name_at(r, from->includes[2 * i]), name_at(r, from->includes[2 * i + 1])};
}

/* The header comes first: what a message of another format says means nothing. */
static bool take_message(capture *c, const Devlock__Capture *message, const capture_maker *maker, const char **error)
{
    reader r = {.positions = message->positions};
    const Devlock__Header *header = message->header;
    *error = "it is of another build of devlock";
    if (!header || header->format != CAPTURE_FORMAT || !same_bytes(header->tool, maker->tool) ||
        !same_bytes(header->llvm, maker->llvm))
        return false;
    *error = "it was made for other models";
    if (!same_bytes(header->asked, maker->asked))
        return false;
    *error = "it does not fit together";
    if (!message->reading || !message->meaning || !message->positions ||
        (message->meaning->pointer_bits != 32 && message->meaning->pointer_bits != 64))
        return false;
    r.texts = texts_read(c->arena, message->texts, message->n_texts, maker->root);
    r.text_count = message->n_texts + 1;
    take_reading(&r, c, message->reading);
    c->unit = r.unit = devlock_program_new(message->meaning->pointer_bits);
    return take_unit(&r, message->meaning);
}

bool capture_unpack(capture *capture, const uint8_t *bytes, size_t size, const capture_maker *maker, const char **error)
{
    *capture = (struct capture){0};
    arena *messages = arena_new();
    Devlock__Capture *message =
        envelope_unpack(&devlock__capture__descriptor, messages, CAPTURE_MAGIC, bytes, size, error);
    if (message)
        capture->arena = arena_new();
    bool good = message && take_message(capture, message, maker, error);
    arena_free(messages);
    if (!good)
        capture_free(capture);
    return good;
}

void capture_free(capture *capture)
{
    if (capture->arena)
        arena_free(capture->arena);
    devlock_program_free(capture->unit);
    *capture = (struct capture){0};
}
