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

typedef struct slot {
    uint32_t hash, number; /* NOWHERE: free */
} slot;

typedef struct known_word {
    const char *text;
    uint32_t length, hash;
} known_word;

struct vocabulary {
    arena *arena;
    slot *slots;
    uint32_t size; /* a power of two */
    known_word *items;
    uint32_t count, capacity;
};

#define NOWHERE    UINT32_MAX
#define FIRST_SIZE 32768u
#define AHEAD      16u /* words whose slots are fetched before they are looked at */

/* The slot of a word, or the free one where it belongs. */
static slot *slot_of(const vocabulary *v, const char *text, size_t length, uint32_t hash)
{
    for (uint32_t at = hash;; at++) {
        slot *s = &v->slots[at & (v->size - 1)];
        if (s->number == NOWHERE)
            return s;
        const known_word *known = &v->items[s->number];
        if (s->hash == hash && known->length == length && memcmp(known->text, text, length) == 0)
            return s;
    }
}

static void make_slots(vocabulary *v, uint32_t size)
{
    free(v->slots);
    v->slots = must_allocate(size * sizeof *v->slots);
    memset(v->slots, 0xFF, size * sizeof *v->slots);
    v->size = size;
    for (uint32_t i = 0; i < v->count; i++)
        *slot_of(v, v->items[i].text, v->items[i].length, v->items[i].hash) = (slot){v->items[i].hash, i};
}

vocabulary *vocabulary_new(void)
{
    vocabulary *v = must_zero(sizeof *v);
    v->arena = arena_new();
    make_slots(v, FIRST_SIZE);
    for (uint32_t i = 0; i < words_fixed(); i++)
        vocabulary_number(v, words_fixed_text(i), strlen(words_fixed_text(i)));
    return v;
}

void vocabulary_free(vocabulary *v)
{
    if (!v)
        return;
    arena_free(v->arena);
    free(v->slots);
    free(v->items);
    free(v);
}

uint32_t vocabulary_find(const vocabulary *v, const char *text, size_t length)
{
    return slot_of(v, text, length, word_hash(text, length))->number;
}

static uint32_t number_of(vocabulary *v, const char *text, size_t length, uint32_t hash)
{
    slot *s = slot_of(v, text, length, hash);
    if (s->number != NOWHERE)
        return s->number;
    if (v->count + 1 > v->size / 2) {
        make_slots(v, v->size * 4);
        s = slot_of(v, text, length, hash);
    }
    ARRAY_RESERVE(v->items, v->count, v->capacity);
    v->items[v->count] = (known_word){arena_string_n(v->arena, text, length), (uint32_t)length, hash};
    *s = (slot){hash, v->count};
    return v->count++;
}

uint32_t vocabulary_number(vocabulary *v, const char *text, size_t length)
{
    return number_of(v, text, length, word_hash(text, length));
}

/* The table is larger than caches: what is looked at later is fetched meanwhile. */
void vocabulary_numbers(vocabulary *v, const text_word *of, uint32_t count, uint32_t *numbers)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i + 2 * AHEAD < count)
            __builtin_prefetch(&v->slots[of[i + 2 * AHEAD].hash & (v->size - 1)]);
        const slot *next = i + AHEAD < count ? &v->slots[of[i + AHEAD].hash & (v->size - 1)] : NULL;
        if (next && next->number != NOWHERE)
            __builtin_prefetch(&v->items[next->number]);
        numbers[i] = i < words_fixed() ? i : number_of(v, of[i].text, of[i].length, of[i].hash);
    }
}

const char *vocabulary_text(const vocabulary *v, uint32_t number)
{
    return v->items[number].text;
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
