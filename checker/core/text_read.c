/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The reader of the text form; see devlock/text.h. The grammar is in docs/program-graph.md.
 *
 * One pass, a statement a line. Everything may be mentioned further up than it is declared: functions and globals get
 * their ids when they are first mentioned and their keys when they are declared. Blocks are put into the order of
 * their labels when the routine ends, and a temporary that was mentioned early is then exchanged for the one that is
 * set. All that the builder asserts is checked here first, so that a bad text gets a message and never an assertion.
 * Needs: arena, program, verify, text_tokens. Leaves behind: a program. Cost: linear in the text.
 */
#include "devlock/text.h"

#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "text_tokens.h"
#include "text_words.h"
#include "verify.h"

#define WIDTHS "1, 8, 16, 32, 64 or ptr"

typedef struct reader {
    tokens t;
    devlock_program *program;
    uint32_t file; /* of places without one */
    labels functions, globals;
    /* The routine being read. */
    devlock_routine *routine;
    labels variables, temps, blocks;
    uint32_t *order; /* block ids in the order of their labels */
    uint32_t order_count, order_capacity;
    uint32_t *same; /* pairs: a temporary mentioned early, and the one that is set */
    uint32_t same_count, same_capacity;
    arena *scratch; /* for lists of one statement */
} reader;

/* ---- small things -------------------------------------------------------------------------------------------- */

static unsigned pointer_bits(const reader *r)
{
    return r->program->pointer_bits;
}

static uint64_t need_number(reader *r, const char *what)
{
    if (r->t.token.kind != TOKEN_NUMBER || r->t.token.negative)
        tokens_expected(&r->t, what);
    uint64_t value = r->t.token.value;
    tokens_next(&r->t);
    return value;
}

static uint32_t need_small(reader *r, const char *what)
{
    const char *at = r->t.token.at;
    uint64_t value = need_number(r, what);
    if (value >= UINT32_MAX)
        tokens_fail(&r->t, at, "the number is too large; expected %s", what);
    return (uint32_t)value;
}

static char *need_string(reader *r, const char *what)
{
    const char *at = r->t.token.at;
    if (r->t.token.kind != TOKEN_STRING)
        tokens_expected(&r->t, what);
    size_t length;
    char *text = tokens_string(&r->t, r->scratch, &length);
    if (strlen(text) != length)
        tokens_fail(&r->t, at, "the text holds a zero byte");
    return text;
}

static const char *take_string(reader *r)
{
    return r->t.token.kind == TOKEN_STRING ? need_string(r, "a text") : NULL;
}

static bool is_width(uint64_t width)
{
    return width == 1 || width == 8 || width == 16 || width == 32 || width == 64;
}

static unsigned need_width(reader *r)
{
    const char *at = r->t.token.at;
    if (tokens_take_word(&r->t, "ptr"))
        return pointer_bits(r);
    uint64_t width = need_number(r, "a width (" WIDTHS ")");
    if (!is_width(width))
        tokens_fail(&r->t, at, "%llu is no width; expected " WIDTHS, (unsigned long long)width);
    return (unsigned)width;
}

/* The end of a statement. extra: what else could stand here. */
static void need_line_end(reader *r, const char *what)
{
    if (r->t.token.kind == TOKEN_LINE)
        tokens_next(&r->t);
    else if (r->t.token.kind != TOKEN_END)
        tokens_expected(&r->t, what);
}

/* A place, which may be left out: @LINE:COLUMN or @"FILE":LINE:COLUMN. */
static devlock_place take_place(reader *r)
{
    devlock_place place = {DEVLOCK_NONE, 0, 0};
    const char *at = r->t.token.at;
    if (!tokens_take_sign(&r->t, '@'))
        return place;
    if (r->t.token.kind == TOKEN_STRING) {
        place.file = devlock_program_file(r->program, need_string(r, "a path"));
        tokens_need_sign(&r->t, ':', "':' and a line");
    } else if (r->file == DEVLOCK_NONE) {
        tokens_fail(&r->t, at,
                    "the place names no file; expected a line file \"PATH\" further up, or @\"PATH\":LINE:COLUMN");
    } else {
        place.file = r->file;
    }
    place.line = need_small(r, "a line, as in @12:5");
    tokens_need_sign(&r->t, ':', "':' and a column");
    place.column = need_small(r, "a column, as in @12:5");
    return place;
}

static devlock_place place_and_line_end(reader *r)
{
    devlock_place place = take_place(r);
    need_line_end(r, place.file == DEVLOCK_NONE ? "a place or the end of the line" : "the end of the line");
    return place;
}

/* ---- functions and globals ----------------------------------------------------------------------------------- */

/* The name that a label stands for: what comes before its first dot. */
static const char *name_of(reader *r, const token *label)
{
    const char *dot = memchr(label->text, '.', label->length);
    return arena_string_n(r->scratch, label->text, dot ? (size_t)(dot - label->text) : label->length);
}

