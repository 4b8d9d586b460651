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
    string_map *numbers;
    const char **texts;
    uint32_t count, capacity;
    char *key; /* the word that is looked for, with a zero behind it */
    size_t key_capacity;
    word_set sets[2];
};

vocabulary *vocabulary_new(void)
{
    vocabulary *v = must_zero(sizeof *v);
    v->arena = arena_new();
    v->numbers = string_map_new();
    return v;
}

void vocabulary_free(vocabulary *v)
{
    if (!v)
        return;
    arena_free(v->arena);
    string_map_free(v->numbers);
    free(v->texts);
    free(v->key);
    word_set_free(&v->sets[0]);
    word_set_free(&v->sets[1]);
    free(v);
}

static const char *key_of(vocabulary *v, const char *text, size_t length)
{
    if (length >= v->key_capacity)
        v->key = must_resize(v->key, v->key_capacity = length * 2 + 64);
    memcpy(v->key, text, length);
    v->key[length] = '\0';
    return v->key;
}

uint32_t vocabulary_find(vocabulary *v, const char *text, size_t length)
{
    const uint32_t *known = string_map_find(v->numbers, key_of(v, text, length));
    return known ? *known : UINT32_MAX;
}

uint32_t vocabulary_number(vocabulary *v, const char *text, size_t length)
{
    uint32_t known = vocabulary_find(v, text, length);
    if (known != UINT32_MAX)
        return known;
    ARRAY_RESERVE(v->texts, v->count, v->capacity);
    const char *copy = arena_string_n(v->arena, text, length);
    v->texts[v->count] = copy;
    return *string_map_at(v->numbers, copy) = v->count++;
}

const char *vocabulary_text(const vocabulary *v, uint32_t number)
{
    return v->texts[number];
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

word_set *vocabulary_set(vocabulary *v, unsigned which)
{
    word_set_clear(&v->sets[which]);
    return &v->sets[which];
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
