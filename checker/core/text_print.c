/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The printer of the text form; see devlock/text.h. The grammar is in docs/program-graph.md.
 *
 * What is printed reads back as an equal graph: files, functions and globals come in the order of their ids, before
 * all that mentions them; blocks and temporaries are called by their ids. A label is the name where that is possible.
 * Needs: arena, a program whose routines are finished (others are left out). Leaves behind: text. Cost: linear.
 */
#include "devlock/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "text_words.h"

typedef struct printer {
    const devlock_program *program;
    FILE *out;
    arena *arena;
    const char **functions, **globals; /* labels, by id */
    uint32_t file;                     /* of places that name none */
    const devlock_routine *routine;
    const char **variables; /* labels */
    bool *set;              /* by temporary: it is set further up */
} printer;

/* ---- labels, strings, numbers -------------------------------------------------------------------------------- */

/* The name with all that a label cannot hold exchanged for '_'. */
static char *letters_of(printer *p, const char *name)
{
    bool first_is_letter = label_letter((unsigned char)*name);
    char *text = arena_format(p->arena, first_is_letter || !*name ? "%s" : "_%s", name);
    for (char *c = text; *c; c++)
        if (!label_letter((unsigned char)*c) && !label_digit((unsigned char)*c))
            *c = '_';
    return text;
}

/* A label for a name, that no other one in the map has. */
static const char *label_for(printer *p, string_map *taken, const char *name, uint32_t id)
{
    const char *letters = letters_of(p, name);
    uint32_t *owner = string_map_at(taken, letters);
    if (*letters && *owner == UINT32_MAX) {
        *owner = id;
        return letters;
    }
    return arena_format(p->arena, "%s.%" PRIu32, letters, id);
}

static void print_string(printer *p, const char *text, size_t length, bool bytes)
{
    putc('"', p->out);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            fprintf(p->out, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", p->out);
        else if (c == '\t')
            fputs("\\t", p->out);
        else if (c < 0x20 || c == 0x7F || (bytes && c >= 0x80))
            fprintf(p->out, "\\x%02x", c);
        else
            putc(c, p->out);
    }
    putc('"', p->out);
}

static void print_text(printer *p, const char *before, const char *text)
{
    if (!text)
        return;
    fputs(before, p->out);
    print_string(p, text, strlen(text), false);
}

/* The name, where the label does not say it: what comes before its first dot. */
static void print_name(printer *p, const char *name, const char *label)
{
    size_t length = strcspn(label, ".");
    if (strlen(name) != length || memcmp(name, label, length) != 0)
        print_text(p, " name ", name);
}

static void print_number(printer *p, uint64_t value)
{
    fprintf(p->out, value < 65536 ? "%" PRIu64 : "0x%" PRIx64, value);
}

static void print_place(printer *p, devlock_place place)
{
    if (place.file == DEVLOCK_NONE)
        return;
    fputs(" @", p->out);
    if (place.file != p->file) {
        print_text(p, "", devlock_program_path(p->program, place.file));
        putc(':', p->out);
    }
    fprintf(p->out, "%" PRIu32 ":%" PRIu32, place.line, place.column);
}

/* ---- operands ------------------------------------------------------------------------------------------------ */

/* Whether the reader knows the width of an operand by itself. */
static bool tells_width(const printer *p, devlock_operand o)
{
    return o.kind != DEVLOCK_OPERAND_CONSTANT && (o.kind != DEVLOCK_OPERAND_TEMP || p->set[o.id]);
}

static void print_address(printer *p, const char *sign, const char *label, uint64_t offset)
{
    fprintf(p->out, "%s%s", sign, label);
    if (offset) {
        putc('+', p->out);
        print_number(p, offset);
    }
}

