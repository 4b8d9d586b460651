/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tokens; see lexer.h.
 *
 * Needs: any bytes, with a zero behind them. Leaves behind: tokens, one by one. Cost: linear.
 */
#include "lexer.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/* ---- kinds of characters --------------------------------------------------------------------------------------- */

typedef enum kind {
    OTHER, /* a mark; also 0, at which all that passes over something stops */
    SPACE,
    LINE_END,
    LETTER, /* what words consist of, besides digits */
    DIGIT,
    QUOTE,
    SLASH,
    BACKSLASH
} kind;

#define FOUR(kind)    kind, kind, kind, kind
#define SIXTEEN(kind) FOUR(kind), FOUR(kind), FOUR(kind), FOUR(kind)
#define LETTERS       LETTER, LETTER, LETTER, SIXTEEN(LETTER), FOUR(LETTER), LETTER, LETTER, LETTER

/* In the order of ASCII: what a character is costs one look. */
static const uint8_t kinds[256] = {
    FOUR(OTHER),     FOUR(OTHER),     OTHER,           SPACE,           LINE_END,        SPACE,
    SPACE,           SPACE,           OTHER,           OTHER,           SIXTEEN(OTHER), /* control */
    SPACE,           OTHER,           QUOTE,           OTHER,           LETTER,          OTHER,
    OTHER,           QUOTE,                                                    /*  !"#$%&' */
    FOUR(OTHER),     OTHER,           OTHER,           OTHER,           SLASH, /* ()*+,-./ */
    FOUR(DIGIT),     FOUR(DIGIT),     DIGIT,           DIGIT,           OTHER,           OTHER,
    FOUR(OTHER), /* 0…9:;<=>? */
    OTHER,           LETTERS,         OTHER,           BACKSLASH,       OTHER,           OTHER,
    LETTER,                                                   /* @A…Z[\]^_ */
    OTHER,           LETTERS,         FOUR(OTHER),     OTHER, /* `a…z{|}~ */
    SIXTEEN(LETTER), SIXTEEN(LETTER), SIXTEEN(LETTER), SIXTEEN(LETTER), SIXTEEN(LETTER), SIXTEEN(LETTER),
    SIXTEEN(LETTER), SIXTEEN(LETTER)};

static kind kind_of(char c)
{
    return (kind)kinds[(unsigned char)c];
}

static bool in_word(char c)
{
    return kind_of(c) == LETTER || kind_of(c) == DIGIT;
}

/* ---- passing over ---------------------------------------------------------------------------------------------- */

void lexer_start(lexer *l, const char *text, size_t length)
{
    *l = (lexer){.at = text, .end = text + length, .line_start = true};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        l->at += 3;
}

/* How many bytes a line's end that is none takes, behind a backslash; 0: there is none. */
static size_t continued(const char *at)
{
    if (at[0] != '\\')
        return 0;
    return at[1] == '\n' ? 2 : at[1] == '\r' && at[2] == '\n' ? 3 : 0;
}

static void pass_block_comment(lexer *l)
{
    const char *close = l->at + 2;
    while ((close = memchr(close, '*', (size_t)(l->end - close))) && close + 1 < l->end && close[1] != '/')
        close++;
    l->at = close && close + 1 < l->end ? close + 2 : l->end;
}

static void pass_line_comment(lexer *l)
{
    for (;;) {
        const char *end = memchr(l->at, '\n', (size_t)(l->end - l->at));
        if (!end) {
            l->at = l->end;
            return;
        }
        bool on = end[-1] == '\\' || (end[-1] == '\r' && end[-2] == '\\'); /* two slashes stand before */
        l->at = on ? end + 1 : end;
        if (!on)
            return;
    }
}