static label *function_label(reader *r, const token *name)
{
    label *l = labels_at(&r->functions, name);
    if (l->id == DEVLOCK_NONE)
        l->id = program_add_function(r->program, name_of(r, name));
    return l;
}

static label *global_label(reader *r, const token *name)
{
    label *l = labels_at(&r->globals, name);
    if (l->id == DEVLOCK_NONE)
        l->id = program_add_global(r->program, name_of(r, name));
    return l;
}

/* Makes a function or global known by its key. at: the declaration, for the message. */
static const char *register_key(reader *r, string_map *ids, const char *key, uint32_t id, const char *at)
{
    if (string_map_find(ids, key))
        tokens_fail(&r->t, at, "another one has the key \"%s\" already; expected key \"...\" with one of its own", key);
    const char *copy = arena_string(r->program->arena, key);
    *string_map_at(ids, copy) = id;
    return copy;
}

typedef struct attributes {
    const char *name, *key;
    unsigned flags;
} attributes;

typedef struct flag_word {
    const char *word;
    unsigned flag;
} flag_word;

static const flag_word function_flags[] = {{"noreturn", DEVLOCK_FUNCTION_NORETURN},
                                           {"internal", DEVLOCK_FUNCTION_INTERNAL},
                                           {"header", DEVLOCK_FUNCTION_IN_HEADER},
                                           {NULL, 0}};
static const flag_word global_flags[] = {
    {"constant", DEVLOCK_GLOBAL_CONSTANT}, {"internal", DEVLOCK_GLOBAL_INTERNAL}, {NULL, 0}};
static const flag_word variable_flags[] = {
    {"scalar", DEVLOCK_VARIABLE_SCALAR}, {"aggregate", DEVLOCK_VARIABLE_AGGREGATE}, {NULL, 0}};

static unsigned take_flag(reader *r, const flag_word *words)
{
    for (; words->word; words++)
        if (tokens_take_word(&r->t, words->word))
            return words->flag;
    return 0;
}

/* Attributes in any order. a->name comes in as what the label says; the key is NULL if it is not given. */
static void take_attributes(reader *r, const flag_word *words, attributes *a)
{
    for (;;) {
        unsigned flag = take_flag(r, words);
        if (flag)
            a->flags |= flag;
        else if (tokens_take_word(&r->t, "name"))
            a->name = need_string(r, "the name, as in name \"operator+\"");
        else if (tokens_take_word(&r->t, "key"))
            a->key = need_string(r, "the key, as in key \"c:@F@Helper\"");
        else
            return;
    }
}

/* The label of a declaration, marked as declared. */
static token need_new_label(reader *r, token_kind kind, labels *table, const char *what)
{
    token name = r->t.token;
    if (name.kind != kind)
        tokens_expected(&r->t, what);
    if (table && labels_at(table, &name)->declared)
        tokens_fail(&r->t, name.at, "'%.*s' is declared a second time", (int)name.length, name.text);
    tokens_next(&r->t);
    return name;
}

static const char *kept(reader *r, const char *text)
{
    return arena_string(r->program->arena, text);
}

/* function LABEL [noreturn] [internal] [header] [name "..."] [key "..."] */
static void read_function(reader *r)
{
    token name = need_new_label(r, TOKEN_NAME, &r->functions, "the name of a function");
    attributes a = {.name = name_of(r, &name)};
    take_attributes(r, function_flags, &a);
    need_line_end(r, "noreturn, internal, header, name, key or the end of the line");
    label *l = function_label(r, &name);
    l->declared = true;
    function *f = &r->program->functions[l->id];
    f->name = kept(r, a.name);
    f->key = register_key(r, r->program->function_ids, a.key ? a.key : a.name, l->id, name.at);
    f->flags |= a.flags;
}

static void read_initial_values(reader *r, uint32_t id);

/* global $LABEL SIZE [constant] [internal] [name "..."] [key "..."] [{ OFFSET: VALUE, ... }] */
static void read_global(reader *r)
{
    token name = need_new_label(r, TOKEN_GLOBAL, &r->globals, "a global, as in $table");
    uint64_t size = need_number(r, "the size of the global in bytes, 0 if unknown");
    attributes a = {.name = name_of(r, &name)};
    take_attributes(r, global_flags, &a);
    label *l = global_label(r, &name);
    uint32_t id = l->id;
    l->declared = true;
    global *g = &r->program->globals[id];
    g->name = kept(r, a.name);
    g->size = size;
    g->flags = a.flags;
    const char *key = a.key ? a.key : a.name;
    if (*key)
        g->key = register_key(r, r->program->global_ids, key, id, name.at);
    if (tokens_take_sign(&r->t, '{'))
        read_initial_values(r, id);
    need_line_end(r, "constant, internal, name, key, '{' or the end of the line");
}

