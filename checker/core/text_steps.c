/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Steps and ends of blocks in the text form; see text_reader.h. The grammar is in docs/program-graph.md.
 */
#include "text_reader.h"

#include <string.h>

#include "text_words.h"

/* ---- steps --------------------------------------------------------------------------------------------------- */

/* The first word of a statement. */
typedef enum statement {
    STATEMENT_UNARY, /* and its operator in the entry of the table */
    STATEMENT_BINARY,
    STATEMENT_INDEX,
    STATEMENT_LOAD,
    STATEMENT_UNKNOWN,
    STATEMENT_CALL, /* the only one with or without a result; those above have one */
    STATEMENT_STORE,
    STATEMENT_COPY,
    STATEMENT_ZERO,
    STATEMENT_DECLARE,
    STATEMENT_ASSUME,
    STATEMENT_JUMP,
    STATEMENT_BRANCH,
    STATEMENT_SWITCH,
    STATEMENT_GOTO,
    STATEMENT_RETURN,
    STATEMENT_UNWIND,
    STATEMENT_UNREACHABLE,
    STATEMENT_NONE
} statement;

static const char *const statement_words[] = {
    [STATEMENT_INDEX] = "index",     [STATEMENT_LOAD] = "load",
    [STATEMENT_UNKNOWN] = "unknown", [STATEMENT_CALL] = "call",
    [STATEMENT_STORE] = "store",     [STATEMENT_COPY] = "copy",
    [STATEMENT_ZERO] = "zero",       [STATEMENT_DECLARE] = "declare",
    [STATEMENT_ASSUME] = "assume",   [STATEMENT_JUMP] = "jump",
    [STATEMENT_BRANCH] = "branch",   [STATEMENT_SWITCH] = "switch",
    [STATEMENT_GOTO] = "goto",       [STATEMENT_RETURN] = "return",
    [STATEMENT_UNWIND] = "unwind",   [STATEMENT_UNREACHABLE] = "unreachable",
};

static statement statement_of(const reader *r, unsigned *op)
{
    const tokens *t = &r->t;
    if (t->token.kind != TOKEN_NAME)
        return STATEMENT_NONE;
    for (*op = 0; *op < BINARY_COUNT; ++*op)
        if (tokens_at_word(t, binary_words[*op]))
            return STATEMENT_BINARY;
    for (*op = 0; *op < UNARY_COUNT; ++*op)
        if (tokens_at_word(t, unary_words[*op]))
            return STATEMENT_UNARY;
    for (unsigned s = STATEMENT_INDEX; s < STATEMENT_NONE; s++)
        if (tokens_at_word(t, statement_words[s]))
            return (statement)s;
    return STATEMENT_NONE;
}

static devlock_operand read_unary(reader *r, devlock_unary op)
{
    unsigned width = op == DEVLOCK_NOT || op == DEVLOCK_NEGATE ? 0 : reader_width(r);
    const char *at = r->t.token.at;
    devlock_operand a = reader_operand(r, 0, "an operand");
    if (!width)
        width = a.width;
    if (!unary_widths_agree(op, width, a.width))
        tokens_fail(&r->t, at, "%s gives %u bits and the operand has %u; expected %s", unary_words[op], width, a.width,
                    op == DEVLOCK_TRUNCATE ? "at least as many" : "at most as many");
    devlock_place place = reader_place_and_line_end(r);
    return devlock_step_unary(r->routine, place, op, width, a);
}

static devlock_operand read_binary(reader *r, devlock_binary op)
{
    open_operand a = reader_open_operand(r, "an operand");
    reader_comma(r, "',' and the second operand");
    open_operand b = reader_open_operand(r, "the second operand");
    devlock_operand left = reader_close_operand(r, a, b.operand.width);
    devlock_operand right = reader_close_operand(r, b, left.width);
    devlock_place place = reader_place_and_line_end(r);
    return devlock_step_binary(r->routine, place, op, left, right);
}

