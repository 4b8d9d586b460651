/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Suppressions for a line. See suppressing.h.
 *
 * Needs: a text. Leaves: text. Cost: linear in the text.
 */
#define _GNU_SOURCE
#include "suppressing.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fix/tokens.h"

#define REASON "TODO: say why this is right"

/* Whether text that is put at an offset would be inside a literal of several lines. */
static bool is_in_literal(const tokens *t, size_t at)
{
    for (uint32_t i = 0; i < t->count && t->items[i].at < at; i++)
        if (t->items[i].kind == TOKEN_STRING && t->items[i].at + t->items[i].length > at)
            return true;
    return false;
}

/* Where the names end in a NOLINT of the line that has some; NULL: there is none. */
static const char *end_of_names(const char *line, size_t length)
{
    const char *word = memmem(line, length, "NOLINT(", 7);
    return word ? memchr(word, ')', length - (size_t)(word - line)) : NULL;
}

char *suppressing_text(const char *text, size_t length, uint32_t line, const char *check, size_t *at)
{
    tokens *t = tokens_read(text, length);
    size_t start = tokens_offset(t, line + 1, 1), end = line_end(t, start);
    while (end > start && isspace((unsigned char)text[end - 1]))
        end--;
    bool none = is_in_literal(t, end) || (end > start && text[end - 1] == '\\');
    tokens_free(t);
    if (none)
        return NULL;
    char *made = NULL;
    const char *names = end_of_names(text + start, end - start);
    *at = names ? (size_t)(names - text) : end;
    int size = names ? asprintf(&made, ", %s", check)
                     : asprintf(&made, "%s// NOLINT(%s): " REASON, end > start ? " " : "", check);
    return size < 0 ? NULL : made;
}
