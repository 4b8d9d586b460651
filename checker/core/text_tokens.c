/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tokens of the text form; see text_tokens.h.
 */
#include "text_tokens.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text_words.h"

/* ---- errors -------------------------------------------------------------------------------------------------- */

void tokens_fail(tokens *t, const char *at, const char *format, ...)
{
    char what[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    unsigned line = 1;
    const char *line_start = t->start;
    for (const char *c = t->start; c < at; c++)
        if (*c == '\n') {
            line++;
            line_start = c + 1;
        }
    arena *a = arena_new();
    const char *text = arena_format(a, "%s:%u:%u: error: %s", t->path, line, (unsigned)(at - line_start) + 1, what);
    t->error = strcpy(must_allocate(strlen(text) + 1), text);
    arena_free(a);
    longjmp(*t->failed, 1);
}

void tokens_expected(tokens *t, const char *what)
{
    const char *from = t->token.at;
    int length = (int)(t->at - from < 40 ? t->at - from : 40);
    if (t->token.kind == TOKEN_END)
        tokens_fail(t, from, "the text ends here; expected %s", what);
    if (t->token.kind == TOKEN_LINE)
        tokens_fail(t, from, "the line ends here; expected %s", what);
    tokens_fail(t, from, "found '%.*s'; expected %s", length, from, what);
}

/* ---- tokens -------------------------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool in_label(char c)
{
    return label_letter((unsigned char)c) || label_digit((unsigned char)c);
}

/* The character at a distance, a zero byte past the end. */
static char ahead(const tokens *t, const char *at, size_t distance)
{
    return (size_t)(t->end - at) > distance ? at[distance] : '\0';
}

/* Past the label at a position; a dot belongs to it only when more follows. */
static const char *past_label(const tokens *t, const char *at)
{
    while (at < t->end && (in_label(*at) || (*at == '.' && in_label(ahead(t, at, 1)))))
        at++;
    return at;
}

static const char *skip_blanks(const tokens *t, const char *at)
{
    while (at < t->end && is_space(*at))
        at++;
    if (at < t->end && *at == '#') {
        const char *line_end = memchr(at, '\n', (size_t)(t->end - at));
        at = line_end ? line_end : t->end;
    }
    return at;
}

static unsigned digit_of(char c)
{
    if (is_digit(c))
        return (unsigned)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (unsigned)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (unsigned)(c - 'A') + 10;
    return 16;
}

static void read_number(tokens *t, const char *at)
{
    token *n = &t->token;
    n->kind = TOKEN_NUMBER;
    n->negative = *at == '-';
    at += n->negative;
    unsigned base = 10;
    if (*at == '0' && (ahead(t, at, 1) == 'x' || ahead(t, at, 1) == 'X')) {
        base = 16;
        at += 2;
    }
    const char *first = at;
    uint64_t value = 0;
    for (; at < t->end && digit_of(*at) < base; at++) {
        if (value > (UINT64_MAX - digit_of(*at)) / base)
            tokens_fail(t, n->at, "the number has more than 64 bits");
        value = value * base + digit_of(*at);
    }
    t->at = at;
    if (at == first || (at < t->end && in_label(*at)))
        tokens_fail(t, n->at, "expected only digits in a number");
    if (n->negative && value > UINT64_C(1) << 63)
        tokens_fail(t, n->at, "the number has more than 64 bits");
    n->value = n->negative ? 0 - value : value;
    n->text = n->at;
    n->length = (size_t)(at - n->at);
}

static void read_string(tokens *t, const char *at)
{
    const char *first = ++at;
    while (at < t->end && *at != '"' && *at != '\n')
        at += *at == '\\' && at + 1 < t->end && at[1] != '\n' ? 2 : 1;
    if (at >= t->end || *at != '"')
        tokens_fail(t, t->token.at, "the string has no end; expected '\"' on the same line");
    t->token.kind = TOKEN_STRING;
    t->token.text = first;
    t->token.length = (size_t)(at - first);
    t->at = at + 1;
}

/* A sign that a label has to follow. */
static void read_labelled(tokens *t, token_kind kind, size_t sign_length)
{
    const char *first = t->token.at + sign_length;
    const char *last = past_label(t, first);
    if (last == first)
        tokens_fail(t, first, "expected a label after '%.*s'", (int)sign_length, t->token.at);
    t->token.kind = kind;
    t->token.text = first;
    t->token.length = (size_t)(last - first);
    t->at = last;
}

static void read_line_end(tokens *t, const char *at)
{
    t->token.kind = TOKEN_LINE;
    while (at < t->end && *at == '\n')
        at = skip_blanks(t, at + 1);
    t->at = at;
}

static void read_sign(tokens *t, token_kind kind, size_t length)
{
    t->token.kind = kind;
    t->token.sign = *t->token.at;
    t->at = t->token.at + length;
}

void tokens_next(tokens *t)
{
    const char *at = skip_blanks(t, t->at);
    t->token.at = at;
    if (at >= t->end) {
        t->token.kind = TOKEN_END;
        t->at = at;
        return;
    }
    char next = ahead(t, at, 1);
    if (label_letter((unsigned char)*at) || (*at == '.' && in_label(next)))
        read_labelled(t, TOKEN_NAME, 0);
    else if (is_digit(*at) || (*at == '-' && is_digit(next)))
        read_number(t, at);
    else if (*at == '\n')
        read_line_end(t, at);
    else if (*at == '"')
        read_string(t, at);
    else if (*at == '%')
        read_labelled(t, TOKEN_TEMP, 1);
    else if (*at == '$')
        read_labelled(t, TOKEN_GLOBAL, 1);
    else if (*at == '&')
        read_labelled(t, next == '&' ? TOKEN_BLOCK : TOKEN_FUNCTION, next == '&' ? 2 : 1);
    else if (*at == '-' && next == '>')
        read_sign(t, TOKEN_ARROW, 2);
    else if (*at == '.' && next == '.')
        read_sign(t, TOKEN_DOTS, 2);
    else
        read_sign(t, TOKEN_SIGN, 1);
}

char tokens_peek(const tokens *t)
{
    const char *at = skip_blanks(t, t->at);
    return at < t->end ? *at : '\n';
}

bool tokens_at_word(const tokens *t, const char *word)
{
    return t->token.kind == TOKEN_NAME && strlen(word) == t->token.length &&
           memcmp(word, t->token.text, t->token.length) == 0;
}

bool tokens_take_sign(tokens *t, char sign)
{
    if (!tokens_at_sign(t, sign))
        return false;
    tokens_next(t);
    return true;
}

bool tokens_take_word(tokens *t, const char *word)
{
    if (!tokens_at_word(t, word))
        return false;
    tokens_next(t);
    return true;
}

void tokens_need_sign(tokens *t, char sign, const char *what)
{
    if (!tokens_take_sign(t, sign))
        tokens_expected(t, what);
}

void tokens_skip_lines(tokens *t)
{
    while (t->token.kind == TOKEN_LINE)
        tokens_next(t);
}

/* The byte that an escape stands for; *at is behind the backslash and is moved to its last character. */
static char escaped(tokens *t, const char **at, const char *last)
{
    switch (**at) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '"':
    case '\\':
        return **at;
    case 'x':
        if (last - *at > 2 && digit_of((*at)[1]) < 16 && digit_of((*at)[2]) < 16) {
            *at += 2;
            return (char)(digit_of((*at)[-1]) * 16 + digit_of((*at)[0]));
        }
    }
    tokens_fail(t, *at - 1, "unknown escape; expected \\\\, \\\", \\n, \\t or \\x with two digits");
}

