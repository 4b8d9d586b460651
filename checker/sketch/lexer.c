/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tokens; see lexer.h.
 *
 * Needs: any bytes. Leaves behind: tokens, one by one. Cost: linear.
 */
#include "lexer.h"

#include <ctype.h>
#include <string.h>

void lexer_start(lexer *l, const char *text, size_t length)
{
    *l = (lexer){.at = text, .end = text + length, .line_start = true};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        l->at += 3;
}

static char peek(const lexer *l, size_t ahead)
{
    return (size_t)(l->end - l->at) > ahead ? l->at[ahead] : '\0';
}

/* How many bytes a line's end that is none takes, behind a backslash; 0: there is none. */
static size_t continued(const lexer *l)
{
    if (peek(l, 0) != '\\')
        return 0;
    return peek(l, 1) == '\n' ? 2 : peek(l, 1) == '\r' && peek(l, 2) == '\n' ? 3 : 0;
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
    while (l->at < l->end && *l->at != '\n')
        l->at += continued(l) ? continued(l) : 1;
}

/* Passes over space and comments; stops at a line's end in a directive. */
static void pass_space(lexer *l)
{
    while (l->at < l->end) {
        if (continued(l))
            l->at += continued(l);
        else if (*l->at == '\n' && l->in_directive)
            return;
        else if (isspace((unsigned char)*l->at))
            l->line_start |= *l->at++ == '\n';
        else if (*l->at == '/' && peek(l, 1) == '*')
            pass_block_comment(l);
        else if (*l->at == '/' && peek(l, 1) == '/')
            pass_line_comment(l);
        else
            return;
    }
}

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static void pass_quoted(lexer *l)
{
    char quote = *l->at++;
    while (l->at < l->end && *l->at != quote && *l->at != '\n') {
        size_t skip = continued(l);
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
    while (l->at < l->end && (in_word(*l->at) || *l->at == '.' || (*l->at == '\'' && in_word(peek(l, 1)))))
        l->at++;
}

static bool is_raw_prefix(const token *t)
{
    return t->text[t->length - 1] == 'R' && t->length <= 3 &&
           (t->length == 1 || strchr("LuU8", t->text[t->length - 2]));
}

static void take_word(lexer *l, token *t)
{
    while (l->at < l->end && in_word(*l->at))
        l->at++;
    t->kind = TOKEN_WORD;
    t->length = (size_t)(l->at - t->text);
    if (peek(l, 0) == '"' && is_raw_prefix(t)) {
        pass_raw(l);
        t->kind = TOKEN_STRING;
    }
}

void lexer_next(lexer *l, token *t)
{
    const char *before = l->at;
    pass_space(l);
    *t = (token){.kind = TOKEN_END, .text = l->at, .touches = before == l->at};
    if (l->at >= l->end) {
        t->kind = l->in_directive ? TOKEN_LINE_END : TOKEN_END;
        l->in_directive = false;
        return;
    }
    char c = *l->at;
    bool first = l->line_start;
    l->line_start = false;
    if (isdigit((unsigned char)c)) {
        pass_number(l);
        t->kind = TOKEN_STRING;
    } else if (in_word(c)) {
        take_word(l, t);
    } else if (c == '"' || c == '\'') {
        pass_quoted(l);
        t->kind = TOKEN_STRING;
    } else if (c == '\n') {
        t->kind = TOKEN_LINE_END;
        l->in_directive = false;
        l->line_start = true;
        l->at++;
    } else if (c == '#' && first) {
        t->kind = TOKEN_DIRECTIVE;
        l->in_directive = true;
        l->at++;
    } else {
        t->kind = TOKEN_MARK;
        t->mark = c;
        l->at++;
    }
}

void lexer_rest(lexer *l, const char **text, size_t *length)
{
    pass_space(l);
    *text = l->at;
    while (l->at < l->end && *l->at != '\n' && !(*l->at == '/' && (peek(l, 1) == '/' || peek(l, 1) == '*')))
        l->at++;
    const char *end = l->at;
    while (end > *text && isspace((unsigned char)end[-1]))
        end--;
    *length = (size_t)(end - *text);
}