/* known: the surroundings tell the width. */
static void print_operand(printer *p, devlock_operand o, bool known)
{
    if (!known && !tells_width(p, o))
        fprintf(p->out, "%" PRIu32 ":", o.width);
    switch (o.kind) {
    case DEVLOCK_OPERAND_NONE:
        break;
    case DEVLOCK_OPERAND_TEMP:
        fprintf(p->out, "%%%" PRIu32, o.id);
        break;
    case DEVLOCK_OPERAND_CONSTANT:
        print_number(p, o.value);
        break;
    case DEVLOCK_OPERAND_VARIABLE:
        fputs(p->variables[o.id], p->out);
        break;
    case DEVLOCK_OPERAND_GLOBAL:
        print_address(p, "$", p->globals[o.id], o.value);
        break;
    case DEVLOCK_OPERAND_FUNCTION:
        print_address(p, "&", p->functions[o.id], o.value);
        break;
    case DEVLOCK_OPERAND_BLOCK:
        fprintf(p->out, "&&b%" PRIu32, o.id);
        break;
    }
}

/* ---- steps --------------------------------------------------------------------------------------------------- */

static void print_pair(printer *p, devlock_operand a, bool a_known, devlock_operand b, bool b_known)
{
    print_operand(p, a, a_known);
    fputs(", ", p->out);
    print_operand(p, b, b_known);
}

static void print_reads(printer *p, unsigned reads)
{
    for (unsigned i = 0; i < READS_COUNT; i++)
        if (reads >> i & 1)
            fprintf(p->out, " %s", reads_words[i]);
}

static void print_unary(printer *p, const step *s)
{
    fprintf(p->out, "%s ", unary_words[s->op]);
    if (s->op != DEVLOCK_NOT && s->op != DEVLOCK_NEGATE)
        fprintf(p->out, "%" PRIu32 " ", s->width);
    print_operand(p, s->a, false);
}

static void print_load(printer *p, const step *s)
{
    fprintf(p->out, "load %s%" PRIu32 " ", s->op ? "volatile " : "", s->width);
    print_operand(p, s->a, true);
    print_text(p, " ", s->text);
    print_reads(p, s->reads);
    if (s->slot != DEVLOCK_NONE)
        print_text(p, " slot ", p->program->slots[s->slot].key);
}

static void print_store(printer *p, const step *s)
{
    bool known = false;
    if (s->a.kind == DEVLOCK_OPERAND_VARIABLE) {
        const variable *v = &p->routine->variables[s->a.id];
        known = v->flags & DEVLOCK_VARIABLE_SCALAR && v->size * 8 == s->b.width;
    }
    fputs("store ", p->out);
    print_pair(p, s->a, true, s->b, known);
}

static void print_index(printer *p, const step *s)
{
    fputs("index ", p->out);
    print_pair(p, s->a, true, s->b, true);
    fputs(", ", p->out);
    print_number(p, s->size);
    if (s->count) {
        fputs(", ", p->out);
        print_number(p, s->count);
    }
}

static void print_argument(printer *p, const devlock_argument *a)
{
    print_operand(p, a->value, false);
    if (a->reach == DEVLOCK_WHOLE) {
        fputs(" reach whole", p->out);
    } else if (a->reach) {
        fputs(" reach ", p->out);
        print_number(p, a->reach);
    }
    if (a->read_only)
        fputs(" const", p->out);
    print_text(p, " ", a->text);
}

static void print_callee(printer *p, devlock_operand callee)
{
    if (callee.kind == DEVLOCK_OPERAND_FUNCTION && callee.value == 0) {
        fputs(p->functions[callee.id], p->out);
    } else if (callee.kind == DEVLOCK_OPERAND_TEMP) {
        print_operand(p, callee, true);
    } else {
        putc('(', p->out);
        print_operand(p, callee, true);
        putc(')', p->out);
    }
}

static void print_call(printer *p, const step *s)
{
    fputs("call ", p->out);
    if (s->result != DEVLOCK_NONE)
        fprintf(p->out, "%" PRIu32 " ", s->width);
    print_callee(p, s->a);
    putc('(', p->out);
    for (uint32_t i = 0; i < s->argument_count; i++) {
        fputs(i ? ", " : "", p->out);
        print_argument(p, &s->arguments[i]);
    }
    putc(')', p->out);
    print_text(p, " ", s->text);
    print_reads(p, s->reads);
}