/* Passes over space and comments; stops at a line's end in a directive. */
static void pass_space(lexer *l)
{
    for (;;) {
        size_t skip;
        switch (kind_of(*l->at)) {
        case SPACE:
            l->at++;
            break;
        case LINE_END:
            if (l->in_directive)
                return;
            l->line_start = true;
            l->at++;
            break;
        case BACKSLASH:
            skip = continued(l->at);
            if (!skip)
                return;
            l->at += skip;
            break;
        case SLASH:
            if (l->at[1] == '*')
                pass_block_comment(l);
            else if (l->at[1] == '/')
                pass_line_comment(l);
            else
                return;
            break;
        default:
            return;
        }
    }
}

static void pass_quoted(lexer *l)
{
    char quote = *l->at++;
    while (l->at < l->end && *l->at != quote && *l->at != '\n') {
        size_t skip = continued(l->at);
        l->at += skip ? skip : *l->at == '\\' && l->end - l->at > 1 ? 2 : 1;
    }
    if (l->at < l->end && *l->at == quote)
        l->at++;
}

/* R"delimiter( … )delimiter", from the quote on. */
static void pass_raw(lexer *l)
{
    const char *open = memchr(l->at, '(', (size_t)(l->end - l->at));
    size_t length = open ? (size_t)(open - l->at) - 1 : 17;
    if (length > 16) {
        pass_quoted(l);
        return;
    }
    const char *delimiter = l->at + 1;
    for (const char *c = open; (c = memchr(c, ')', (size_t)(l->end - c))) != NULL; c++)
        if ((size_t)(l->end - c) > length + 1 && memcmp(c + 1, delimiter, length) == 0 && c[length + 1] == '"') {
            l->at = c + length + 2;
            return;
        }
    l->at = l->end;
}

static void pass_number(lexer *l)
{
    while (l->at < l->end && (in_word(*l->at) || *l->at == '.' || (*l->at == '\'' && in_word(l->at[1]))))
        l->at++;
}

static bool is_raw_prefix(const token *t)
{
    return t->text[t->length - 1] == 'R' && t->length <= 3 &&
           (t->length == 1 || strchr("LuU8", t->text[t->length - 2]));
}

static void take_word(lexer *l, token *t)
{
    const char *at = l->at;
    while (in_word(*at))
        at++;
    l->at = at;
    t->kind = TOKEN_WORD;
    t->length = (size_t)(at - t->text);
    if (*at == '"' && is_raw_prefix(t)) {
        pass_raw(l);
        t->kind = TOKEN_STRING;
    }
}

static void take_mark(lexer *l, token *t, bool first)
{
    char c = *l->at++;
    if (c == '#' && first) {
        t->kind = TOKEN_DIRECTIVE;
        l->in_directive = true;
    } else {
        t->kind = TOKEN_MARK;
        t->mark = c;
    }
}

static void take_end(lexer *l, token *t)
{
    t->kind = l->in_directive ? TOKEN_LINE_END : TOKEN_END;
    l->in_directive = false;
}

void lexer_next(lexer *l, token *t)
{
    const char *before = l->at;
    pass_space(l);
    *t = (token){.text = l->at, .touches = before == l->at};
    if (l->at >= l->end) {
        take_end(l, t);
        return;
    }
    bool first = l->line_start;
    l->line_start = false;
    switch (kind_of(*l->at)) {
    case LETTER:
        take_word(l, t);
        break;
    case DIGIT:
        pass_number(l);
        t->kind = TOKEN_STRING;
        break;
    case QUOTE:
        pass_quoted(l);
        t->kind = TOKEN_STRING;
        break;
    case LINE_END:
        take_end(l, t);
        l->line_start = true;
        l->at++;
        break;
    default:
        take_mark(l, t, first);
        break;
    }
}

void lexer_rest(lexer *l, const char **text, size_t *length)
{
    pass_space(l);
    *text = l->at;
    while (l->at < l->end && *l->at != '\n' && !(*l->at == '/' && (l->at[1] == '/' || l->at[1] == '*')))
        l->at++;
    const char *end = l->at;
    while (end > *text && isspace((unsigned char)end[-1]))
        end--;
    *length = (size_t)(end - *text);
}
