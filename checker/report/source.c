/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lines of source files; see source.h.
 *
 * Needs: readable files, at the paths that messages print. Leaves: nothing changed. Cost: one read of each file that is
 * shown and four bytes for each of its lines.
 */
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

typedef struct source_file {
    char *path;
    char *text; /* NULL: cannot be read */
    size_t length;
    uint32_t *starts; /* where each line begins */
    uint32_t line_count, line_capacity;
} source_file;

struct source_cache {
    source_file *files;
    uint32_t count, capacity;
    string_map *ids; /* path -> index */
};

source_cache *source_cache_new(void)
{
    source_cache *cache = must_zero(sizeof *cache);
    cache->ids = string_map_new();
    return cache;
}

void source_cache_free(source_cache *cache)
{
    if (!cache)
        return;
    for (uint32_t i = 0; i < cache->count; i++) {
        free(cache->files[i].path);
        free(cache->files[i].text);
        free(cache->files[i].starts);
    }
    string_map_free(cache->ids);
    free(cache->files);
    free(cache);
}

/* Reads a whole file; leaves file->text NULL if that fails or the file is too large for 32-bit offsets. */
static void read_text(source_file *file)
{
    FILE *in = fopen(file->path, "rb");
    if (!in)
        return;
    size_t capacity = 0, count;
    do {
        if (capacity - file->length < 4096)
            file->text = must_resize(file->text, capacity = capacity * 2 + 32768);
        count = fread(file->text + file->length, 1, capacity - file->length, in);
        file->length += count;
    } while (count && file->length < UINT32_MAX);
    if (ferror(in) || file->length >= UINT32_MAX) {
        free(file->text);
        file->text = NULL;
    }
    fclose(in);
}

static void find_lines(source_file *file)
{
    size_t at = 0;
    while (file->text && at < file->length) {
        ARRAY_RESERVE(file->starts, file->line_count, file->line_capacity);
        file->starts[file->line_count++] = (uint32_t)at;
        const char *end = memchr(file->text + at, '\n', file->length - at);
        at = end ? (size_t)(end - file->text) + 1 : file->length;
    }
}

static source_file *add_file(source_cache *cache, const char *path)
{
    ARRAY_RESERVE(cache->files, cache->count, cache->capacity);
    source_file *file = &cache->files[cache->count++];
    size_t size = strlen(path) + 1;
    *file = (source_file){.path = memcpy(must_allocate(size), path, size)};
    *string_map_at(cache->ids, file->path) = cache->count - 1;
    return file;
}

void source_put(source_cache *cache, const char *path, const char *text, size_t length)
{
    source_file *file = add_file(cache, path);
    file->text = must_allocate(length + 1);
    memcpy(file->text, text, length);
    file->length = length;
    find_lines(file);
}

static source_file *find_file(source_cache *cache, const char *path)
{
    const uint32_t *known = string_map_find(cache->ids, path);
    if (known)
        return &cache->files[*known];
    source_file *file = add_file(cache, path);
    read_text(file);
    find_lines(file);
    return file;
}

const char *source_text(source_cache *cache, const char *path, size_t *length)
{
    const source_file *file = find_file(cache, path);
    *length = file->length;
    return file->text;
}

const char *source_line(source_cache *cache, const char *path, uint32_t line, size_t *length)
{
    source_file *file = find_file(cache, path);
    if (!line || line > file->line_count)
        return NULL;
    size_t begin = file->starts[line - 1];
    size_t end = line < file->line_count ? file->starts[line] : file->length;
    while (end > begin && (file->text[end - 1] == '\n' || file->text[end - 1] == '\r'))
        end--;
    *length = end - begin;
    return file->text + begin;
}
