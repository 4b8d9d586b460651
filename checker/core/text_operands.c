/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the statements of the text form are made of: numbers, widths, strings, places, labels, operands.
 * See text_reader.h.
 */
#include "text_reader.h"

#include <string.h>

#define WIDTHS "1, 8, 16, 32, 64 or ptr"

/* ---- small things -------------------------------------------------------------------------------------------- */

static unsigned pointer_bits(const reader *r)
{
    return r->program->pointer_bits;
}

void reader_list(reader *r, void (*read_item)(reader *r, uint32_t id), uint32_t id)
{
    tokens_skip_lines(&r->t);
    while (!tokens_take_sign(&r->t, '}')) {
        read_item(r, id);
        bool more = tokens_take_sign(&r->t, ',');
        tokens_skip_lines(&r->t);
        if (!more && !tokens_at_sign(&r->t, '}'))
            tokens_expected(&r->t, "',' or '}'");
    }
}

uint64_t reader_number(reader *r, const char *what)
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
    uint64_t value = reader_number(r, what);
    if (value >= UINT32_MAX)
        tokens_fail(&r->t, at, "the number is too large; expected %s", what);
    return (uint32_t)value;
}

char *reader_string(reader *r, const char *what)
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

const char *reader_take_string(reader *r)
{
    return r->t.token.kind == TOKEN_STRING ? reader_string(r, "a text") : NULL;
}

bool reader_is_width(uint64_t width)
{
    return width == 1 || width == 8 || width == 16 || width == 32 || width == 64;
}

unsigned reader_width(reader *r)
{
    const char *at = r->t.token.at;
    if (tokens_take_word(&r->t, "ptr"))
        return pointer_bits(r);
    uint64_t width = reader_number(r, "a width (" WIDTHS ")");
    if (!reader_is_width(width))
        tokens_fail(&r->t, at, "%llu is no width; expected " WIDTHS, (unsigned long long)width);
    return (unsigned)width;
}

void reader_line_end(reader *r, const char *what)
{
    if (r->t.token.kind == TOKEN_LINE)
        tokens_next(&r->t);
    else if (r->t.token.kind != TOKEN_END)
        tokens_expected(&r->t, what);
}

devlock_place reader_take_place(reader *r)
{
    devlock_place place = {DEVLOCK_NONE, 0, 0};
    const char *at = r->t.token.at;
    if (!tokens_take_sign(&r->t, '@'))
        return place;
    if (r->t.token.kind == TOKEN_STRING) {
        place.file = devlock_program_file(r->program, reader_string(r, "a path"));
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

devlock_place reader_place_and_line_end(reader *r)
{
    devlock_place place = reader_take_place(r);
    reader_line_end(r, place.file == DEVLOCK_NONE ? "a place or the end of the line" : "the end of the line");
    return place;
}

/* ---- labels -------------------------------------------------------------------------------------------------- */

const char *reader_name_of(reader *r, const token *label)
{
    const char *dot = memchr(label->text, '.', label->length);
    return arena_string_n(r->scratch, label->text, dot ? (size_t)(dot - label->text) : label->length);
}

label *reader_function_label(reader *r, const token *name)
{
    label *l = labels_at(&r->functions, name);
    if (l->id == DEVLOCK_NONE)
        l->id = program_add_function(r->program, reader_name_of(r, name));
    return l;
}

label *reader_global_label(reader *r, const token *name)
{
    label *l = labels_at(&r->globals, name);
    if (l->id == DEVLOCK_NONE)
        l->id = program_add_global(r->program, reader_name_of(r, name));
    return l;
}

/* ---- operands ------------------------------------------------------------------------------------------------ */

bool reader_number_fits(const token *number, unsigned width)
{
    if (width == 64)
        return true;
    if (number->negative)
        return (int64_t)number->value >= -(INT64_C(1) << (width - 1));
    return number->value >> width == 0;
}

static devlock_operand constant_of(reader *r, const token *number, unsigned width)
{
    if (!reader_number_fits(number, width))
        tokens_fail(&r->t, number->at, "%.*s does not fit into %u bits", (int)(number->length), number->text, width);
    return devlock_constant(width, number->value);
}

devlock_operand reader_close_operand(reader *r, open_operand o, unsigned width)
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
    uint64_t offset = reader_number(r, "an offset in bytes");
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

label *reader_block_label(reader *r, const token *name)
{
    label *l = labels_at(&r->blocks, name);
    if (l->id == DEVLOCK_NONE)
        l->id = devlock_routine_block(r->routine, DEVLOCK_NONE);
    return l;
}

uint32_t reader_target(reader *r, const char *what)
{
    if (r->t.token.kind != TOKEN_NAME)
        tokens_expected(&r->t, what);
    uint32_t id = reader_block_label(r, &r->t.token)->id;
    tokens_next(&r->t);
    return id;
}

uint32_t reader_variable_id(reader *r, const token *name)
{
    label *l = labels_at(&r->variables, name);
    if (l->id == DEVLOCK_NONE)
        tokens_fail(&r->t, name->at, "the routine has no variable '%.*s'; expected a line var %.*s ... further up",
                    (int)name->length, name->text, (int)name->length, name->text);
    return l->id;
}

bool reader_begins_operand(const reader *r)
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
        return devlock_global_address(r->program, reader_global_label(r, token)->id, take_offset(r));
    case TOKEN_FUNCTION:
        operand = devlock_function_address(r->program, reader_function_label(r, token)->id);
        operand.value = take_offset(r);
        return operand;
    case TOKEN_TEMP:
        return temp_operand(r, token);
    case TOKEN_BLOCK:
        return devlock_block_address(r->routine, reader_block_label(r, token)->id);
    case TOKEN_NAME:
        return devlock_variable_address(r->routine, reader_variable_id(r, token));
    default:
        return (devlock_operand){.kind = DEVLOCK_OPERAND_CONSTANT};
    }
}

/* [WIDTH:]OPERAND. what: the operand's part, for messages. */
open_operand reader_open_operand(reader *r, const char *what)
{
    if (!reader_begins_operand(r))
        tokens_expected(&r->t, what);
    unsigned width = 0;
    bool word = tokens_at_word(&r->t, "ptr");
    if ((word || r->t.token.kind == TOKEN_NUMBER) && tokens_peek(&r->t) == ':') {
        width = reader_width(r);
        tokens_next(&r->t);
        if (!reader_begins_operand(r))
            tokens_expected(&r->t, what);
    }
    open_operand o = {.token = r->t.token};
    tokens_next(&r->t);
    o.operand = operand_of(r, &o.token);
    if (width)
        o.operand = reader_close_operand(r, o, width);
    return o;
}

devlock_operand reader_operand(reader *r, unsigned width, const char *what)
{
    return reader_close_operand(r, reader_open_operand(r, what), width);
}

devlock_operand reader_pointer(reader *r, const char *what)
{
    return reader_operand(r, pointer_bits(r), what);
}

void reader_comma(reader *r, const char *what)
{
    tokens_need_sign(&r->t, ',', what);
}
