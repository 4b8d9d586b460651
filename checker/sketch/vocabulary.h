/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Words of sources as numbers, and sets of them.
 */
#ifndef DEVLOCK_SKETCH_VOCABULARY_H
#define DEVLOCK_SKETCH_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text_words.h"

/* All words that were met. */
typedef struct vocabulary vocabulary;

vocabulary *vocabulary_new(void);
void vocabulary_free(vocabulary *words);

/* The number of a word, a new one for a new word: behind those of text_words.h that are the same everywhere. */
uint32_t vocabulary_number(vocabulary *words, const char *text, size_t length);

/* The numbers of all words of a text. */
void vocabulary_numbers(vocabulary *words, const text_word *of, uint32_t count, uint32_t *numbers);

/* The same for a word that is known already; UINT32_MAX: it is not. */
uint32_t vocabulary_find(const vocabulary *words, const char *text, size_t length);

const char *vocabulary_text(const vocabulary *words, uint32_t number);

/* A list of words, each once unless it was built otherwise. */
typedef struct word_list {
    uint32_t *items;
    uint32_t count, capacity;
} word_list;

void word_list_add(word_list *list, uint32_t word);
void word_list_free(word_list *list);

/* A set of words that is emptied in no time. */
typedef struct word_set {
    uint32_t *marks; /* by word: the round in which it was put in */
    uint32_t size, round;
} word_set;

/* Empties the set; also what makes one that is zeroed. */
void word_set_clear(word_set *set);

/* Puts a word in; gives whether it is new there. */
bool word_set_put(word_set *set, uint32_t word);
bool word_set_has(const word_set *set, uint32_t word);
/* The first word of a list that is in the set; UINT32_MAX: none is. */
uint32_t word_set_first(const word_set *set, const word_list *list);
void word_set_free(word_set *set);

#endif
