/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Suppressions by pragma: #pragma prefast(suppress: …, "reason") and #pragma warning(suppress: …). They are about the
 * next line that holds code. Names are those of checks; numbers are those of warnings of Microsoft's code analysis that
 * say the same.
 *
 * Needs: the text of a source. Leaves: suppressions. Cost: linear in the text.
 */
#define _GNU_SOURCE
#include "suppress.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

/* What the documentation of each warning says, in terms of our checks. */
static const struct {
    unsigned number;
    const char *checks;
} warnings[] = {
    {26110,
     "devlock-release-without-acquire,devlock-double-release,devlock-wrong-extension"}, /* caller failing to hold */
    {26115, "devlock-missing-release"},                                                 /* failing to release */
    {26117, "devlock-release-without-acquire,devlock-double-release,devlock-wrong-extension"}, /* releasing unheld */
    {26165, "devlock-missing-release"},         /* possibly … as 26115 */
    {26166, "devlock-release-without-acquire"}, /* possibly failing to acquire or to hold */
    {26167, "devlock-release-without-acquire,devlock-double-release,devlock-wrong-extension"}, /* as 26117 */
    {28120, "devlock-irql,devlock-call-irql"}, /* the current level is too low */
    {28121, "devlock-irql,devlock-call-irql"}, /* the current level is too high */
};

/* ---- one pragma ---------------------------------------------------------------------------------------------- */

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* Skips a word, if it stands there as a whole. */
static bool skip_word(const char **at, const char *end, const char *word)
{
    const char *to = skip_space(*at, end);
    size_t length = strlen(word);
    if ((size_t)(end - to) < length || memcmp(to, word, length) != 0)
        return false;
    to += length;
    if (isalpha((unsigned char)word[length - 1]) && to < end && (isalnum((unsigned char)*to) || *to == '_'))
        return false;
    *at = to;
    return true;
}

/* Adds a name, or what a number stands for, to a list. */
static void add_name(char **list, bool *named, const char *name, size_t length)
{
    const char *more = NULL;
    char *end;
    unsigned long number = strtoul(*name == 'C' ? name + 1 : name, &end, 10);
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings && end == name + length; i++)
        if (warnings[i].number == number)
            more = warnings[i].checks;
    if (!more && !isalpha((unsigned char)*name) && *name != '*')
        return;
    *named |= !more && length > 8 && memcmp(name, "devlock-", 8) == 0;
    size_t before = *list ? strlen(*list) + 1 : 0, size = before + (more ? strlen(more) : length) + 1;
    char *longer = must_zero(size);
    if (before) {
        memcpy(longer, *list, before - 1);
        longer[before - 1] = ',';
    }
    memcpy(longer + before, more ? more : name, size - before - 1);
    free(*list);
    *list = longer;
}

/* The names of a clause, up to what ends it. */
static const char *read_names(const char *at, const char *end, char **list, bool *named)
{
    while (at < end && !strchr("),;\"", *at)) {
        const char *name = at;
        while (at < end && (isalnum((unsigned char)*at) || strchr("_-*", *at)))
            at++;
        if (at > name)
            add_name(list, named, name, (size_t)(at - name));
        else
            at++;
    }
    return at;
}

/* The reason: the text in quotes, else the comment behind. */
static char *read_reason(const char *at, const char *end)
{
    const char *close = memchr(at, ')', (size_t)(end - at)), *quote = memchr(at, '"', (size_t)(end - at));
    const char *last = quote ? memchr(quote + 1, '"', (size_t)(end - quote) - 1) : NULL;
    if (last && (!close || quote < close))
        return suppression_reason(quote + 1, (size_t)(last - quote) - 1);
    return close ? suppression_reason(close + 1, (size_t)(end - close) - 1) : NULL;
}

/* A directive's line; gives whether it is a suppression. */
static bool read_pragma(suppressions *all, const char *line, const char *end, uint32_t number)
{
    const char *at = line;
    if (!skip_word(&at, end, "#") || !skip_word(&at, end, "pragma"))
        return false;
    bool prefast = skip_word(&at, end, "prefast");
    if ((!prefast && !skip_word(&at, end, "warning")) || !skip_word(&at, end, "("))
        return false;
    /* Clauses of warning(…) stand behind semicolons. */
    while (!skip_word(&at, end, "suppress")) {
        const char *next = memchr(at, ';', (size_t)(end - at));
        if (!next)
            return false;
        at = next + 1;
    }
    char *list = NULL;
    bool named = false;
    if (skip_word(&at, end, ":"))
        at = read_names(at, end, &list, &named);
    if (!list)
        return false;
    suppression *one = suppressions_add(all);
    one->kind = SUPPRESS_PRAGMA;
    one->how = prefast ? "#pragma prefast" : "#pragma warning";
    one->checks = list;
    one->named = named;
    one->reason = read_reason(at, end);
    one->line = number;
    one->column = (uint32_t)(skip_space(line, end) - line) + 1;
    return true;
}

/* ---- the source ---------------------------------------------------------------------------------------------- */

/* Whether a line holds code: anything but comments and white space. *comment: whether one goes on over its end. */
static bool holds_code(const char *at, const char *end, bool *comment)
{
    bool code = false;
    while (at < end) {
        bool pair = at + 1 < end;
        if (*comment) {
            *comment = !(pair && at[0] == '*' && at[1] == '/');
            at += *comment ? 1 : 2;
        } else if (pair && at[0] == '/' && at[1] == '/') {
            break;
        } else if (pair && at[0] == '/' && at[1] == '*') {
            *comment = true;
            at += 2;
        } else if (*at == '"' || *at == '\'') {
            char quote = *at++;
            for (; at < end && *at != quote; at++)
                at += *at == '\\';
            at++;
            code = true;
        } else {
            code |= !isspace((unsigned char)*at++);
        }
    }
    return code;
}

static bool is_directive(const char *at, const char *end)
{
    at = skip_space(at, end);
    return at < end && *at == '#';
}

void suppressions_read_pragmas(suppressions *all, const char *text, size_t length)
{
    const char *end = text + length;
    uint32_t first = all->count; /* of those that wait for code */
    bool comment = false, goes_on = false;
    for (uint32_t number = 1; text < end; number++) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        const char *stop = newline ? newline : end, *last = stop;
        while (last > text && last[-1] == '\r')
            last--;
        bool directive = goes_on || (!comment && is_directive(text, last));
        if (directive && !goes_on)
            read_pragma(all, text, last, number);
        goes_on = directive && last > text && last[-1] == '\\';
        if (holds_code(text, last, &comment) && !directive)
            for (; first < all->count; first++)
                all->items[first].target = number;
        text = newline ? newline + 1 : end;
    }
}