/* ---- operands ------------------------------------------------------------------------------------------------ */

/* An operand whose width may not be known yet: then operand.width is 0. */
typedef struct open_operand {
    devlock_operand operand;
    token token;
} open_operand;

static bool number_fits(const token *number, unsigned width)
{
    if (width == 64)
        return true;
    if (number->negative)
        return (int64_t)number->value >= -(INT64_C(1) << (width - 1));
    return number->value >> width == 0;
}

static devlock_operand constant_of(reader *r, const token *number, unsigned width)
{
    if (!number_fits(number, width))
        tokens_fail(&r->t, number->at, "%.*s does not fit into %u bits", (int)(number->length), number->text, width);
    return devlock_constant(width, number->value);
}

/* Gives an operand its width from what surrounds it; 0: nothing tells it. */
static devlock_operand close_operand(reader *r, open_operand o, unsigned width)
{
    if (o.operand.width && width && o.operand.width != width)
        tokens_fail(&r->t, o.token.at, "the operand has %u bits; expected %u", o.operand.width, width);
    if (o.operand.width)
        return o.operand;
    if (!width && o.operand.kind == DEVLOCK_OPERAND_TEMP)
        tokens_fail(&r->t, o.token.at, "%%%.*s is set further down only; expected its width in front, as in 32:%%%.*s",
                    (int)o.token.length, o.token.text, (int)o.token.length, o.token.text);
    if (!width)
        tokens_fail(&r->t, o.token.at, "nothing tells the width of the constant; expected it in front, as in 32:%.*s",
                    (int)o.token.length, o.token.text);
    if (o.operand.kind == DEVLOCK_OPERAND_CONSTANT)
        return constant_of(r, &o.token, width);
    label *l = labels_at(&r->temps, &o.token);
    if (l->id == DEVLOCK_NONE)
        l->id = routine_forward_temporary(r->routine, width).id;
    return (devlock_operand){DEVLOCK_OPERAND_TEMP, width, l->id, 0};
}

/* + OFFSET behind the address of a global or function. */
static uint64_t take_offset(reader *r)
{
    if (!tokens_take_sign(&r->t, '+'))
        return 0;
    const char *at = r->t.token.at;
    uint64_t offset = need_number(r, "an offset in bytes");
    if (pointer_bits(r) == 32 && offset > UINT32_MAX)
        tokens_fail(&r->t, at, "the offset does not fit into 32 bits");
    return offset;
}

static devlock_operand temp_operand(reader *r, const token *name)
{
    devlock_operand temp = {DEVLOCK_OPERAND_TEMP, 0, DEVLOCK_NONE, 0};
    label *l = labels_at(&r->temps, name);
    if (l->id != DEVLOCK_NONE) {
        temp.id = l->id;
        temp.width = r->routine->temp_widths[l->id];
    }
    return temp;
}

static label *block_label(reader *r, const token *name)
{
    label *l = labels_at(&r->blocks, name);
    if (l->id == DEVLOCK_NONE)
        l->id = devlock_routine_block(r->routine, DEVLOCK_NONE);
    return l;
}

static uint32_t variable_id(reader *r, const token *name)
{
    label *l = labels_at(&r->variables, name);
    if (l->id == DEVLOCK_NONE)
        tokens_fail(&r->t, name->at, "the routine has no variable '%.*s'; expected a line var %.*s ... further up",
                    (int)name->length, name->text, (int)name->length, name->text);
    return l->id;
}

/* Whether a token can begin an operand, in a routine or among the values of a global. */
static bool begins_operand(const reader *r)
{
    switch (r->t.token.kind) {
    case TOKEN_NUMBER:
    case TOKEN_GLOBAL:
    case TOKEN_FUNCTION:
        return true;
    case TOKEN_NAME:
        return r->routine || (tokens_at_word(&r->t, "ptr") && tokens_peek(&r->t) == ':');
    case TOKEN_TEMP:
    case TOKEN_BLOCK:
        return r->routine != NULL;
    default:
        return false;
    }
}

static devlock_operand operand_of(reader *r, const token *token)
{
    devlock_operand operand;
    switch (token->kind) {
    case TOKEN_GLOBAL:
        return devlock_global_address(r->program, global_label(r, token)->id, take_offset(r));
    case TOKEN_FUNCTION:
        operand = devlock_function_address(r->program, function_label(r, token)->id);
        operand.value = take_offset(r);
        return operand;
    case TOKEN_TEMP:
        return temp_operand(r, token);
    case TOKEN_BLOCK:
        return devlock_block_address(r->routine, block_label(r, token)->id);
    case TOKEN_NAME:
        return devlock_variable_address(r->routine, variable_id(r, token));
    default:
        return (devlock_operand){.kind = DEVLOCK_OPERAND_CONSTANT};
    }
}