/* index BASE, INDEX, SCALE[, COUNT] */
static devlock_operand read_index(reader *r)
{
    devlock_operand base = reader_pointer(r, "the address of an array");
    reader_comma(r, "',' and the index");
    devlock_operand index = reader_pointer(r, "the index");
    reader_comma(r, "',' and the size of an element");
    uint64_t scale = reader_number(r, "the size of an element in bytes");
    uint64_t count = tokens_take_sign(&r->t, ',') ? reader_number(r, "the number of elements") : 0;
    devlock_place place = reader_place_and_line_end(r);
    return devlock_step_index(r->routine, place, base, index, scale, count);
}

/* What a value is called, and how it reads: ["TEXT"] [signed|pointer|status] */
typedef struct naming {
    const char *text;
    unsigned reads;
} naming;

static naming read_naming(reader *r)
{
    naming n = {.text = reader_take_string(r)};
    for (unsigned i = 0; i < READS_COUNT; i++)
        if (tokens_take_word(&r->t, reads_words[i]))
            n.reads |= 1u << i;
    return n;
}

static void name_step(reader *r, naming n)
{
    if (n.text || n.reads)
        devlock_step_named(r->routine, n.text, n.reads);
}

/* load [volatile] WIDTH ADDRESS [NAMING] [slot "KEY"] */
static devlock_operand read_load(reader *r)
{
    bool is_volatile = tokens_take_word(&r->t, "volatile");
    unsigned width = reader_width(r);
    devlock_operand address = reader_pointer(r, "an address");
    naming n = read_naming(r);
    uint32_t slot_id = tokens_take_word(&r->t, "slot") ? reader_slot(r) : DEVLOCK_NONE;
    devlock_place place = reader_place_and_line_end(r);
    devlock_operand value = devlock_step_load(r->routine, place, width, address, is_volatile);
    name_step(r, n);
    if (slot_id != DEVLOCK_NONE)
        devlock_step_slot(r->routine, slot_id);
    return value;
}

/* unknown [imprecise] WIDTH */
static devlock_operand read_unknown(reader *r)
{
    devlock_unknown origin = tokens_take_word(&r->t, "imprecise") ? DEVLOCK_IMPRECISION : DEVLOCK_ENVIRONMENT;
    unsigned width = reader_width(r);
    devlock_place place = reader_place_and_line_end(r);
    return devlock_step_unknown(r->routine, place, width, origin);
}

/* store ADDRESS, VALUE; the width of a scalar variable is that of a constant stored there. */
static void read_store(reader *r)
{
    devlock_operand address = reader_pointer(r, "an address");
    reader_comma(r, "',' and the value");
    open_operand value = reader_open_operand(r, "the value");
    unsigned width = value.operand.width;
    if (!width && address.kind == DEVLOCK_OPERAND_VARIABLE) {
        const variable *v = &r->routine->variables[address.id];
        width = v->flags & DEVLOCK_VARIABLE_SCALAR && reader_is_width(v->size * 8) ? (unsigned)v->size * 8 : 0;
    }
    devlock_operand stored = reader_close_operand(r, value, width);
    devlock_place place = reader_place_and_line_end(r);
    devlock_step_store(r->routine, place, address, stored);
}

static void read_copy(reader *r)
{
    devlock_operand to = reader_pointer(r, "the address to copy to");
    reader_comma(r, "',' and the address to copy from");
    devlock_operand from = reader_pointer(r, "the address to copy from");
    reader_comma(r, "',' and the number of bytes");
    uint64_t size = reader_number(r, "the number of bytes");
    devlock_place place = reader_place_and_line_end(r);
    devlock_step_copy(r->routine, place, to, from, size);
}

static void read_zero(reader *r)
{
    devlock_operand address = reader_pointer(r, "an address");
    reader_comma(r, "',' and the number of bytes");
    uint64_t size = reader_number(r, "the number of bytes");
    devlock_place place = reader_place_and_line_end(r);
    devlock_step_zero(r->routine, place, address, size);
}

