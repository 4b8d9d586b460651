/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Suppressions; see suppress.h. NOLINT is looked for as clang-tidy does: anywhere in the text, comment or not; the
 * brackets hold globs with commas between them, of which those with a minus count for nothing.
 *
 * Needs: the text of a source. Leaves: a list. Cost: linear in the text; a look at each suppression for each finding.
 */
#define _GNU_SOURCE
#include "suppress.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "glob.h"

suppression *suppressions_add(suppressions *all)
{
    ARRAY_RESERVE(all->items, all->count, all->capacity);
    suppression *one = &all->items[all->count++];
    *one = (suppression){0};
    return one;
}

void suppressions_free(suppressions *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        free(all->items[i].checks);
        free(all->items[i].reason);
    }
    free(all->items);
    free(all);
}

static char *copy(const char *text, size_t length)
{
    char *to = must_zero(length + 1);
    return memcpy(to, text, length);
}

char *suppression_reason(const char *text, size_t length)
{
    static const char before[] = " \t\r:;,.-/*(\"", after[] = " \t\r\"";
    const char *end = memmem(text, length, "*/", 2);
    if (end)
        length = (size_t)(end - text);
    while (length && strchr(before, *text))
        text++, length--;
    while (length && strchr(after, text[length - 1]))
        length--;
    return length ? copy(text, length) : NULL;
}

/* ---- reading NOLINT ------------------------------------------------------------------------------------------ */

typedef struct reader {
    const char *text, *end;
    const char *line_start;
    uint32_t line;
    suppressions *all;
    uint32_t *open; /* indices of NOLINTBEGIN */
    uint32_t open_count, open_capacity;
} reader;

/* Moves on to a place further on. */
static void count_lines(reader *r, const char *to)
{
    const char *next;
    while ((next = memchr(r->line_start, '\n', (size_t)(to - r->line_start)))) {
        r->line++;
        r->line_start = next + 1;
    }
}

static bool same_checks(const suppression *a, const suppression *b)
{
    if (!a->checks || !b->checks)
        return a->checks == b->checks;
    return strcmp(a->checks, b->checks) == 0;
}

/* An end belongs to the last open beginning, if both name the same. */
static void close_block(reader *r, suppression *end)
{
    suppression *begin = r->open_count ? &r->all->items[r->open[r->open_count - 1]] : NULL;
    if (!begin || !same_checks(begin, end)) {
        end->kind = SUPPRESS_UNMATCHED;
        return;
    }
    begin->kind = SUPPRESS_BLOCK;
    begin->end_line = end->line;
    begin->end_column = end->column;
    r->open_count--;
    free(end->checks);
    free(end->reason);
    r->all->count--;
}

/* Files what a directive is; the last one of the list. */
static void file(reader *r, const char *word, size_t length)
{
    suppression *one = &r->all->items[r->all->count - 1];
    one->how = length == 6 ? "NOLINT" : length == 14 ? "NOLINTNEXTLINE" : length == 11 ? "NOLINTBEGIN" : "NOLINTEND";
    if (word[length - 1] == 'T')
        one->kind = SUPPRESS_LINE;
    else if (length == 14)
        one->kind = SUPPRESS_NEXT_LINE;
    else if (length == 11)
        one->kind = SUPPRESS_UNMATCHED; /* until its end is found */
    if (length == 11) {
        ARRAY_RESERVE(r->open, r->open_count, r->open_capacity);
        r->open[r->open_count++] = r->all->count - 1;
    } else if (length == 9) {
        close_block(r, one);
    }
}

static bool is_directive(const char *word, size_t length)
{
    static const char *const words[] = {"NOLINT", "NOLINTNEXTLINE", "NOLINTBEGIN", "NOLINTEND"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
            return true;
    return false;
}

/* Behind the directive: its checks, and the reason in what is left of the line. */
static const char *read_rest(reader *r, const char *at, suppression *one)
{
    const char *newline = memchr(at, '\n', (size_t)(r->end - at));
    const char *stop = newline ? newline : r->end;
    if (at < stop && *at == '(') {
        const char *close = memchr(at, ')', (size_t)(stop - at));
        if (close) {
            one->checks = copy(at + 1, (size_t)(close - at) - 1);
            at = close + 1;
        }
    }
    const char *next = memmem(at, (size_t)(stop - at), "NOLINT", 6);
    one->reason = suppression_reason(at, (size_t)((next ? next : stop) - at));
    return at;
}

static void read_nolints(reader *r)
{
    const char *at = r->text;
    while ((at = memmem(at, (size_t)(r->end - at), "NOLINT", 6))) {
        const char *word = at;
        for (at += 6; at < r->end && isalpha((unsigned char)*at); at++)
            ;
        if (!is_directive(word, (size_t)(at - word)))
            continue;
        size_t length = (size_t)(at - word);
        count_lines(r, word);
        suppression *one = suppressions_add(r->all);
        one->line = r->line;
        one->column = (uint32_t)(word - r->line_start) + 1;
        at = read_rest(r, at, one);
        file(r, word, length);
    }
}

suppressions *suppressions_read(const char *text, size_t length)
{
    suppressions *all = must_zero(sizeof *all);
    reader r = {.text = text, .end = text + length, .line_start = text, .line = 1, .all = all};
    if (length) {
        read_nolints(&r);
        suppressions_read_pragmas(all, text, length);
    }
    free(r.open);
    return all;
}

/* ---- asking -------------------------------------------------------------------------------------------------- */

/* The next of the names in a list, trimmed; *at moves on. */
static bool next_name(const char **at, const char **name, size_t *length)
{
    if (!*at)
        return false;
    const char *comma = strchr(*at, ',');
    const char *begin = *at, *end = comma ? comma : begin + strlen(begin);
    *at = comma ? comma + 1 : NULL;
    while (begin < end && isspace((unsigned char)*begin))
        begin++;
    while (end > begin && isspace((unsigned char)end[-1]))
        end--;
    *name = begin;
    *length = (size_t)(end - begin);
    return true;
}

bool suppression_covers(const suppression *one, const char *check)
{
    const char *at = one->checks, *name;
    size_t length;
    if (!at)
        return true;
    while (next_name(&at, &name, &length))
        if (length && *name != '-' && glob_matches(name, length, check))
            return true;
    return false;
}

bool suppression_names_us(const suppression *one)
{
    const char *at = one->checks, *name;
    size_t length;
    if (one->kind == SUPPRESS_PRAGMA)
        return one->named;
    while (next_name(&at, &name, &length))
        if (length > 8 && memcmp(name, "devlock-", 8) == 0)
            return true;
    return false;
}

static bool is_at(const suppression *one, uint32_t line, uint32_t column)
{
    switch (one->kind) {
    case SUPPRESS_LINE:
        return one->line == line;
    case SUPPRESS_NEXT_LINE:
        return one->line + 1 == line;
    case SUPPRESS_PRAGMA:
        return one->target == line;
    case SUPPRESS_BLOCK:
        return (one->line < line || (one->line == line && one->column <= column)) &&
               (line < one->end_line || (line == one->end_line && column < one->end_column));
    default:
        return false;
    }
}

suppression *suppressions_find(suppressions *all, const char *check, uint32_t line, uint32_t column, bool pragmas)
{
    for (uint32_t i = 0; i < all->count; i++) {
        suppression *one = &all->items[i];
        if ((pragmas && one->kind != SUPPRESS_PRAGMA) || !is_at(one, line, column) || !suppression_covers(one, check))
            continue;
        one->used = true;
        return one;
    }
    return NULL;
}