/* [WIDTH:]OPERAND. what: the operand's part, for messages. */
static open_operand need_open_operand(reader *r, const char *what)
{
    if (!begins_operand(r))
        tokens_expected(&r->t, what);
    unsigned width = 0;
    bool word = tokens_at_word(&r->t, "ptr");
    if ((word || r->t.token.kind == TOKEN_NUMBER) && tokens_peek(&r->t) == ':') {
        width = need_width(r);
        tokens_next(&r->t);
        if (!begins_operand(r))
            tokens_expected(&r->t, what);
    }
    open_operand o = {.token = r->t.token};
    tokens_next(&r->t);
    o.operand = operand_of(r, &o.token);
    if (width)
        o.operand = close_operand(r, o, width);
    return o;
}

static devlock_operand need_operand(reader *r, unsigned width, const char *what)
{
    return close_operand(r, need_open_operand(r, what), width);
}

static devlock_operand need_pointer(reader *r, const char *what)
{
    return need_operand(r, pointer_bits(r), what);
}

static void need_comma(reader *r, const char *what)
{
    tokens_need_sign(&r->t, ',', what);
}

/* ---- values of globals --------------------------------------------------------------------------------------- */

static void read_initial_value(reader *r, uint32_t id)
{
    const char *at = r->t.token.at;
    uint64_t size = r->program->globals[id].size, bytes;
    uint64_t offset = need_number(r, "the offset of a value, as in { 0: &Enter }");
    tokens_need_sign(&r->t, ':', "':' and a value");
    if (r->t.token.kind == TOKEN_STRING) {
        const char *text = tokens_string(&r->t, r->scratch, &bytes);
        if (offset > UINT64_MAX - bytes)
            tokens_fail(&r->t, at, "the offset is too large");
        for (uint64_t i = 0; i < bytes; i++)
            devlock_global_set(r->program, id, offset + i, devlock_constant(8, (unsigned char)text[i]));
    } else {
        devlock_operand value = need_operand(r, 0, "a value: WIDTH:NUMBER, $GLOBAL, &FUNCTION or a string of bytes");
        bytes = (value.width + 7) / 8;
        devlock_global_set(r->program, id, offset, value);
    }
    if (size && (offset > size || bytes > size - offset))
        tokens_fail(&r->t, at, "the value lies outside of the %llu bytes of the global", (unsigned long long)size);
}

/* Behind '{'. */
static void read_initial_values(reader *r, uint32_t id)
{
    tokens_skip_lines(&r->t);
    while (!tokens_take_sign(&r->t, '}')) {
        read_initial_value(r, id);
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, '}'))
            tokens_expected(&r->t, "',' or '}'");
    }
}

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
    unsigned width = op == DEVLOCK_NOT || op == DEVLOCK_NEGATE ? 0 : need_width(r);
    const char *at = r->t.token.at;
    devlock_operand a = need_operand(r, 0, "an operand");
    if (!width)
        width = a.width;
    if (!unary_widths_agree(op, width, a.width))
        tokens_fail(&r->t, at, "%s gives %u bits and the operand has %u; expected %s", unary_words[op], width, a.width,
                    op == DEVLOCK_TRUNCATE ? "at least as many" : "at most as many");
    devlock_place place = place_and_line_end(r);
    return devlock_step_unary(r->routine, place, op, width, a);
}

static devlock_operand read_binary(reader *r, devlock_binary op)
{
    open_operand a = need_open_operand(r, "an operand");
    need_comma(r, "',' and the second operand");
    open_operand b = need_open_operand(r, "the second operand");
    devlock_operand left = close_operand(r, a, b.operand.width);
    devlock_operand right = close_operand(r, b, left.width);
    devlock_place place = place_and_line_end(r);
    return devlock_step_binary(r->routine, place, op, left, right);
}

/* index BASE, INDEX, SCALE[, COUNT] */
static devlock_operand read_index(reader *r)
{
    devlock_operand base = need_pointer(r, "the address of an array");
    need_comma(r, "',' and the index");
    devlock_operand index = need_pointer(r, "the index");
    need_comma(r, "',' and the size of an element");
    uint64_t scale = need_number(r, "the size of an element in bytes");
    uint64_t count = tokens_take_sign(&r->t, ',') ? need_number(r, "the number of elements") : 0;
    devlock_place place = place_and_line_end(r);
    return devlock_step_index(r->routine, place, base, index, scale, count);
}

/* load [volatile] WIDTH ADDRESS */
static devlock_operand read_load(reader *r)
{
    bool is_volatile = tokens_take_word(&r->t, "volatile");
    unsigned width = need_width(r);
    devlock_operand address = need_pointer(r, "an address");
    devlock_place place = place_and_line_end(r);
    return devlock_step_load(r->routine, place, width, address, is_volatile);
}