static void read_declare(reader *r)
{
    if (r->t.token.kind != TOKEN_NAME)
        tokens_expected(&r->t, "a variable");
    uint32_t id = reader_variable_id(r, &r->t.token);
    tokens_next(&r->t);
    devlock_place place = reader_place_and_line_end(r);
    devlock_step_declare(r->routine, place, id);
}

static void read_assume(reader *r)
{
    devlock_operand condition = reader_operand(r, 1, "a condition");
    devlock_place place = reader_place_and_line_end(r);
    devlock_step_assume(r->routine, place, condition);
}

/* ---- calls --------------------------------------------------------------------------------------------------- */

/* A function's name, or (VALUE) for any other operand; parentheses may be left out around %temp and $global. */
static devlock_operand read_callee(reader *r)
{
    const char *what = "a function to call";
    if (r->t.token.kind == TOKEN_NAME) {
        token name = r->t.token;
        tokens_next(&r->t);
        return devlock_function_address(r->program, reader_function_label(r, &name)->id);
    }
    if (!tokens_take_sign(&r->t, '('))
        return reader_pointer(r, what);
    devlock_operand callee = reader_pointer(r, what);
    tokens_need_sign(&r->t, ')', "')'");
    return callee;
}

/* VALUE [reach BYTES|whole] [const] ["text"] */
static devlock_argument read_argument(reader *r)
{
    devlock_argument a = {.value = reader_operand(r, 0, "an argument or ')'")};
    if (tokens_take_word(&r->t, "reach"))
        a.reach = tokens_take_word(&r->t, "whole") ? DEVLOCK_WHOLE : reader_number(r, "a number of bytes or whole");
    a.read_only = tokens_take_word(&r->t, "const");
    a.text = reader_take_string(r);
    return a;
}

/* [WIDTH] CALLEE(ARGUMENT, ...) [NAMING] */
static devlock_operand read_call(reader *r, bool needs_result)
{
    unsigned width = 0;
    const char *at = r->t.token.at;
    if (r->t.token.kind == TOKEN_NUMBER || (tokens_at_word(&r->t, "ptr") && tokens_peek(&r->t) != '('))
        width = reader_width(r);
    if (needs_result && !width)
        tokens_fail(&r->t, at, "the call has no result; expected its width before the function, as in call 32 f()");
    devlock_operand callee = read_callee(r);
    tokens_need_sign(&r->t, '(', "'(' and the arguments");
    tokens_skip_lines(&r->t);
    devlock_argument *arguments = NULL;
    size_t count = 0, capacity = 0;
    while (!tokens_take_sign(&r->t, ')')) {
        if (count == capacity) {
            devlock_argument *larger = arena_take(r->scratch, (capacity = capacity * 2 + 8) * sizeof *larger);
            if (count)
                memcpy(larger, arguments, count * sizeof *larger);
            arguments = larger;
        }
        arguments[count++] = read_argument(r);
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, ')'))
            tokens_expected(&r->t, "',' or ')'");
    }
    naming n = read_naming(r);
    devlock_place place = reader_place_and_line_end(r);
    devlock_operand value = devlock_step_call(r->routine, place, callee, width, arguments, count);
    name_step(r, n);
    return value;
}

/* ---- ends of blocks ------------------------------------------------------------------------------------------ */

static void read_jump(reader *r)
{
    uint32_t target = reader_target(r, "the label of a block");
    devlock_place place = reader_place_and_line_end(r);
    devlock_end_jump(r->routine, place, target);
}

/* branch CONDITION ? LABEL : LABEL ["text"] */
static void read_branch(reader *r)
{
    devlock_operand condition = reader_operand(r, 1, "a condition");
    tokens_need_sign(&r->t, '?', "'?' and where to go if it is true");
    uint32_t if_true = reader_target(r, "the label of a block");
    tokens_need_sign(&r->t, ':', "':' and where to go if it is false");
    uint32_t if_false = reader_target(r, "the label of a block");
    const char *text = reader_take_string(r);
    devlock_place place = reader_place_and_line_end(r);
    devlock_end_branch(r->routine, place, condition, if_true, if_false, text);
}