static void print_what(printer *p, const step *s)
{
    switch (s->kind) {
    case STEP_UNARY:
        print_unary(p, s);
        break;
    case STEP_BINARY:
        fprintf(p->out, "%s ", binary_words[s->op]);
        print_pair(p, s->a, tells_width(p, s->b), s->b, true);
        break;
    case STEP_INDEX:
        print_index(p, s);
        break;
    case STEP_LOAD:
        print_load(p, s);
        break;
    case STEP_STORE:
        print_store(p, s);
        break;
    case STEP_COPY:
        fputs("copy ", p->out);
        print_pair(p, s->a, true, s->b, true);
        fputs(", ", p->out);
        print_number(p, s->size);
        break;
    case STEP_ZERO:
        fputs("zero ", p->out);
        print_operand(p, s->a, true);
        fputs(", ", p->out);
        print_number(p, s->size);
        break;
    case STEP_UNKNOWN:
        fprintf(p->out, "unknown %s%" PRIu32, s->op == DEVLOCK_IMPRECISION ? "imprecise " : "", s->width);
        break;
    case STEP_DECLARE:
        fputs("declare ", p->out);
        print_operand(p, s->a, true);
        break;
    case STEP_ASSUME:
        fputs("assume ", p->out);
        print_operand(p, s->a, true);
        break;
    case STEP_CALL:
        print_call(p, s);
        break;
    }
}

static void print_step(printer *p, const step *s)
{
    fputs("    ", p->out);
    if (s->result != DEVLOCK_NONE)
        fprintf(p->out, "%%%" PRIu32 " = ", s->result);
    print_what(p, s);
    print_place(p, s->place);
    putc('\n', p->out);
    if (s->result != DEVLOCK_NONE)
        p->set[s->result] = true;
}

/* ---- ends of blocks ------------------------------------------------------------------------------------------ */

static void print_case_value(printer *p, uint64_t value, unsigned width, bool is_signed)
{
    uint64_t sign = UINT64_C(1) << (width - 1);
    if (is_signed && value & sign)
        fprintf(p->out, "-%" PRIu64, (sign << 1) - value);
    else
        print_number(p, value);
}

static void print_switch(printer *p, const block_end *end)
{
    unsigned width = end->value.width;
    fputs("switch ", p->out);
    print_operand(p, end->value, false);
    fputs(end->is_signed ? " signed { " : " { ", p->out);
    for (uint32_t i = 0; i < end->case_count; i++) {
        const devlock_case *c = &end->cases[i];
        print_case_value(p, c->low, width, end->is_signed);
        if (c->high != c->low) {
            fputs("..", p->out);
            print_case_value(p, c->high, width, end->is_signed);
        }
        fprintf(p->out, ": b%" PRIu32 ", ", c->target);
    }
    fprintf(p->out, "default: b%" PRIu32 " }", end->targets[end->case_count]);
}

static void print_goto(printer *p, const block_end *end)
{
    fputs("goto ", p->out);
    print_operand(p, end->value, true);
    fputs(" {", p->out);
    for (uint32_t i = 0; i < end->target_count; i++)
        fprintf(p->out, "%s b%" PRIu32, i ? "," : "", end->targets[i]);
    fputs(" }", p->out);
}

static void print_end(printer *p, const block_end *end)
{
    fputs("    ", p->out);
    switch (end->kind) {
    case END_NONE:
        break;
    case END_JUMP:
        fprintf(p->out, "jump b%" PRIu32, end->targets[0]);
        break;
    case END_BRANCH:
        fputs("branch ", p->out);
        print_operand(p, end->value, true);
        fprintf(p->out, " ? b%" PRIu32 " : b%" PRIu32, end->targets[0], end->targets[1]);
        break;
    case END_SWITCH:
        print_switch(p, end);
        break;
    case END_INDIRECT:
        print_goto(p, end);
        break;
    case END_RETURN:
        fputs(end->value.kind == DEVLOCK_OPERAND_NONE ? "return" : "return ", p->out);
        print_operand(p, end->value, true);
        break;
    case END_UNWIND:
        fputs("unwind", p->out);
        break;
    case END_UNREACHABLE:
        fputs("unreachable", p->out);
        break;
    }
    print_text(p, " ", end->text);
    print_place(p, end->place);
    putc('\n', p->out);
}