/* unknown [imprecise] WIDTH */
static devlock_operand read_unknown(reader *r)
{
    devlock_unknown origin = tokens_take_word(&r->t, "imprecise") ? DEVLOCK_IMPRECISION : DEVLOCK_ENVIRONMENT;
    unsigned width = need_width(r);
    devlock_place place = place_and_line_end(r);
    return devlock_step_unknown(r->routine, place, width, origin);
}

/* store ADDRESS, VALUE; the width of a scalar variable is that of a constant stored there. */
static void read_store(reader *r)
{
    devlock_operand address = need_pointer(r, "an address");
    need_comma(r, "',' and the value");
    open_operand value = need_open_operand(r, "the value");
    unsigned width = value.operand.width;
    if (!width && address.kind == DEVLOCK_OPERAND_VARIABLE) {
        const variable *v = &r->routine->variables[address.id];
        width = v->flags & DEVLOCK_VARIABLE_SCALAR && is_width(v->size * 8) ? (unsigned)v->size * 8 : 0;
    }
    devlock_operand stored = close_operand(r, value, width);
    devlock_place place = place_and_line_end(r);
    devlock_step_store(r->routine, place, address, stored);
}

static void read_copy(reader *r)
{
    devlock_operand to = need_pointer(r, "the address to copy to");
    need_comma(r, "',' and the address to copy from");
    devlock_operand from = need_pointer(r, "the address to copy from");
    need_comma(r, "',' and the number of bytes");
    uint64_t size = need_number(r, "the number of bytes");
    devlock_place place = place_and_line_end(r);
    devlock_step_copy(r->routine, place, to, from, size);
}

static void read_zero(reader *r)
{
    devlock_operand address = need_pointer(r, "an address");
    need_comma(r, "',' and the number of bytes");
    uint64_t size = need_number(r, "the number of bytes");
    devlock_place place = place_and_line_end(r);
    devlock_step_zero(r->routine, place, address, size);
}

static void read_declare(reader *r)
{
    if (r->t.token.kind != TOKEN_NAME)
        tokens_expected(&r->t, "a variable");
    uint32_t id = variable_id(r, &r->t.token);
    tokens_next(&r->t);
    devlock_place place = place_and_line_end(r);
    devlock_step_declare(r->routine, place, id);
}

static void read_assume(reader *r)
{
    devlock_operand condition = need_operand(r, 1, "a condition");
    devlock_place place = place_and_line_end(r);
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
        return devlock_function_address(r->program, function_label(r, &name)->id);
    }
    if (!tokens_take_sign(&r->t, '('))
        return need_pointer(r, what);
    devlock_operand callee = need_pointer(r, what);
    tokens_need_sign(&r->t, ')', "')'");
    return callee;
}

/* VALUE [reach BYTES|whole] [const] ["text"] */
static devlock_argument read_argument(reader *r)
{
    devlock_argument a = {.value = need_operand(r, 0, "an argument or ')'")};
    if (tokens_take_word(&r->t, "reach"))
        a.reach = tokens_take_word(&r->t, "whole") ? DEVLOCK_WHOLE : need_number(r, "a number of bytes or whole");
    a.read_only = tokens_take_word(&r->t, "const");
    a.text = take_string(r);
    return a;
}

/* [WIDTH] CALLEE(ARGUMENT, ...) */
static devlock_operand read_call(reader *r, bool needs_result)
{
    unsigned width = 0;
    const char *at = r->t.token.at;
    if (r->t.token.kind == TOKEN_NUMBER || (tokens_at_word(&r->t, "ptr") && tokens_peek(&r->t) != '('))
        width = need_width(r);
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
    devlock_place place = place_and_line_end(r);
    return devlock_step_call(r->routine, place, callee, width, arguments, count);
}

/* ---- ends of blocks ------------------------------------------------------------------------------------------ */

static uint32_t need_target(reader *r, const char *what)
{
    if (r->t.token.kind != TOKEN_NAME)
        tokens_expected(&r->t, what);
    uint32_t id = block_label(r, &r->t.token)->id;
    tokens_next(&r->t);
    return id;
}

static void read_jump(reader *r)
{
    uint32_t target = need_target(r, "the label of a block");
    devlock_place place = place_and_line_end(r);
    devlock_end_jump(r->routine, place, target);
}

/* branch CONDITION ? LABEL : LABEL ["text"] */
static void read_branch(reader *r)
{
    devlock_operand condition = need_operand(r, 1, "a condition");
    tokens_need_sign(&r->t, '?', "'?' and where to go if it is true");
    uint32_t if_true = need_target(r, "the label of a block");
    tokens_need_sign(&r->t, ':', "':' and where to go if it is false");
    uint32_t if_false = need_target(r, "the label of a block");
    const char *text = take_string(r);
    devlock_place place = place_and_line_end(r);
    devlock_end_branch(r->routine, place, condition, if_true, if_false, text);
}

static uint64_t need_case_value(reader *r, unsigned width)
{
    token number = r->t.token;
    if (number.kind != TOKEN_NUMBER)
        tokens_expected(&r->t, "a value, default or '}'");
    if (!number_fits(&number, width))
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
    c.target = need_target(r, "the label of a block");
    return c;
}

