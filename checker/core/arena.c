/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Memory of the core; see arena.h.
 *
 * An arena is a list of chunks of growing size. Memory is taken off the newest chunk; what is large gets a chunk of its
 * own, so that little is left over at a chunk's end. The string map is a table with open addressing and linear probing,
 * at most three quarters full.
 * Needs: nothing. Leaves behind: memory that arena_free and string_map_free give back. Cost: constant per call.
 */
#define _GNU_SOURCE
#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define LARGE ((size_t)8 << 20) /* bytes of what is worth large pages */

/* ---- memory that does not fail ------------------------------------------------------------------------------- */

static _Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "devlock: error: out of memory (%zu bytes were asked for)\n", size);
    exit(3);
}

/* Tables of large programs are looked into at random, and with small pages each look costs another one, into the table of
 * pages (madvise(2), MADV_HUGEPAGE). A system that has none goes on as before. */
static void *on_large_pages(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t page = (uintptr_t)2 << 20;
    uintptr_t from = ((uintptr_t)memory + page - 1) & ~(page - 1), to = ((uintptr_t)memory + size) & ~(page - 1);
    if (size >= LARGE && from < to)
        madvise((void *)from, to - from, MADV_HUGEPAGE);
#endif
    return memory;
}

void *must_allocate(size_t size)
{
    void *memory = malloc(size ? size : 1);
    if (!memory)
        out_of_memory(size);
    return on_large_pages(memory, size);
}

void *must_zero(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory)
        out_of_memory(size);
    return on_large_pages(memory, size);
}

void *must_resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory)
        out_of_memory(size);
    return on_large_pages(memory, size);
}

void memory_keep_freed(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

/* ---- arena --------------------------------------------------------------------------------------------------- */

enum {
    ALIGNMENT = _Alignof(max_align_t),
    FIRST_CHUNK = 4096,
    LAST_CHUNK = 1 << 20, /* chunks double up to this size */
};

typedef struct chunk {
    struct chunk *next; /* older */
    max_align_t bytes[];
} chunk;

struct arena {
    chunk *chunks; /* newest first; memory is taken off the first */
    char *at;      /* what is left of the first chunk */
    char *end;
    size_t next_size; /* of the next chunk */
    size_t used;
};

arena *arena_new(void)
{
    arena *a = must_zero(sizeof *a);
    a->next_size = FIRST_CHUNK;
    return a;
}

void arena_free(arena *a)
{
    if (!a)
        return;
    for (chunk *c = a->chunks; c;) {
        chunk *next = c->next;
        free(c);
        c = next;
    }
    free(a);
}

static chunk *new_chunk(size_t size)
{
    return must_allocate(sizeof(chunk) + size);
}

static void *take_large(arena *a, size_t size)
{
    chunk *c = new_chunk(size);
    if (a->chunks) { /* behind the first, which still has room */
        c->next = a->chunks->next;
        a->chunks->next = c;
    } else {
        c->next = NULL;
        a->chunks = c;
    }
    return c->bytes;
}

static void *take_from_new_chunk(arena *a, size_t size)
{
    chunk *c = new_chunk(a->next_size);
    c->next = a->chunks;
    a->chunks = c;
    a->at = (char *)c->bytes + size;
    a->end = (char *)c->bytes + a->next_size;
    if (a->next_size < LAST_CHUNK)
        a->next_size *= 2;
    return c->bytes;
}

void *arena_take(arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (rounded == 0)
        rounded = ALIGNMENT; /* each call gives another address */
    a->used += rounded;
    if (rounded <= (size_t)(a->end - a->at)) {
        void *memory = a->at;
        a->at += rounded;
        return memory;
    }
    return rounded > a->next_size / 4 ? take_large(a, rounded) : take_from_new_chunk(a, rounded);
}

void *arena_zero(arena *a, size_t size)
{
    return memset(arena_take(a, size), 0, size);
}

char *arena_string_n(arena *a, const char *text, size_t length)
{
    if (!text)
        return NULL;
    char *copy = arena_take(a, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_string(arena *a, const char *text)
{
    return text ? arena_string_n(a, text, strlen(text)) : NULL;
}

char *arena_format(arena *a, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = arena_take(a, size);
    text[0] = '\0';
    vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}

size_t arena_used(const arena *a)
{
    return a->used;
}

/* ---- string map ---------------------------------------------------------------------------------------------- */

typedef struct entry {
    const char *key; /* NULL: free */
    uint32_t hash;
    uint32_t value;
} entry;

struct string_map {
    entry *entries;
    uint32_t size; /* a power of two */
    uint32_t count;
};

/* FNV-1a. */
static uint32_t hash_of(const char *key)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 0x100000001b3u;
    return (uint32_t)(hash ^ hash >> 32);
}

string_map *string_map_new(void)
{
    string_map *map = must_zero(sizeof *map);
    map->size = 16;
    map->entries = must_zero(map->size * sizeof *map->entries);
    return map;
}

void string_map_free(string_map *map)
{
    if (!map)
        return;
    free(map->entries);
    free(map);
}

/* The entry of a key, or the free one where it belongs. */
static entry *entry_of(const string_map *map, const char *key, uint32_t hash)
{
    for (uint32_t at = hash;; at++) {
        entry *e = &map->entries[at & (map->size - 1)];
        if (!e->key || (e->hash == hash && strcmp(e->key, key) == 0))
            return e;
    }
}

static void grow(string_map *map)
{
    string_map larger = {.size = map->size * 2, .count = map->count};
    larger.entries = must_zero(larger.size * sizeof *larger.entries);
    for (uint32_t i = 0; i < map->size; i++)
        if (map->entries[i].key)
            *entry_of(&larger, map->entries[i].key, map->entries[i].hash) = map->entries[i];
    free(map->entries);
    *map = larger;
}

uint32_t *string_map_at(string_map *map, const char *key)
{
    uint32_t hash = hash_of(key);
    entry *e = entry_of(map, key, hash);
    if (e->key)
        return &e->value;
    if (map->count + 1 > map->size / 4 * 3) {
        grow(map);
        e = entry_of(map, key, hash);
    }
    map->count++;
    *e = (entry){key, hash, UINT32_MAX};
    return &e->value;
}

const uint32_t *string_map_find(const string_map *map, const char *key)
{
    const entry *e = entry_of(map, key, hash_of(key));
    return e->key ? &e->value : NULL;
}