/* ---- routines ------------------------------------------------------------------------------------------------ */

static void print_variable(printer *p, uint32_t id)
{
    const variable *v = &p->routine->variables[id];
    bool scalar = v->flags & DEVLOCK_VARIABLE_SCALAR;
    bool plain = scalar && (v->size == 1 || v->size == 2 || v->size == 4 || v->size == 8);
    fprintf(p->out, "%s ", p->variables[id]);
    if (plain)
        fprintf(p->out, "%" PRIu64, v->size * 8);
    else
        fprintf(p->out, "bytes %" PRIu64 "%s", v->size, scalar ? " scalar" : "");
    if (v->flags & DEVLOCK_VARIABLE_AGGREGATE)
        fputs(" aggregate", p->out);
    print_reads(p, v->flags >> DEVLOCK_VARIABLE_READS);
    print_name(p, v->name, p->variables[id]);
}

static void print_block(printer *p, uint32_t id)
{
    const block *b = &p->routine->blocks[id];
    fprintf(p->out, "b%" PRIu32 ":", id);
    if (b->handler != DEVLOCK_NONE)
        fprintf(p->out, " handler b%" PRIu32, b->handler);
    putc('\n', p->out);
    for (uint32_t i = 0; i < b->step_count; i++)
        print_step(p, &b->steps[i]);
    print_end(p, &b->end);
}

static void print_routine(printer *p, const devlock_routine *routine)
{
    string_map *taken = string_map_new();
    p->routine = routine;
    p->variables = must_zero(routine->variable_count * sizeof *p->variables);
    p->set = must_zero(routine->temp_count * sizeof *p->set);
    for (uint32_t i = 0; i < routine->variable_count; i++)
        p->variables[i] = label_for(p, taken, routine->variables[i].name, i);
    putc('\n', p->out);
    if (routine->place.file != DEVLOCK_NONE && routine->place.file != p->file) {
        print_text(p, "file ", devlock_program_path(p->program, routine->place.file));
        putc('\n', p->out);
        p->file = routine->place.file;
    }
    fprintf(p->out, "routine %s(", p->functions[routine->function]);
    for (uint32_t i = 0; i < routine->parameter_count; i++) {
        fputs(i ? ", " : "", p->out);
        print_variable(p, i);
    }
    putc(')', p->out);
    if (routine->result_width)
        fprintf(p->out, " -> %u", routine->result_width);
    print_place(p, routine->place);
    fputs(" {\n", p->out);
    for (uint32_t i = routine->parameter_count; i < routine->variable_count; i++) {
        fputs("    var ", p->out);
        print_variable(p, i);
        putc('\n', p->out);
    }
    for (uint32_t i = 0; i < routine->block_count; i++)
        print_block(p, i);
    fputs("}\n", p->out);
    string_map_free(taken);
    free(p->variables);
    free(p->set);
    p->routine = NULL;
}

/* ---- program ------------------------------------------------------------------------------------------------- */

static void print_function(printer *p, uint32_t id)
{
    const function *f = &p->program->functions[id];
    fprintf(
        p->out, "function %s%s%s%s%s%s%s%s", p->functions[id], f->flags & DEVLOCK_FUNCTION_NORETURN ? " noreturn" : "",
        f->flags & DEVLOCK_FUNCTION_INTERNAL ? " internal" : "", f->flags & DEVLOCK_FUNCTION_IN_HEADER ? " header" : "",
        f->flags & DEVLOCK_FUNCTION_INLINE ? " inline" : "", f->flags & DEVLOCK_FUNCTION_UNLOWERED ? " unlowered" : "",
        f->flags & DEVLOCK_FUNCTION_MENTIONED ? " mentioned" : "",
        f->flags & DEVLOCK_FUNCTION_STEADY ? " steady" : "");
    print_name(p, f->name, p->functions[id]);
    if (strcmp(f->key, f->name) != 0)
        print_text(p, " key ", f->key);
    putc('\n', p->out);
}