/* switch VALUE [signed] { LOW[..HIGH]: LABEL, ..., default: LABEL } ["text"] */
static void read_switch(reader *r)
{
    devlock_operand value = need_operand(r, 0, "a value");
    bool is_signed = tokens_take_word(&r->t, "signed");
    tokens_need_sign(&r->t, '{', is_signed ? "'{'" : "signed or '{'");
    uint32_t otherwise = DEVLOCK_NONE;
    devlock_case *cases = NULL;
    size_t count = 0, capacity = 0;
    for (tokens_skip_lines(&r->t); otherwise == DEVLOCK_NONE; tokens_skip_lines(&r->t)) {
        if (tokens_take_word(&r->t, "default")) {
            tokens_need_sign(&r->t, ':', "':' and the label of a block");
            otherwise = need_target(r, "the label of a block");
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
        need_comma(r, "',' and another case, at last default");
    }
    tokens_need_sign(&r->t, '}', "'}'; default comes last");
    const char *text = take_string(r);
    devlock_place place = place_and_line_end(r);
    devlock_end_switch(r->routine, place, value, is_signed, cases, count, otherwise, text);
}

/* goto VALUE { LABEL, ... } */
static void read_goto(reader *r)
{
    devlock_operand value = need_pointer(r, "the address of a block");
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
        targets[count++] = need_target(r, "the label of a block or '}'");
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, '}'))
            tokens_expected(&r->t, "',' or '}'");
    }
    devlock_place place = place_and_line_end(r);
    devlock_end_indirect(r->routine, place, value, targets, count);
}

static void read_return(reader *r)
{
    devlock_operand value = devlock_none();
    const char *at = r->t.token.at;
    if (begins_operand(r)) {
        if (!r->routine->result_width)
            tokens_fail(&r->t, at, "the routine has no result; expected its width in the routine's line, as in -> 32");
        value = need_operand(r, r->routine->result_width, "a value");
    }
    devlock_place place = place_and_line_end(r);
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
        devlock_end_unwind(r->routine, place_and_line_end(r));
        break;
    default:
        devlock_end_unreachable(r->routine, place_and_line_end(r));
        break;
    }
}

static void need_current_block(reader *r, const char *at)
{
    if (devlock_routine_current(r->routine) == DEVLOCK_NONE)
        tokens_fail(&r->t, at, "the step stands in no block; expected the label of a block, as in next:");
}

/* %TEMP = STEP */
static void read_setting(reader *r)
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

static void read_statement(reader *r)
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

/* ---- routines ------------------------------------------------------------------------------------------------ */

/* LABEL WIDTH|bytes SIZE [scalar] [aggregate] [name "..."] */
static void read_variable(reader *r, unsigned flags)
{
    token name = need_new_label(r, TOKEN_NAME, &r->variables, "the name of a variable");
    attributes a = {.name = name_of(r, &name), .flags = flags};
    const char *at = r->t.token.at;
    uint64_t size;
    if (tokens_take_word(&r->t, "bytes")) {
        size = need_number(r, "a number of bytes, 0 if unknown");
    } else {
        if (r->t.token.kind != TOKEN_NUMBER && !tokens_at_word(&r->t, "ptr"))
            tokens_expected(&r->t, "the width of a scalar variable (8, 16, 32, 64 or ptr) or bytes N");
        size = need_width(r) / 8;
        a.flags |= DEVLOCK_VARIABLE_SCALAR;
    }
    take_attributes(r, variable_flags, &a);
    if (a.key)
        tokens_fail(&r->t, at, "a variable has no key");
    if (a.flags & DEVLOCK_VARIABLE_SCALAR && (size < 1 || size > 8))
        tokens_fail(&r->t, at, "a scalar variable has 1 to 8 bytes");
    label *l = labels_at(&r->variables, &name);
    l->id = devlock_routine_variable(r->routine, a.name, size, a.flags);
    l->declared = true;
}

/* LABEL: [handler LABEL] */
static void read_block(reader *r)
{
    token name = r->t.token;
    uint32_t open = devlock_routine_current(r->routine);
    if (open != DEVLOCK_NONE)
        tokens_fail(&r->t, name.at,
                    "the block above has no end; expected jump, branch, switch, goto, return, unwind or "
                    "unreachable before '%.*s:'",
                    (int)name.length, name.text);
    label *l = block_label(r, &name);
    if (l->declared)
        tokens_fail(&r->t, name.at, "the block '%.*s' is there a second time", (int)name.length, name.text);
    l->declared = true;
    uint32_t id = l->id;
    tokens_next(&r->t);
    tokens_next(&r->t); /* ':' */
    if (tokens_take_word(&r->t, "handler")) {
        uint32_t handler = need_target(r, "the label of the block that handles exceptions");
        r->routine->blocks[id].handler = handler;
    }
    need_line_end(r, "handler or the end of the line");
    ARRAY_RESERVE(r->order, r->order_count, r->order_capacity);
    r->order[r->order_count++] = id;
    devlock_routine_enter(r->routine, id);
}

