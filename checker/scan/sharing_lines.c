/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What sources begin with; see sharing_lines.h.
 *
 * Needs: sources with their commands. Leaves: numbers. Cost: a look at the first lines of each source and of what it
 * includes.
 */
#define _GNU_SOURCE
#include "sharing_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beginning.h"
#include "roots.h"
#include "sharing.h"

_Static_assert(SHARING_ROOTS == BEGINNING_ROOTS_MOST, "all roots of a source are told");

static int by_number(const void *a, const void *b)
{
    uint64_t x = ((const shared_line *)a)->number, y = ((const shared_line *)b)->number;
    return x < y ? -1 : x > y;
}

/* By the first header, and the ending of the source's name. */
roots_tried *sharing_lines_tried(sharing_lines *lines, const char *roots, const char *file)
{
    const char *from = strstr(roots, "#include"), *dot = strrchr(file, '.');
    char *name;
    if (!from)
        return NULL;
    if (asprintf(&name, "%.*s%s", (int)strcspn(from, "\n"), from, dot ? dot : "") < 0)
        abort();
    uint32_t *index = string_map_at(lines->tried_names, name);
    if (*index != UINT32_MAX) {
        free(name);
        return lines->tried[*index];
    }
    *index = (uint32_t)lines->tried_count; /* the map keeps the name */
    ARRAY_RESERVE(lines->tried, lines->tried_count, lines->tried_capacity);
    return lines->tried[lines->tried_count++] = must_zero(sizeof(roots_tried));
}

static void count_source(sharing_lines *lines, const scan_source *source, roots *roots, source_lines *of)
{
    beginning b;
    beginning_of what = {source->file, source->directory, (const char *const *)source->arguments,
                         source->argument_count, NULL};
    what.roots = roots_of(roots, &what);
    if (!beginning_read(&b, &what)) {
        free((char *)what.roots);
        return;
    }
    *of = (source_lines){must_allocate(b.count * sizeof *of->numbers), b.count, b.roots, (char *)what.roots, NULL};
    if (b.roots)
        of->tried = sharing_lines_tried(lines, what.roots, source->file);
    for (unsigned i = 0; i < b.count; i++) {
        of->numbers[i] = b.lines[i].number;
        if (!b.lines[i].number)
            continue;
        ARRAY_RESERVE(lines->all, lines->count, lines->capacity);
        lines->all[lines->count++] = (shared_line){.number = b.lines[i].number, .left = 1, .keeper = -1, .reader = -1};
    }
    beginning_free(&b);
}

/* Those that one source alone has are of no interest. */
void sharing_lines_count(sharing_lines *lines, const scan_sources *sources)
{
    size_t kept = 0;
    roots *roots = roots_new();
    lines->tried_names = string_map_new();
    lines->sources = must_zero((sources->count + 1) * sizeof *lines->sources);
    for (size_t i = 0; i < sources->count; i++)
        count_source(lines, &sources->items[i], roots, &lines->sources[i]);
    roots_free(roots);
    if (lines->count)
        qsort(lines->all, lines->count, sizeof *lines->all, by_number);
    for (size_t i = 0, next; i < lines->count; i = next) {
        for (next = i + 1; next < lines->count && lines->all[next].number == lines->all[i].number; next++)
            ;
        if (next - i < 2)
            continue;
        lines->all[kept] = lines->all[i];
        lines->all[kept++].left = (unsigned)(next - i);
    }
    lines->count = kept;
}

shared_line *sharing_lines_find(const sharing_lines *lines, uint64_t number)
{
    shared_line key = {.number = number};
    return lines->count ? bsearch(&key, lines->all, lines->count, sizeof *lines->all, by_number) : NULL;
}