static uint64_t need_case_value(reader *r, unsigned width)
{
    token number = r->t.token;
    if (number.kind != TOKEN_NUMBER)
        tokens_expected(&r->t, "a value, default or '}'");
    if (!reader_number_fits(&number, width))
        tokens_fail(&r->t, number.at, "the value does not fit into %u bits", width);
    tokens_next(&r->t);
    return devlock_constant(width, number.value).value;
}

/* LOW[..HIGH]: LABEL */
static devlock_case read_case(reader *r, unsigned width)
{
    const char *at = r->t.token.at;
    devlock_case c = {0};
    c.low = c.high = need_case_value(r, width);
    if (r->t.token.kind == TOKEN_DOTS) {
        tokens_next(&r->t);
        c.high = need_case_value(r, width);
    }
    if (c.low > c.high)
        tokens_fail(&r->t, at,
                    "the case runs backwards as unsigned values; expected two cases, below zero and from zero on");
    tokens_need_sign(&r->t, ':', "':' and the label of a block");
    c.target = reader_target(r, "the label of a block");
    return c;
}

/* switch VALUE [signed] { LOW[..HIGH]: LABEL, ..., default: LABEL } ["text"] */
static void read_switch(reader *r)
{
    devlock_operand value = reader_operand(r, 0, "a value");
    bool is_signed = tokens_take_word(&r->t, "signed");
    tokens_need_sign(&r->t, '{', is_signed ? "'{'" : "signed or '{'");
    uint32_t otherwise = DEVLOCK_NONE;
    devlock_case *cases = NULL;
    size_t count = 0, capacity = 0;
    for (tokens_skip_lines(&r->t); otherwise == DEVLOCK_NONE; tokens_skip_lines(&r->t)) {
        if (tokens_take_word(&r->t, "default")) {
            tokens_need_sign(&r->t, ':', "':' and the label of a block");
            otherwise = reader_target(r, "the label of a block");
            continue;
        }
        if (tokens_at_sign(&r->t, '}'))
            tokens_expected(&r->t, "default: and a label, for all other values");
        if (count == capacity) {
            devlock_case *larger = arena_take(r->scratch, (capacity = capacity * 2 + 8) * sizeof *larger);
            if (count)
                memcpy(larger, cases, count * sizeof *larger);
            cases = larger;
        }
        cases[count++] = read_case(r, value.width);
        reader_comma(r, "',' and another case, at last default");
    }
    tokens_need_sign(&r->t, '}', "'}'; default comes last");
    const char *text = reader_take_string(r);
    devlock_place place = reader_place_and_line_end(r);
    devlock_end_switch(r->routine, place, value, is_signed, cases, count, otherwise, text);
}

/* goto VALUE { LABEL, ... } */
static void read_goto(reader *r)
{
    devlock_operand value = reader_pointer(r, "the address of a block");
    tokens_need_sign(&r->t, '{', "'{' and the blocks that it can go to");
    uint32_t *targets = NULL;
    size_t count = 0, capacity = 0;
    tokens_skip_lines(&r->t);
    while (!tokens_take_sign(&r->t, '}')) {
        if (count == capacity) {
            uint32_t *larger = arena_take(r->scratch, (capacity = capacity * 2 + 8) * sizeof *larger);
            if (count)
                memcpy(larger, targets, count * sizeof *larger);
            targets = larger;
        }
        targets[count++] = reader_target(r, "the label of a block or '}'");
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, '}'))
            tokens_expected(&r->t, "',' or '}'");
    }
    devlock_place place = reader_place_and_line_end(r);
    devlock_end_indirect(r->routine, place, value, targets, count);
}

static void read_return(reader *r)
{
    devlock_operand value = devlock_none();
    const char *at = r->t.token.at;
    if (reader_begins_operand(r)) {
        if (!r->routine->result_width)
            tokens_fail(&r->t, at, "the routine has no result; expected its width in the routine's line, as in -> 32");
        value = reader_operand(r, r->routine->result_width, "a value");
    }
    devlock_place place = reader_place_and_line_end(r);
    devlock_end_return(r->routine, place, value);
}