/* How many values from a position on are bytes that follow each other. */
static uint32_t run_of_bytes(const global *g, uint32_t from)
{
    uint32_t i = from;
    while (i < g->value_count && g->values[i].value.kind == DEVLOCK_OPERAND_CONSTANT && g->values[i].value.width == 8 &&
           g->values[i].offset == g->values[from].offset + (i - from))
        i++;
    return i - from;
}

static void print_bytes(printer *p, const global *g, uint32_t from, uint32_t count)
{
    char *bytes = must_allocate(count);
    for (uint32_t i = 0; i < count; i++)
        bytes[i] = (char)g->values[from + i].value.value;
    print_string(p, bytes, count, true);
    free(bytes);
}

static void print_values(printer *p, const global *g)
{
    fputs(" {", p->out);
    for (uint32_t i = 0, shown = 0; i < g->value_count; shown++) {
        if (shown) /* a few on each line */
            fputs(shown % 4 ? "," : ",\n   ", p->out);
        putc(' ', p->out);
        print_number(p, g->values[i].offset);
        fputs(": ", p->out);
        uint32_t bytes = run_of_bytes(g, i);
        if (bytes > 1) {
            print_bytes(p, g, i, bytes);
            i += bytes;
        } else {
            print_operand(p, g->values[i++].value, false);
        }
    }
    fputs(" }", p->out);
}

static void print_global(printer *p, uint32_t id)
{
    const global *g = &p->program->globals[id];
    fprintf(p->out, "global $%s ", p->globals[id]);
    print_number(p, g->size);
    fprintf(p->out, "%s%s", g->flags & DEVLOCK_GLOBAL_CONSTANT ? " constant" : "",
            g->flags & DEVLOCK_GLOBAL_INTERNAL ? " internal" : "");
    print_name(p, g->name, p->globals[id]);
    if (strcmp(g->key, g->name) != 0)
        print_text(p, " key ", g->key);
    if (g->value_count)
        print_values(p, g);
    putc('\n', p->out);
}

static void print_gap(printer *p, const gap *g)
{
    print_text(p, "gap ", g->name ? g->name : g->reason);
    print_text(p, " ", g->name ? g->reason : NULL);
    for (uint32_t i = 0; i < g->mentions.count; i++)
        print_text(p, i ? ", " : " mentions ", g->mentions.names[i]);
    print_place(p, g->place);
    putc('\n', p->out);
}

static void print_names(printer *p, const char *what, const name_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        fprintf(p->out, "ask %s ", what);
        print_text(p, "", list->names[i]);
        putc('\n', p->out);
    }
}

static void print_access(printer *p, const devlock_access *access)
{
    if (access->root == DEVLOCK_ACCESS_PARAMETER)
        fprintf(p->out, " parameter %" PRIu32, access->id);
    else if (access->root == DEVLOCK_ACCESS_GLOBAL)
        fprintf(p->out, " $%s", p->globals[access->id]);
    else if (access->root == DEVLOCK_ACCESS_RESULT)
        fputs(" result", p->out);
    for (size_t i = 0; i < access->load_count; i++)
        fprintf(p->out, " load %" PRIu64, access->loads[i]);
    if (access->offset)
        fprintf(p->out, " offset %" PRIu64, access->offset);
    if (access->behind)
        fputs(" behind", p->out);
}

static void print_annotations(printer *p, uint32_t id)
{
    const function *f = &p->program->functions[id];
    for (uint32_t i = 0; i < f->annotation_count; i++) {
        const devlock_annotation *a = &f->annotations[i];
        fprintf(p->out, "annotation &%s %s", p->functions[id], annotation_words[a->kind]);
        if (a->level)
            fprintf(p->out, " level %u", a->level);
        print_access(p, &a->access);
        fputs(a->is_variable ? " variable" : "", p->out);
        if (a->test)
            fputs(" when", p->out);
        if (a->test && a->tests_parameter)
            fprintf(p->out, " parameter %" PRIu32, a->test_parameter);
        if (a->test)
            fprintf(p->out, " %s %" PRId64, result_words[a->test], a->test_value);
        print_text(p, " ", a->text);
        print_place(p, a->place);
        putc('\n', p->out);
    }
}

