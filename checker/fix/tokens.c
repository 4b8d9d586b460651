/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tokens; see tokens.h.
 *
 * Needs: the text of a source, in whatever encoding leaves ASCII alone. Leaves: its tokens. Cost: linear; 24 bytes a
 * token.
 */
#include "tokens.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

static bool in_word(const tokens *t, size_t at)
{
    unsigned char byte = at < t->length ? (unsigned char)t->text[at] : 0;
    return isalnum(byte) || byte == '_' || byte == '$' || byte >= 0x80;
}

static char byte_at(const tokens *t, size_t at)
{
    return at < t->length ? t->text[at] : '\0';
}

/* The number of bytes of a line end: 0: there is none. */
static size_t break_at(const tokens *t, size_t at)
{
    if (byte_at(t, at) == '\r')
        return byte_at(t, at + 1) == '\n' ? 2 : 1;
    return at < t->length && t->text[at] == '\n';
}

static void add_line(tokens *t, size_t at)
{
    ARRAY_RESERVE(t->lines, t->line_count, t->line_capacity);
    t->lines[t->line_count++] = (uint32_t)at;
}

static void find_lines(tokens *t)
{
    add_line(t, 0);
    for (size_t at = 0; at < t->length;) {
        size_t size = break_at(t, at);
        at += size ? size : 1;
        if (size)
            add_line(t, at);
    }
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* Behind a backslash and the end of its line; `at` itself if there is none. */
static size_t skip_splice(const tokens *t, size_t at)
{
    return byte_at(t, at) == '\\' && break_at(t, at + 1) ? at + 1 + break_at(t, at + 1) : at;
}

static size_t skip_comment(const tokens *t, size_t at)
{
    if (byte_at(t, at) != '/')
        return at;
    if (byte_at(t, at + 1) == '*') {
        for (at += 2; at < t->length && !(t->text[at] == '*' && byte_at(t, at + 1) == '/');)
            at++;
        return at < t->length ? at + 2 : at;
    }
    if (byte_at(t, at + 1) != '/')
        return at;
    while (at < t->length && !break_at(t, at)) {
        size_t behind = skip_splice(t, at);
        at = behind > at ? behind : at + 1;
    }
    return at;
}

/* The rest of a directive, through spliced lines and comments. */
static size_t skip_directive(const tokens *t, size_t at)
{
    while (at < t->length && !break_at(t, at)) {
        size_t behind = skip_splice(t, at);
        if (behind == at)
            behind = skip_comment(t, at);
        at = behind > at ? behind : at + 1;
    }
    return at;
}

static size_t skip_quoted(const tokens *t, size_t at)
{
    char quote = t->text[at++];
    while (at < t->length && t->text[at] != quote && !break_at(t, at)) {
        size_t behind = skip_splice(t, at);
        at = behind > at ? behind : at + 1 + (t->text[at] == '\\' && at + 1 < t->length);
    }
    return at < t->length && t->text[at] == quote ? at + 1 : at;
}

/* R"x( … )x" */
static size_t skip_raw_string(const tokens *t, size_t at)
{
    size_t from = at + 1, to = from;
    while (to < t->length && t->text[to] != '(' && to - from < 16)
        to++;
    size_t mark = to - from;
    for (at = to; at + mark + 1 < t->length; at++)
        if (t->text[at] == ')' && memcmp(t->text + at + 1, t->text + from, mark) == 0 && t->text[at + mark + 1] == '"')
            return at + mark + 2;
    return t->length;
}

static bool is_raw_prefix(const tokens *t, size_t from, size_t to)
{
    static const char *const prefixes[] = {"R", "LR", "uR", "UR", "u8R"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (to - from == strlen(prefixes[i]) && memcmp(t->text + from, prefixes[i], to - from) == 0)
            return true;
    return false;
}

/* The end of the token that begins at an offset. */
static size_t read_token(const tokens *t, size_t at, bool first, token_kind *kind)
{
    size_t from = at;
    char byte = t->text[at];
    *kind = TOKEN_MARK;
    if (byte == '#' && first) {
        *kind = TOKEN_DIRECTIVE;
        return skip_directive(t, at);
    }
    if (byte == '"' || byte == '\'') {
        *kind = TOKEN_STRING;
        return skip_quoted(t, at);
    }
    if (isdigit((unsigned char)byte) || (byte == '.' && isdigit((unsigned char)byte_at(t, at + 1)))) {
        *kind = TOKEN_NUMBER;
        while (in_word(t, at) || byte_at(t, at) == '.' ||
               ((byte_at(t, at) == '+' || byte_at(t, at) == '-') && strchr("eEpP", t->text[at - 1])))
            at++;
        return at;
    }
    if (in_word(t, at)) {
        *kind = TOKEN_WORD;
        while (in_word(t, at))
            at++;
        if (byte_at(t, at) == '"' && is_raw_prefix(t, from, at)) {
            *kind = TOKEN_STRING;
            return skip_raw_string(t, at);
        }
        return at;
    }
    bool two = (byte == '-' && byte_at(t, at + 1) == '>') || (byte == ':' && byte_at(t, at + 1) == ':');
    return at + 1 + two;
}

static void read_all(tokens *t)
{
    bool first = true;
    size_t at = t->length >= 3 && memcmp(t->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < t->length) {
        size_t behind = break_at(t, at);
        if (behind) {
            at += behind;
            first = true;
            continue;
        }
        behind = skip_comment(t, at);
        if (behind == at)
            behind = skip_splice(t, at);
        if (behind == at && (isspace((unsigned char)t->text[at]) || t->text[at] == '\0'))
            behind++;
        if (behind > at) {
            at = behind;
            continue;
        }
        token one = {.at = (uint32_t)at, .mate = NO_TOKEN, .outer = NO_TOKEN, .first = first};
        at = read_token(t, at, first, &one.kind);
        one.length = (uint32_t)at - one.at;
        first = false;
        ARRAY_RESERVE(t->items, t->count, t->capacity);
        t->items[t->count++] = one;
    }
}

/* Finds the pairs of brackets. One that does not fit, as #if can leave them, has no mate. */
static void pair(tokens *t)
{
    static const char opening[] = "([{", closing[] = ")]}";
    uint32_t open = NO_TOKEN;
    for (uint32_t i = 0; i < t->count; i++) {
        token *one = &t->items[i];
        char byte = one->kind == TOKEN_MARK ? t->text[one->at] : '\0';
        const char *closes = byte ? strchr(closing, byte) : NULL;
        if (closes && open != NO_TOKEN && t->text[t->items[open].at] == opening[closes - closing]) {
            one->mate = open;
            t->items[open].mate = i;
            open = t->items[open].outer;
        }
        one->outer = open;
        if (byte && strchr(opening, byte))
            open = i;
    }
}

tokens *tokens_read(const char *text, size_t length)
{
    tokens *t = must_zero(sizeof *t);
    t->text = text;
    t->length = length < UINT32_MAX ? length : 0;
    find_lines(t);
    read_all(t);
    pair(t);
    return t;
}

void tokens_free(tokens *t)
{
    if (!t)
        return;
    free(t->items);
    free(t->lines);
    free(t);
}

/* ---- asking -------------------------------------------------------------------------------------------------- */

size_t tokens_offset(const tokens *t, uint32_t line, uint32_t column)
{
    if (!line || line > t->line_count)
        return t->length;
    size_t at = t->lines[line - 1] + (size_t)(column ? column - 1 : 0);
    return at < t->length ? at : t->length;
}

uint32_t tokens_line(const tokens *t, size_t offset)
{
    uint32_t low = 0, high = t->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (t->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

uint32_t tokens_at(const tokens *t, size_t offset)
{
    uint32_t low = 0, high = t->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (t->items[middle].at < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->count && t->items[low].at == offset ? low : NO_TOKEN;
}

bool token_is(const tokens *t, uint32_t index, const char *text)
{
    return index < t->count && t->items[index].length == strlen(text) &&
           memcmp(t->text + t->items[index].at, text, strlen(text)) == 0;
}

bool tokens_same(const tokens *t, uint32_t from, uint32_t to, uint32_t other)
{
    for (; from < to; from++, other++) {
        const token *a = &t->items[from], *b = &t->items[other];
        if (other >= t->count || a->length != b->length || memcmp(t->text + a->at, t->text + b->at, a->length) != 0)
            return false;
    }
    return true;
}

size_t line_start(const tokens *t, size_t offset)
{
    return t->lines[tokens_line(t, offset) - 1];
}

size_t line_next(const tokens *t, size_t offset)
{
    uint32_t line = tokens_line(t, offset);
    return line < t->line_count ? t->lines[line] : t->length;
}

size_t line_end(const tokens *t, size_t offset)
{
    size_t at = line_start(t, offset);
    while (at < t->length && !break_at(t, at))
        at++;
    return at;
}

const char *line_break(const tokens *t, size_t offset)
{
    size_t end = line_end(t, offset);
    if (end == t->length && line_start(t, offset))
        end = line_end(t, line_start(t, offset) - 1);
    switch (break_at(t, end)) {
    case 2:
        return "\r\n";
    case 1:
        return t->text[end] == '\r' ? "\r" : "\n";
    default:
        return "\n";
    }
}

size_t line_indent(const tokens *t, size_t offset)
{
    size_t from = line_start(t, offset), at = from;
    if (from == 0 && t->length >= 3 && memcmp(t->text, "\xEF\xBB\xBF", 3) == 0)
        return 0;
    while (at < t->length && (t->text[at] == ' ' || t->text[at] == '\t'))
        at++;
    return at - from;
}
