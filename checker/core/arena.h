/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Memory of the core: arenas that are freed as a whole, growing arrays, a map from strings to numbers.
 * Running out of memory ends the process with one line on stderr (exit status 3): an analysis cannot go on without,
 * and half a result would be taken for a whole one.
 */
#ifndef DEVLOCK_CORE_ARENA_H
#define DEVLOCK_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct arena arena;

arena *arena_new(void);
void arena_free(arena *arena);

/* Bytes aligned for any type, not cleared / cleared. */
void *arena_take(arena *arena, size_t size);
void *arena_zero(arena *arena, size_t size);

/* Copies of strings; NULL gives NULL. */
char *arena_string(arena *arena, const char *text);
char *arena_string_n(arena *arena, const char *text, size_t length);
char *arena_format(arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Bytes taken so far. */
size_t arena_used(const arena *arena);

/* malloc and realloc that do not fail. */
void *must_allocate(size_t size);
void *must_zero(size_t size);
void *must_resize(void *old, size_t size);

/* For a process that analyses and ends: what is freed is kept for the next use. The solver takes and frees megabytes for
 * each question, and to have these anew from the system costs as much as many an answer (mallopt(3)). */
void memory_keep_freed(void);

/* Makes room for one more element in an array kept as (pointer, count, capacity). */
#define ARRAY_RESERVE(array, count, capacity)                                                                          \
    ((count) < (capacity) ? (void)0                                                                                    \
                          : (void)((capacity) = (capacity) ? (capacity)*2 : 8,                                         \
                                   (array) = must_resize((array), (size_t)(capacity) * sizeof *(array))))

/* Strings to numbers. Keys are not copied: they must live as long as the map. */
typedef struct string_map string_map;

string_map *string_map_new(void);
void string_map_free(string_map *map);

/* Where the number of a key is kept; a new key starts with UINT32_MAX. */
uint32_t *string_map_at(string_map *map, const char *key);

/* Like string_map_at, but NULL for an unknown key. */
const uint32_t *string_map_find(const string_map *map, const char *key);

#endif