/* Puts the blocks into the order of their labels. */
static void order_blocks(reader *r)
{
    devlock_routine *routine = r->routine;
    bool in_order = true;
    for (uint32_t i = 0; i < r->order_count; i++)
        in_order &= r->order[i] == i;
    if (in_order)
        return;
    uint32_t *map = must_allocate(routine->block_count * sizeof *map);
    for (uint32_t i = 0; i < r->order_count; i++)
        map[r->order[i]] = i;
    routine_renumber(routine, NULL, map);
    block *blocks = must_allocate(routine->block_count * sizeof *blocks);
    for (uint32_t i = 0; i < routine->block_count; i++)
        blocks[map[i]] = routine->blocks[i];
    free(routine->blocks);
    routine->blocks = blocks;
    routine->block_capacity = routine->block_count;
    free(map);
}

/* Exchanges temporaries that were mentioned early for those that are set. */
static void join_temporaries(reader *r)
{
    if (r->same_count == 0)
        return;
    uint32_t count = r->routine->temp_count;
    uint32_t *map = must_allocate(count * sizeof *map);
    for (uint32_t i = 0; i < count; i++)
        map[i] = i;
    for (uint32_t i = 0; i < r->same_count; i += 2)
        map[r->same[i]] = r->same[i + 1];
    routine_renumber(r->routine, map, NULL);
    free(map);
}

/* Everything that was mentioned has to be there. */
static void need_all(reader *r, const labels *table, const char *sign, const char *what)
{
    for (uint32_t i = 0; i < table->count; i++)
        if (!table->items[i].declared)
            tokens_fail(&r->t, table->items[i].at, "%s%.*s %s", sign, (int)table->items[i].length, table->items[i].text,
                        what);
}

/* The labels of a table, by id. */
static const char **names_of(reader *r, const labels *table, uint32_t count)
{
    const char **names = arena_zero(r->scratch, count * sizeof *names);
    for (uint32_t i = 0; i < table->count; i++)
        names[table->items[i].id] = arena_string_n(r->scratch, table->items[i].text, table->items[i].length);
    return names;
}

/* The rules that need the whole routine. at: the routine, for the message. */
static void verify(reader *r, const char *at)
{
    char *error;
    if (routine_verify(r->routine, (routine_names){NULL, NULL}, &error))
        return;
    free(error);
    routine_names names = {.temps = names_of(r, &r->temps, r->routine->temp_count)};
    names.blocks = must_zero(r->routine->block_count * sizeof *names.blocks);
    const char **blocks = names_of(r, &r->blocks, r->routine->block_count);
    for (uint32_t i = 0; i < r->routine->block_count; i++)
        names.blocks[i] = blocks[r->order[i]];
    routine_verify(r->routine, names, &error);
    free(names.blocks);
    const char *text = arena_string(r->scratch, error);
    free(error);
    tokens_fail(&r->t, at, "%s", text);
}

static void finish_routine(reader *r, const char *at)
{
    if (devlock_routine_current(r->routine) != DEVLOCK_NONE)
        tokens_fail(&r->t, r->t.token.at,
                    "the last block has no end; expected jump, branch, switch, goto, return, unwind "
                    "or unreachable");
    if (r->routine->block_count == 0)
        tokens_fail(&r->t, r->t.token.at, "the routine has no block; expected a label, as in entry:");
    need_all(r, &r->blocks, "", "is no block of the routine; expected a line with this label");
    need_all(r, &r->temps, "%", "is never set");
    order_blocks(r);
    join_temporaries(r);
    verify(r, at);
    devlock_routine_finish(r->routine);
    r->routine = NULL;
    labels_clear(&r->variables);
    labels_clear(&r->temps);
    labels_clear(&r->blocks);
    r->order_count = r->same_count = 0;
}

static void read_parameters(reader *r)
{
    tokens_need_sign(&r->t, '(', "'(' and the parameters");
    tokens_skip_lines(&r->t);
    while (!tokens_take_sign(&r->t, ')')) {
        read_variable(r, DEVLOCK_VARIABLE_PARAMETER);
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, ')'))
            tokens_expected(&r->t, "',' or ')'");
    }
}

static void need_arrow(reader *r)
{
    if (r->t.token.kind != TOKEN_ARROW)
        return;
    tokens_next(&r->t);
    r->routine->result_width = need_width(r);
}

static void reset_scratch(reader *r)
{
    if (arena_used(r->scratch) < 1 << 16)
        return;
    arena_free(r->scratch);
    r->scratch = arena_new();
}

