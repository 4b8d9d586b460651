/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Vocabularies; see vocabulary.h.
 *
 * Needs: texts. Leaves behind: numbers. Cost: a look into a table for each word.
 */
#include "vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

struct vocabulary {
    arena *arena;
    const char **texts;
    uint32_t *lengths;
    uint32_t count, capacity;
    uint32_t *table; /* open addressing: 1 + number */
    uint32_t size;   /* of the table, a power of two */
};

vocabulary *vocabulary_new(void)
{
    vocabulary *w = must_zero(sizeof *w);
    w->arena = arena_new();
    w->size = 1u << 16;
    w->table = must_zero(w->size * sizeof *w->table);
    return w;
}

void vocabulary_free(vocabulary *w)
{
    if (!w)
        return;
    arena_free(w->arena);
    free(w->texts);
    free(w->lengths);
    free(w->table);
    free(w);
}

/* FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo). */
static uint32_t hash_of(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash;
}

/* Where in the table a word is, or belongs. */
static uint32_t position(const vocabulary *w, const char *text, size_t length)
{
    uint32_t at = hash_of(text, length) & (w->size - 1);
    for (; w->table[at]; at = (at + 1) & (w->size - 1)) {
        uint32_t number = w->table[at] - 1;
        if (w->lengths[number] == length && memcmp(w->texts[number], text, length) == 0)
            break;
    }
    return at;
}

static void grow(vocabulary *w)
{
    free(w->table);
    w->size *= 2;
    w->table = must_zero(w->size * sizeof *w->table);
    for (uint32_t i = 0; i < w->count; i++)
        w->table[position(w, w->texts[i], w->lengths[i])] = i + 1;
}

uint32_t vocabulary_number(vocabulary *w, const char *text, size_t length)
{
    uint32_t at = position(w, text, length);
    if (w->table[at])
        return w->table[at] - 1;
    if (w->count == w->capacity) {
        w->capacity = w->capacity ? w->capacity * 2 : 1024;
        w->texts = must_resize(w->texts, w->capacity * sizeof *w->texts);
        w->lengths = must_resize(w->lengths, w->capacity * sizeof *w->lengths);
    }
    w->texts[w->count] = arena_string_n(w->arena, text, length);
    w->lengths[w->count] = (uint32_t)length;
    w->table[at] = ++w->count;
    uint32_t number = w->count - 1;
    if (w->count * 2 > w->size)
        grow(w);
    return number;
}

uint32_t vocabulary_find(const vocabulary *w, const char *text, size_t length)
{
    return w->table[position(w, text, length)] - 1;
}

const char *vocabulary_text(const vocabulary *w, uint32_t number)
{
    return w->texts[number];
}

/* ---- lists and sets ------------------------------------------------------------------------------------------- */

void word_list_add(word_list *list, uint32_t word)
{
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = word;
}

void word_list_free(word_list *list)
{
    free(list->items);
    *list = (word_list){0};
}

void word_set_clear(word_set *set)
{
    set->round++;
}

bool word_set_put(word_set *set, uint32_t word)
{
    if (word >= set->size) {
        uint32_t size = word + word / 2 + 1024;
        set->marks = must_resize(set->marks, size * sizeof *set->marks);
        memset(set->marks + set->size, 0, (size - set->size) * sizeof *set->marks);
        set->size = size;
    }
    bool is_new = set->marks[word] != set->round;
    set->marks[word] = set->round;
    return is_new;
}

bool word_set_has(const word_set *set, uint32_t word)
{
    return word < set->size && set->marks[word] == set->round;
}

uint32_t word_set_first(const word_set *set, const word_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (word_set_has(set, list->items[i]))
            return list->items[i];
    return UINT32_MAX;
}

void word_set_free(word_set *set)
{
    free(set->marks);
    *set = (word_set){0};
}