static void print_slot(printer *p, const slot *s)
{
    const char *before = " { ";
    print_text(p, "slot ", s->key);
    fputs(s->flags & DEVLOCK_SLOT_IN_HEADER ? " header" : "", p->out);
    fputs(s->flags & DEVLOCK_SLOT_OPEN ? " open" : "", p->out);
    if (s->function != DEVLOCK_NONE)
        fprintf(p->out, " parameter &%s", p->functions[s->function]);
    for (uint32_t i = 0; i < s->values.count; i++, before = ", ") {
        fputs(before, p->out);
        print_operand(p, s->values.items[i], true);
    }
    for (uint32_t i = 0; i < s->sources.count; i++, before = ", ") {
        fputs(before, p->out);
        print_text(p, "slot ", p->program->slots[s->sources.items[i]].key);
    }
    for (uint32_t i = 0; i < s->passed.count; i++, before = ", ")
        fprintf(p->out, "%spassed &%s", before, p->functions[s->passed.items[i]]);
    fputs(before[1] == '{' ? "\n" : " }\n", p->out);
}

/* What the program says beside its routines. */
static void print_facts(printer *p)
{
    const devlock_program *program = p->program;
    print_names(p, "record", &program->asked_records);
    print_names(p, "macro", &program->asked_macros);
    print_names(p, "call", &program->asked_calls);
    for (uint32_t i = 0; i < program->field_count; i++) {
        const record_field *f = &program->fields[i];
        print_text(p, "field ", f->record);
        print_text(p, " ", f->field);
        fprintf(p->out, " %" PRIu64 "\n", f->offset);
    }
    for (uint32_t i = 0; i < program->registration_count; i++) {
        const registration *g = &program->registrations[i];
        print_text(p, "registration ", g->record);
        print_text(p, " ", g->field);
        fprintf(p->out, " &%s", p->functions[g->function]);
        print_place(p, g->place);
        putc('\n', p->out);
    }
    for (uint32_t i = 0; i < program->function_count; i++)
        print_annotations(p, i);
    for (uint32_t i = 0; i < program->slot_count; i++)
        print_slot(p, &program->slots[i]);
}

static void make_labels(printer *p)
{
    const devlock_program *program = p->program;
    string_map *taken = string_map_new();
    p->functions = arena_zero(p->arena, program->function_count * sizeof *p->functions);
    for (uint32_t i = 0; i < program->function_count; i++)
        p->functions[i] = label_for(p, taken, program->functions[i].name, i);
    string_map_free(taken);
    taken = string_map_new();
    p->globals = arena_zero(p->arena, program->global_count * sizeof *p->globals);
    for (uint32_t i = 0; i < program->global_count; i++)
        p->globals[i] = label_for(p, taken, program->globals[i].name, i);
    string_map_free(taken);
}

void devlock_text_print(const devlock_program *program, FILE *out)
{
    printer p = {.program = program, .out = out, .arena = arena_new(), .file = DEVLOCK_NONE};
    make_labels(&p);
    fprintf(out, "pointer %u\n", program->pointer_bits);
    for (uint32_t i = 0; i < program->file_count; i++) {
        print_text(&p, "file ", program->files[i]);
        putc('\n', out);
        p.file = i;
    }
    for (uint32_t i = 0; i < program->function_count; i++)
        print_function(&p, i);
    for (uint32_t i = 0; i < program->global_count; i++)
        print_global(&p, i);
    print_facts(&p);
    for (uint32_t i = 0; i < program->routine_count; i++)
        if (program->routines[i]->finished)
            print_routine(&p, program->routines[i]);
    for (uint32_t i = 0; i < program->gap_count; i++)
        print_gap(&p, &program->gaps[i]);
    arena_free(p.arena);
}