static void read_body(reader *r)
{
    while (!tokens_at_sign(&r->t, '}')) {
        if (r->t.token.kind == TOKEN_TEMP) {
            read_setting(r);
        } else if (r->t.token.kind == TOKEN_NAME && tokens_peek(&r->t) == ':') {
            read_block(r);
        } else if (tokens_take_word(&r->t, "var")) {
            read_variable(r, 0);
            need_line_end(r, "scalar, aggregate, name or the end of the line");
        } else {
            read_statement(r);
        }
        reset_scratch(r);
    }
}

/* routine LABEL(PARAMETERS) [-> WIDTH] [noreturn] [internal] [header] [place] { ... } */
static void read_routine(reader *r)
{
    token name = need_new_label(r, TOKEN_NAME, NULL, "the name of a routine");
    uint32_t id = function_label(r, &name)->id;
    devlock_place unknown = {DEVLOCK_NONE, 0, 0};
    r->routine = devlock_routine_begin(r->program, id, 0, unknown);
    if (!r->routine)
        tokens_fail(&r->t, name.at, "'%.*s' has a body further up", (int)name.length, name.text);
    read_parameters(r);
    need_arrow(r);
    for (unsigned flag; (flag = take_flag(r, function_flags)) != 0;)
        r->program->functions[id].flags |= flag;
    r->routine->place = take_place(r);
    tokens_need_sign(&r->t, '{', "->, noreturn, internal, header, a place or '{'");
    need_line_end(r, "the end of the line");
    read_body(r);
    finish_routine(r, name.at);
    tokens_next(&r->t); /* '}' */
    need_line_end(r, "the end of the line");
}

/* ---- program ------------------------------------------------------------------------------------------------- */

static void read_file(reader *r)
{
    r->file = devlock_program_file(r->program, need_string(r, "the path of a file"));
    need_line_end(r, "the end of the line");
}

/* gap ["NAME"] "REASON" [place] */
static void read_gap(reader *r)
{
    const char *name = NULL, *reason = need_string(r, "the name of a routine, or the reason");
    if (r->t.token.kind == TOKEN_STRING) {
        name = reason;
        reason = need_string(r, "the reason");
    }
    devlock_program_not_analysed(r->program, name, place_and_line_end(r), reason);
}

static void read_pointer_bits(reader *r)
{
    unsigned bits = 64;
    if (tokens_take_word(&r->t, "pointer")) {
        const char *at = r->t.token.at;
        uint64_t value = need_number(r, "32 or 64");
        if (value != 32 && value != 64)
            tokens_fail(&r->t, at, "pointers have 32 or 64 bits");
        bits = (unsigned)value;
        need_line_end(r, "the end of the line");
    }
    r->program = devlock_program_new(bits);
}

/* Functions that were only mentioned are known by their names. */
static void name_functions(reader *r)
{
    for (uint32_t i = 0; i < r->functions.count; i++) {
        const label *l = &r->functions.items[i];
        if (l->declared)
            continue;
        function *f = &r->program->functions[l->id];
        f->key = register_key(r, r->program->function_ids, f->name, l->id, l->at);
    }
}

static void read_program(reader *r)
{
    tokens_next(&r->t);
    tokens_skip_lines(&r->t);
    read_pointer_bits(r);
    while (r->t.token.kind != TOKEN_END) {
        if (tokens_take_word(&r->t, "file"))
            read_file(r);
        else if (tokens_take_word(&r->t, "function"))
            read_function(r);
        else if (tokens_take_word(&r->t, "global"))
            read_global(r);
        else if (tokens_take_word(&r->t, "routine"))
            read_routine(r);
        else if (tokens_take_word(&r->t, "gap"))
            read_gap(r);
        else if (tokens_at_word(&r->t, "pointer"))
            tokens_fail(&r->t, r->t.token.at, "pointer comes first, before all else");
        else
            tokens_expected(&r->t, "file, function, global, routine or gap");
        reset_scratch(r);
    }
    need_all(r, &r->globals, "$", "is not declared; expected a line global with its size");
    name_functions(r);
}

devlock_program *devlock_text_read(const char *path, const char *text, size_t length, char **error)
{
    jmp_buf failed;
    reader *r = must_zero(sizeof *r); /* on the heap, so that it is whole after longjmp */
    r->t = (tokens){.path = path, .start = text, .end = text + length, .at = text, .failed = &failed};
    r->file = DEVLOCK_NONE;
    r->scratch = arena_new();
    if (setjmp(failed) == 0) {
        read_program(r);
    } else {
        devlock_program_free(r->program);
        r->program = NULL;
    }
    devlock_program *program = r->program;
    *error = r->t.error;
    labels_free(&r->functions);
    labels_free(&r->globals);
    labels_free(&r->variables);
    labels_free(&r->temps);
    labels_free(&r->blocks);
    free(r->order);
    free(r->same);
    arena_free(r->scratch);
    free(r);
    return program;
}
