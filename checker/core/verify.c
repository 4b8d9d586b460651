/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The verifier; see verify.h.
 *
 * Whether a temporary is set before its use is a dataflow problem over blocks: the sets of temporaries that are set on
 * every path, only of those that are used outside of their block (few). An exception leaves a block before its first
 * step that can raise one has its effect, so a handler sees what was set before that step.
 */
#include "verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct verifier {
    const devlock_program *program;
    const devlock_routine *routine;
    uint32_t block;      /* where we are; DEVLOCK_NONE: the routine as a whole */
    devlock_place place; /* of the step */
    uint32_t *home;      /* by temporary: the block where it is set, DEVLOCK_NONE: not yet seen */
    routine_names names;
    char *error; /* the first one */
} verifier;

/* ---- messages ------------------------------------------------------------------------------------------------ */

/* Notes the error; gives false, for `return refuse(...)`. */
static bool refuse(verifier *v, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(verifier *v, const char *format, ...)
{
    char what[512];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    arena *a = arena_new();
    const char *text = what;
    if (v->place.file != DEVLOCK_NONE)
        text = arena_format(a, "%s (%s:%u:%u)", text, devlock_program_path(v->program, v->place.file), v->place.line,
                            v->place.column);
    if (v->routine && v->block != DEVLOCK_NONE && v->names.blocks)
        text = arena_format(a, "block %s: %s", v->names.blocks[v->block], text);
    else if (v->routine && v->block != DEVLOCK_NONE)
        text = arena_format(a, "block b%u: %s", v->block, text);
    if (v->routine)
        text = arena_format(a, "routine %s: %s", v->program->functions[v->routine->function].name, text);
    v->error = strcpy(must_allocate(strlen(text) + 1), text);
    arena_free(a);
    return false;
}

/* Refuses a temporary. what: what is wrong, after its name. */
static bool refuse_temp(verifier *v, uint32_t id, const char *what)
{
    const char *name = v->names.temps ? v->names.temps[id] : NULL;
    return name ? refuse(v, "%%%s %s", name, what) : refuse(v, "%%%u %s", id, what);
}

/* ---- operands ------------------------------------------------------------------------------------------------ */

static bool valid_width(unsigned width)
{
    return width == 1 || width == 8 || width == 16 || width == 32 || width == 64;
}

static bool fits(uint64_t value, unsigned width)
{
    return width == 64 || value >> width == 0;
}

static bool check_address(verifier *v, const devlock_operand *o, uint32_t count, const char *what)
{
    if (o->id >= count)
        return refuse(v, "there is no %s %u", what, o->id);
    if (o->width != v->program->pointer_bits)
        return refuse(v, "the address of %s %u has %u bits instead of %u", what, o->id, o->width,
                      v->program->pointer_bits);
    return true;
}

/* An operand that has to be there. width 0: any. */
static bool check_operand(verifier *v, const devlock_operand *o, unsigned width)
{
    const devlock_routine *r = v->routine;
    bool good = false;
    switch (o->kind) {
    case DEVLOCK_OPERAND_NONE:
        return refuse(v, "an operand is missing");
    case DEVLOCK_OPERAND_TEMP:
        if (!r || o->id >= r->temp_count)
            return refuse(v, "there is no temporary %%%u", o->id);
        if (o->width != r->temp_widths[o->id])
            return refuse(v, "%%%u is used with %u bits but set with %u", o->id, o->width, r->temp_widths[o->id]);
        good = true;
        break;
    case DEVLOCK_OPERAND_CONSTANT:
        if (!valid_width(o->width) || !fits(o->value, o->width))
            return refuse(v, "the constant %llu does not fit into %u bits", (unsigned long long)o->value, o->width);
        good = true;
        break;
    case DEVLOCK_OPERAND_VARIABLE:
        good = check_address(v, o, r ? r->variable_count : 0, "variable");
        break;
    case DEVLOCK_OPERAND_GLOBAL:
        good = check_address(v, o, v->program->global_count, "global");
        break;
    case DEVLOCK_OPERAND_FUNCTION:
        good = check_address(v, o, v->program->function_count, "function");
        break;
    case DEVLOCK_OPERAND_BLOCK:
        good = check_address(v, o, r ? r->block_count : 0, "block");
        break;
    }
    if (good && width && o->width != width)
        return refuse(v, "an operand has %u bits instead of %u", o->width, width);
    return good || (!v->error && refuse(v, "an operand is of no known kind"));
}

static bool check_pointer(verifier *v, const devlock_operand *o)
{
    return check_operand(v, o, v->program->pointer_bits);
}

/* ---- steps --------------------------------------------------------------------------------------------------- */

/* A temporary is set here. */
static bool check_result(verifier *v, const step *s, unsigned width)
{
    if (s->result == DEVLOCK_NONE)
        return refuse(v, "a result is not kept in a temporary");
    if (s->result >= v->routine->temp_count)
        return refuse(v, "there is no temporary %%%u", s->result);
    if (v->home[s->result] != DEVLOCK_NONE)
        return refuse_temp(v, s->result, "is set a second time");
    if (!valid_width(s->width))
        return refuse(v, "%%%u has %u bits; a value has 1, 8, 16, 32 or 64", s->result, s->width);
    if (s->width != v->routine->temp_widths[s->result] || s->width != width)
        return refuse(v, "%%%u has %u bits instead of %u", s->result, v->routine->temp_widths[s->result], width);
    v->home[s->result] = v->block;
    return true;
}

static bool check_unary(verifier *v, const step *s)
{
    if (!check_operand(v, &s->a, 0))
        return false;
    if (!unary_widths_agree(s->op, s->width, s->a.width))
        return refuse(v, "a result of %u bits cannot be made of %u bits in this way", s->width, s->a.width);
    return check_result(v, s, s->width);
}

static bool check_binary(verifier *v, const step *s)
{
    if (s->op > DEVLOCK_FIELD)
        return refuse(v, "there is no operator %u", s->op);
    if (!check_operand(v, &s->a, 0) || !check_operand(v, &s->b, 0))
        return false;
    if (s->a.width != s->b.width)
        return refuse(v, "the operands have %u and %u bits", s->a.width, s->b.width);
    return check_result(v, s, binary_result_width(s->op, s->a.width));
}

static bool check_call(verifier *v, const step *s)
{
    if (!check_pointer(v, &s->a))
        return false;
    for (uint32_t i = 0; i < s->argument_count; i++)
        if (!check_operand(v, &s->arguments[i].value, 0))
            return false;
    return s->result == DEVLOCK_NONE || check_result(v, s, s->width);
}

static bool check_declare(verifier *v, const step *s)
{
    if (s->a.kind != DEVLOCK_OPERAND_VARIABLE)
        return refuse(v, "what is declared is no variable");
    return check_pointer(v, &s->a);
}

static bool check_step(verifier *v, const step *s)
{
    switch (s->kind) {
    case STEP_UNARY:
        return check_unary(v, s);
    case STEP_BINARY:
        return check_binary(v, s);
    case STEP_INDEX:
        return check_pointer(v, &s->a) && check_pointer(v, &s->b) && check_result(v, s, s->a.width);
    case STEP_LOAD:
        return check_pointer(v, &s->a) && check_result(v, s, s->width);
    case STEP_STORE:
        return check_pointer(v, &s->a) && check_operand(v, &s->b, 0);
    case STEP_COPY:
        return check_pointer(v, &s->a) && check_pointer(v, &s->b);
    case STEP_ZERO:
        return check_pointer(v, &s->a);
    case STEP_UNKNOWN:
        return s->op <= DEVLOCK_IMPRECISION ? check_result(v, s, s->width) : refuse(v, "there is no origin %u", s->op);
    case STEP_DECLARE:
        return check_declare(v, s);
    case STEP_ASSUME:
        return check_operand(v, &s->a, 1);
    case STEP_CALL:
        return check_call(v, s);
    }
    return refuse(v, "there is no kind of step %d", (int)s->kind);
}

/* ---- ends ---------------------------------------------------------------------------------------------------- */

static int compare_cases(const void *a, const void *b)
{
    const devlock_case *x = a, *y = b;
    return x->low < y->low ? -1 : x->low > y->low;
}

static bool check_cases(verifier *v, const block_end *end)
{
    unsigned width = end->value.width;
    bool sorted = true;
    for (uint32_t i = 0; i < end->case_count; i++) {
        const devlock_case *c = &end->cases[i];
        if (c->low > c->high || !fits(c->high, width))
            return refuse(v, "a case is no range of values of %u bits", width);
        if (c->target != end->targets[i])
            return refuse(v, "a case and the list of targets disagree");
        sorted &= i == 0 || end->cases[i - 1].high < c->low;
    }
    if (sorted)
        return true;
    devlock_case *cases = must_allocate(end->case_count * sizeof *cases);
    memcpy(cases, end->cases, end->case_count * sizeof *cases);
    qsort(cases, end->case_count, sizeof *cases, compare_cases);
    bool good = true;
    for (uint32_t i = 1; i < end->case_count && good; i++)
        if (cases[i].low <= cases[i - 1].high)
            good = refuse(v, "two cases hold the value %llu", (unsigned long long)cases[i].low);
    free(cases);
    return good;
}

static bool check_end(verifier *v, const block_end *end)
{
    const devlock_routine *r = v->routine;
    for (uint32_t i = 0; i < end->target_count; i++)
        if (end->targets[i] >= r->block_count)
            return refuse(v, "there is no block b%u to go to", end->targets[i]);
    uint32_t targets = 0;
    bool good = true;
    switch (end->kind) {
    case END_NONE:
        return refuse(v, "the block has no end");
    case END_JUMP:
        targets = 1;
        break;
    case END_BRANCH:
        targets = 2;
        good = check_operand(v, &end->value, 1);
        break;
    case END_SWITCH:
        targets = end->case_count + 1;
        good = check_operand(v, &end->value, 0);
        break;
    case END_INDIRECT:
        targets = end->target_count;
        good = check_pointer(v, &end->value);
        break;
    case END_RETURN:
        if (end->value.kind == DEVLOCK_OPERAND_NONE)
            break;
        if (r->result_width == 0)
            return refuse(v, "a value is returned, but the routine has no result");
        good = check_operand(v, &end->value, r->result_width);
        break;
    case END_UNWIND:
    case END_UNREACHABLE:
        break;
    }
    if (!good)
        return false;
    if (end->target_count != targets)
        return refuse(v, "the end has %u targets instead of %u", end->target_count, targets);
    return end->kind != END_SWITCH || check_cases(v, end);
}

/* ---- temporaries are set before use -------------------------------------------------------------------------- */

typedef struct settings {
    uint32_t *number; /* by temporary: its bit, DEVLOCK_NONE: used only in its own block */
    uint32_t count;
    uint32_t words; /* of a set */
    uint64_t *sets; /* three for a block, see below */
} settings;

enum {
    AT_START, /* set on every path to the block */
    AT_END,   /* and when its end is reached */
    AT_RAISE, /* and when an exception is raised in it */
    SETS
};

static uint64_t *set_of(const settings *s, uint32_t block_id, unsigned which)
{
    return s->sets + ((size_t)block_id * SETS + which) * s->words;
}

typedef bool (*operand_check)(verifier *v, settings *s, const devlock_operand *operand);

/* Calls use for each operand of a step. */
static bool each_operand(verifier *v, settings *s, const step *st, operand_check use)
{
    if (!use(v, s, &st->a) || !use(v, s, &st->b))
        return false;
    for (uint32_t i = 0; i < st->argument_count; i++)
        if (!use(v, s, &st->arguments[i].value))
            return false;
    return true;
}

/* Numbers the temporaries that are used in another block than their own. */
static bool number_use(verifier *v, settings *s, const devlock_operand *o)
{
    if (o->kind != DEVLOCK_OPERAND_TEMP)
        return true;
    if (v->home[o->id] == DEVLOCK_NONE)
        return refuse_temp(v, o->id, "is used but never set");
    if (v->home[o->id] != v->block && s->number[o->id] == DEVLOCK_NONE)
        s->number[o->id] = s->count++;
    return true;
}

static bool check_own_use(verifier *v, settings *s, const devlock_operand *o)
{
    (void)s;
    if (o->kind == DEVLOCK_OPERAND_TEMP && v->home[o->id] == DEVLOCK_NONE)
        return refuse_temp(v, o->id, "is used before it is set");
    return true;
}

static bool check_use(verifier *v, settings *s, const devlock_operand *o)
{
    if (o->kind != DEVLOCK_OPERAND_TEMP || v->home[o->id] == v->block)
        return true;
    uint32_t bit = s->number[o->id];
    if (set_of(s, v->block, AT_START)[bit / 64] >> bit % 64 & 1)
        return true;
    return refuse_temp(v, o->id, "is not set on every path that leads here");
}

/* Within one block: what the block sets itself is used further down only. home forgets these temporaries, and knows
 * them again from where they are set. */
static bool check_order(verifier *v, settings *s, uint32_t block_id)
{
    const block *b = &v->routine->blocks[block_id];
    for (uint32_t i = 0; i < b->step_count; i++)
        if (b->steps[i].result != DEVLOCK_NONE)
            v->home[b->steps[i].result] = DEVLOCK_NONE;
    for (uint32_t i = 0; i < b->step_count; i++) {
        v->place = b->steps[i].place;
        if (!each_operand(v, s, &b->steps[i], check_own_use))
            return false;
        if (b->steps[i].result != DEVLOCK_NONE)
            v->home[b->steps[i].result] = block_id;
    }
    return true;
}

static bool each_use(verifier *v, settings *s, operand_check use)
{
    for (uint32_t b = 0; b < v->routine->block_count; b++) {
        const block *bl = &v->routine->blocks[b];
        v->block = b;
        for (uint32_t i = 0; i < bl->step_count; i++) {
            v->place = bl->steps[i].place;
            if (!each_operand(v, s, &bl->steps[i], use))
                return false;
        }
        v->place = bl->end.place;
        if (!use(v, s, &bl->end.value))
            return false;
    }
    return true;
}

static bool direct(const devlock_operand *address)
{
    return address->kind == DEVLOCK_OPERAND_VARIABLE || address->kind == DEVLOCK_OPERAND_GLOBAL;
}

static bool can_raise(const step *s)
{
    switch (s->kind) {
    case STEP_CALL:
        return true;
    case STEP_LOAD:
    case STEP_STORE:
    case STEP_ZERO:
        return !direct(&s->a);
    case STEP_COPY:
        return !direct(&s->a) || !direct(&s->b);
    default:
        return false;
    }
}

static void add_own(const settings *s, uint64_t *set, const step *st)
{
    uint32_t bit = st->result == DEVLOCK_NONE ? DEVLOCK_NONE : s->number[st->result];
    if (bit != DEVLOCK_NONE)
        set[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* What holds at the start holds to the end; then what the block adds. Gives whether it can raise an exception. */
static bool pass_block(const settings *s, const block *b, uint32_t block_id)
{
    uint64_t *at_end = set_of(s, block_id, AT_END), *at_raise = set_of(s, block_id, AT_RAISE);
    bool raises = false;
    memcpy(at_end, set_of(s, block_id, AT_START), s->words * sizeof *at_end);
    for (uint32_t i = 0; i < b->step_count; i++) {
        if (!raises && can_raise(&b->steps[i])) {
            memcpy(at_raise, at_end, s->words * sizeof *at_end);
            raises = true;
        }
        add_own(s, at_end, &b->steps[i]);
    }
    return raises;
}

/* Takes from the start of a block what another one that leads to it has not set. */
static bool meet(const settings *s, uint32_t to, const uint64_t *from)
{
    uint64_t *start = set_of(s, to, AT_START);
    bool changed = false;
    for (uint32_t w = 0; w < s->words; w++) {
        changed |= (start[w] & ~from[w]) != 0;
        start[w] &= from[w];
    }
    return changed;
}

static void spread(const settings *s, const devlock_routine *r)
{
    memset(s->sets, 0xFF, (size_t)r->block_count * SETS * s->words * sizeof *s->sets);
    memset(set_of(s, 0, AT_START), 0, s->words * sizeof *s->sets);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < r->block_count; i++) {
            const block *b = &r->blocks[i];
            bool raises = pass_block(s, b, i);
            for (uint32_t t = 0; t < b->end.target_count; t++)
                changed |= meet(s, b->end.targets[t], set_of(s, i, AT_END));
            if (raises && b->handler != DEVLOCK_NONE)
                changed |= meet(s, b->handler, set_of(s, i, AT_RAISE));
        }
    }
}

static bool check_temporaries(verifier *v)
{
    const devlock_routine *r = v->routine;
    settings s = {.number = must_allocate(r->temp_count * sizeof *s.number)};
    memset(s.number, 0xFF, r->temp_count * sizeof *s.number);
    bool good = each_use(v, &s, number_use);
    for (uint32_t b = 0; b < r->block_count && good; b++) {
        v->block = b;
        good = check_order(v, &s, b);
    }
    if (good && s.count) {
        s.words = (s.count + 63) / 64;
        s.sets = must_allocate((size_t)r->block_count * SETS * s.words * sizeof *s.sets);
        spread(&s, r);
        good = each_use(v, &s, check_use);
        free(s.sets);
    }
    free(s.number);
    return good;
}

/* ---- routines and programs ----------------------------------------------------------------------------------- */

static bool check_variables(verifier *v)
{
    const devlock_routine *r = v->routine;
    for (uint32_t i = 0; i < r->variable_count; i++) {
        const variable *x = &r->variables[i];
        if (((x->flags & DEVLOCK_VARIABLE_PARAMETER) != 0) != (i < r->parameter_count))
            return refuse(v, "the parameters are not the first variables (%s)", x->name);
        if (x->flags & DEVLOCK_VARIABLE_SCALAR && (x->size < 1 || x->size > 8))
            return refuse(v, "the scalar variable %s has %llu bytes", x->name, (unsigned long long)x->size);
    }
    return true;
}

static bool check_blocks(verifier *v)
{
    const devlock_routine *r = v->routine;
    if (r->block_count == 0)
        return refuse(v, "there is no block");
    for (uint32_t i = 0; i < r->block_count; i++) {
        const block *b = &r->blocks[i];
        v->block = i;
        v->place = r->place;
        if (b->handler != DEVLOCK_NONE && b->handler >= r->block_count)
            return refuse(v, "there is no block b%u to handle exceptions", b->handler);
        for (uint32_t s = 0; s < b->step_count; s++) {
            v->place = b->steps[s].place;
            if (!check_step(v, &b->steps[s]))
                return false;
        }
        v->place = b->end.place;
        if (!check_end(v, &b->end))
            return false;
    }
    return true;
}

static bool check_routine(verifier *v, const devlock_routine *r)
{
    v->routine = r;
    v->block = DEVLOCK_NONE;
    v->place = r->place;
    if (r->result_width && !valid_width(r->result_width))
        return refuse(v, "its result has %u bits", r->result_width);
    if (!check_variables(v))
        return false;
    v->home = must_allocate(r->temp_count * sizeof *v->home);
    memset(v->home, 0xFF, r->temp_count * sizeof *v->home);
    bool good = check_blocks(v) && check_temporaries(v);
    free(v->home);
    v->routine = NULL;
    return good;
}

static bool check_global(verifier *v, uint32_t id)
{
    const global *g = &v->program->globals[id];
    for (uint32_t i = 0; i < g->value_count; i++) {
        const devlock_operand *o = &g->values[i].value;
        uint64_t offset = g->values[i].offset, bytes = (o->width + 7) / 8;
        if (!check_operand(v, o, 0))
            return false;
        if (g->size && (offset > g->size || bytes > g->size - offset))
            return refuse(v, "the global %s has a value at offset %llu, outside of its %llu bytes", g->name,
                          (unsigned long long)offset, (unsigned long long)g->size);
    }
    return true;
}

bool routine_verify(const devlock_routine *routine, routine_names names, char **error)
{
    verifier v = {.program = routine->program, .names = names};
    bool good = check_routine(&v, routine);
    *error = v.error;
    return good;
}

bool program_verify(const devlock_program *program, char **error)
{
    verifier v = {.program = program, .place = {DEVLOCK_NONE, 0, 0}};
    bool good = true;
    for (uint32_t i = 0; i < program->global_count && good; i++)
        good = check_global(&v, i);
    for (uint32_t i = 0; i < program->routine_count && good; i++) {
        const devlock_routine *r = program->routines[i];
        good = check_routine(&v, r);
        if (good && !r->finished) {
            v.routine = r;
            v.block = DEVLOCK_NONE;
            v.place = r->place;
            good = refuse(&v, "the body is not finished");
        }
    }
    *error = v.error;
    return good;
}