char *tokens_string(tokens *t, arena *arena, size_t *length)
{
    const char *last = t->token.text + t->token.length;
    char *bytes = arena_take(arena, t->token.length + 1), *to = bytes;
    for (const char *at = t->token.text; at < last; at++) {
        if (*at != '\\') {
            *to++ = *at;
        } else {
            at++;
            *to++ = escaped(t, &at, last);
        }
    }
    *to = '\0';
    *length = (size_t)(to - bytes);
    tokens_next(t);
    return bytes;
}

/* ---- labels -------------------------------------------------------------------------------------------------- */

static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 0x811c9dc5u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 0x01000193u;
    return hash ^ hash >> 15;
}

static void grow(labels *table)
{
    free(table->slots);
    table->slot_count = table->slot_count ? table->slot_count * 2 : 64;
    table->slots = must_zero(table->slot_count * sizeof *table->slots);
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t at = table->items[i].hash & (table->slot_count - 1);
        while (table->slots[at])
            at = (at + 1) & (table->slot_count - 1);
        table->slots[at] = i + 1;
    }
}

label *labels_at(labels *table, const token *token)
{
    if (table->count + 1 > table->slot_count / 2)
        grow(table);
    uint32_t hash = hash_of(token->text, token->length);
    uint32_t at = hash & (table->slot_count - 1);
    for (; table->slots[at]; at = (at + 1) & (table->slot_count - 1)) {
        label *l = &table->items[table->slots[at] - 1];
        if (l->hash == hash && l->length == token->length && memcmp(l->text, token->text, l->length) == 0)
            return l;
    }
    ARRAY_RESERVE(table->items, table->count, table->capacity);
    label *l = &table->items[table->count++];
    *l = (label){token->text, (uint32_t)token->length, hash, UINT32_MAX, false, token->at};
    table->slots[at] = table->count;
    return l;
}

void labels_clear(labels *table)
{
    if (table->slot_count > 1024 && table->count < table->slot_count / 8) {
        free(table->slots); /* one large routine must not make all later ones slow */
        table->slots = NULL;
        table->slot_count = 0;
    } else if (table->count) {
        memset(table->slots, 0, table->slot_count * sizeof *table->slots);
    }
    table->count = 0;
}

void labels_free(labels *table)
{
    free(table->items);
    free(table->slots);
    *table = (labels){0};
}