/* ---- statements ---------------------------------------------------------------------------------------------- */

static void set_temp(reader *r, const token *name, devlock_operand result)
{
    label *l = labels_at(&r->temps, name);
    if (l->id != DEVLOCK_NONE) { /* mentioned further up */
        unsigned width = r->routine->temp_widths[l->id];
        if (width != result.width)
            tokens_fail(&r->t, name->at, "%%%.*s has %u bits; further up it is used with %u", (int)name->length,
                        name->text, result.width, width);
        ARRAY_RESERVE(r->same, r->same_count + 1, r->same_capacity);
        r->same[r->same_count++] = l->id;
        r->same[r->same_count++] = result.id;
    }
    l->id = result.id;
    l->declared = true;
}

static devlock_operand read_value(reader *r, statement s, unsigned op, bool needs_result)
{
    switch (s) {
    case STATEMENT_UNARY:
        return read_unary(r, (devlock_unary)op);
    case STATEMENT_BINARY:
        return read_binary(r, (devlock_binary)op);
    case STATEMENT_INDEX:
        return read_index(r);
    case STATEMENT_LOAD:
        return read_load(r);
    case STATEMENT_UNKNOWN:
        return read_unknown(r);
    default:
        return read_call(r, needs_result);
    }
}

static void read_plain(reader *r, statement s)
{
    switch (s) {
    case STATEMENT_STORE:
        read_store(r);
        break;
    case STATEMENT_COPY:
        read_copy(r);
        break;
    case STATEMENT_ZERO:
        read_zero(r);
        break;
    case STATEMENT_DECLARE:
        read_declare(r);
        break;
    case STATEMENT_ASSUME:
        read_assume(r);
        break;
    case STATEMENT_JUMP:
        read_jump(r);
        break;
    case STATEMENT_BRANCH:
        read_branch(r);
        break;
    case STATEMENT_SWITCH:
        read_switch(r);
        break;
    case STATEMENT_GOTO:
        read_goto(r);
        break;
    case STATEMENT_RETURN:
        read_return(r);
        break;
    case STATEMENT_UNWIND:
        devlock_end_unwind(r->routine, reader_place_and_line_end(r));
        break;
    default:
        devlock_end_unreachable(r->routine, reader_place_and_line_end(r));
        break;
    }
}

static void need_current_block(reader *r, const char *at)
{
    if (devlock_routine_current(r->routine) == DEVLOCK_NONE)
        tokens_fail(&r->t, at, "the step stands in no block; expected the label of a block, as in next:");
}

/* %TEMP = STEP */
void reader_setting(reader *r)
{
    token name = r->t.token;
    need_current_block(r, name.at);
    if (labels_at(&r->temps, &name)->declared)
        tokens_fail(&r->t, name.at, "%%%.*s is set a second time", (int)name.length, name.text);
    tokens_next(&r->t);
    tokens_need_sign(&r->t, '=', "'=' and a step with a result");
    unsigned op;
    statement s = statement_of(r, &op);
    if (s > STATEMENT_CALL)
        tokens_expected(&r->t, "a step with a result: load, call, add, eq, index, unknown, ...");
    tokens_next(&r->t);
    set_temp(r, &name, read_value(r, s, op, true));
}

void reader_statement(reader *r)
{
    const char *at = r->t.token.at;
    unsigned op;
    statement s = statement_of(r, &op);
    if (s == STATEMENT_NONE)
        tokens_expected(&r->t, "a step, a label, var or '}'");
    need_current_block(r, at);
    tokens_next(&r->t);
    if (s < STATEMENT_CALL)
        tokens_fail(&r->t, at, "the result of the step is not kept; expected %%NAME = in front");
    if (s == STATEMENT_CALL)
        read_call(r, false);
    else
        read_plain(r, s);
}
