/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Records of scans; see record.h.
 *
 * A record is a list of lines that end with a 0 byte, so that paths may have anything in them: a letter, a space, and a
 * text. The first line says which format it is, the next is the root ("r"); each source begins with "s", and the last
 * line is "e", for what was cut off is none.
 *
 * Needs: sources, or a file. Leaves: the other. Cost: linear.
 */
#include "record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture_file.h"
#include "core/arena.h"

#define RECORD_FORMAT "devlock sources 1"

static void put(FILE *out, char letter, const char *text)
{
    if (text)
        fprintf(out, "%c %s%c", letter, text, 0);
}

static void put_source(FILE *out, const scan_source *source)
{
    put(out, 's', source->file);
    put(out, 'd', source->directory);
    put(out, 'o', source->origin);
    put(out, 'c', source->capture);
    for (size_t i = 0; i < source->argument_count; i++)
        put(out, 'a', source->arguments[i]);
    for (size_t i = 0; i < source->drivers.count; i++)
        put(out, 'm', source->drivers.items[i]);
    for (size_t i = 0; i < source->library_of.count; i++)
        put(out, 'l', source->library_of.items[i]);
}

void record_print(const char *root, const scan_sources *sources, FILE *out)
{
    fputs(RECORD_FORMAT, out);
    putc('\0', out);
    put(out, 'r', root);
    for (size_t i = 0; i < sources->count; i++)
        put_source(out, &sources->items[i]);
    put(out, 'e', "");
}

bool record_write(const char *path, const char *root, const scan_sources *sources)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    record_print(root, sources, out);
    return write_stream(path, out, &text, &size);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

typedef struct record_reader {
    scan_sources *sources;
    scan_source *source;
    size_t argument_capacity;
    char *root;
    bool ended;
} record_reader;

static void take_argument(record_reader *r, const char *text)
{
    scan_source *s = r->source;
    if (!s->argument_count)
        r->argument_capacity = 0;
    ARRAY_RESERVE(s->arguments, s->argument_count, r->argument_capacity);
    s->arguments[s->argument_count++] = strdup(text);
}

/* Gives false for a line that belongs nowhere. */
static bool take_line(record_reader *r, char letter, const char *text)
{
    scan_source *s = r->source;
    if (r->ended || (!s && !strchr("rse", letter)))
        return false;
    switch (letter) {
    case 'r':
        free(r->root);
        r->root = strdup(text);
        return true;
    case 's':
        sources_add_file(r->sources, text);
        r->source = &r->sources->items[r->sources->count - 1];
        return true;
    case 'd':
        free(s->directory);
        s->directory = strdup(text);
        return true;
    case 'o':
        free(s->origin);
        s->origin = strdup(text);
        return true;
    case 'c':
        free(s->capture);
        s->capture = strdup(text);
        return true;
    case 'a':
        take_argument(r, text);
        return true;
    case 'm':
        names_add(&s->drivers, text);
        return true;
    case 'l':
        names_add(&s->library_of, text);
        return true;
    case 'e':
        return r->ended = true;
    default:
        return false;
    }
}

/* Commands end with NULL, as those that were made here do. */
static void end_commands(scan_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        scan_source *s = &sources->items[i];
        if (!s->argument_count)
            continue;
        s->arguments = must_resize(s->arguments, (s->argument_count + 1) * sizeof *s->arguments);
        s->arguments[s->argument_count] = NULL;
    }
}

bool record_parse(const char *text, size_t size, char **root, scan_sources *sources)
{
    record_reader r = {.sources = sources};
    bool good = size > sizeof RECORD_FORMAT && !text[size - 1] && strcmp(text, RECORD_FORMAT) == 0;
    for (size_t at = sizeof RECORD_FORMAT; good && at < size; at += strlen(text + at) + 1)
        good = text[at] && text[at + 1] == ' ' && take_line(&r, text[at], text + at + 2);
    end_commands(sources);
    *root = r.root;
    if (good && r.ended && r.root)
        return true;
    free(r.root);
    *root = NULL;
    sources_free(sources);
    return false;
}

bool record_read(const char *path, char **root, scan_sources *sources)
{
    size_t size = 0;
    char *text = (char *)whole_file(path, &size);
    bool good = record_parse(text, text ? size : 0, root, sources);
    free(text);
    return good;
}
