/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Headers that are not there; see missing.h.
 *
 * Needs: errors in the words of Clang. Leaves: lines on a stream. Cost: a look into a table for each such error.
 */
#include "missing.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

typedef struct header {
    const char *text, *file; /* the error; the first place */
    unsigned line;
    size_t files; /* that include it */
} header;

struct missing {
    arena *arena;
    string_map *texts;     /* -> index of the header */
    string_map *includers; /* "FILE\nTEXT" that have been counted */
    header *headers;
    uint32_t count, capacity;
};

missing *missing_new(void)
{
    missing *m = must_zero(sizeof *m);
    m->arena = arena_new();
    m->texts = string_map_new();
    m->includers = string_map_new();
    return m;
}

void missing_free(missing *m)
{
    if (!m)
        return;
    string_map_free(m->texts);
    string_map_free(m->includers);
    free(m->headers);
    arena_free(m->arena);
    free(m);
}

static bool tells_of_header(const char *text)
{
    static const char ending[] = "' file not found";
    size_t length = strlen(text), end = sizeof ending - 1;
    return length > end && text[0] == '\'' && strcmp(text + length - end, ending) == 0;
}

static void count(missing *m, header *h, const char *file)
{
    char *key = arena_format(m->arena, "%s\n%s", file, h->text);
    if (string_map_find(m->includers, key))
        return;
    *string_map_at(m->includers, key) = 1;
    h->files++;
}

bool missing_before(missing *m, const char *file, unsigned line, const char *text)
{
    if (!file || !line || !tells_of_header(text))
        return false;
    const uint32_t *known = string_map_find(m->texts, text);
    if (known) {
        count(m, &m->headers[*known], file);
        return true;
    }
    ARRAY_RESERVE(m->headers, m->count, m->capacity);
    header *h = &m->headers[m->count];
    *h = (header){.text = arena_string(m->arena, text), .file = arena_string(m->arena, file), .line = line};
    *string_map_at(m->texts, h->text) = m->count++;
    count(m, h, file);
    return false;
}

void missing_print(const missing *m, FILE *out)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const header *h = &m->headers[i];
        if (h->files > 1)
            fprintf(out, "devlock: %s: %zu files include it, the first is %s:%u\n", h->text, h->files, h->file,
                    h->line);
    }
}
