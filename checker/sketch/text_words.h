/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Words of one text as numbers, in the order of their first use. Those that mean something to sketches have the same
 * numbers in all texts, and in vocabularies: they come first.
 *
 * So texts are read without a look at what all have in common (vocabulary.h), which is large, and belongs to one
 * thread; that costs one for each word that a text has, instead of each time that it has it.
 */
#ifndef DEVLOCK_SKETCH_TEXT_WORDS_H
#define DEVLOCK_SKETCH_TEXT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a word is, whatever it stands before. */
enum {
    WORD_KEYWORD = 1 << 0,   /* no name */
    WORD_CLASS = 1 << 1,     /* class, struct, union, enum, interface */
    WORD_ENUM = 1 << 2,      /* enum */
    WORD_STATIC = 1 << 3,    /* static */
    WORD_TYPEDEF = 1 << 4,   /* typedef */
    WORD_NAMESPACE = 1 << 5, /* namespace */
    WORD_EXTERN = 1 << 6,    /* extern */
    WORD_OPERATOR = 1 << 7,  /* operator */
    WORD_ACCESS = 1 << 8,    /* public, private, protected */
    WORD_ANNOTATION =
        1 << 9, /* such as _IRQL_requires_max_ and __declspec: parentheses behind it are none of a routine */
};

typedef struct text_word {
    const char *text; /* no zero stands behind it */
    uint32_t length, hash;
    uint32_t entity; /* the last one that was said to mention it */
    uint16_t traits; /* WORD_… */
    bool all, code;  /* it stands in the list of that name */
} text_word;

typedef struct text_words {
    text_word *items;
    uint32_t count, capacity;
    struct text_slot *slots;
    uint32_t size; /* a power of two */
    uint32_t round;
} text_words;

/* Forgets the text before; also what makes one that is zeroed. */
void text_words_clear(text_words *words);
void text_words_free(text_words *words);

/* The number of a word. The text has to stay as long as the word is asked for. */
uint32_t text_words_number(text_words *words, const char *text, size_t length);

/* How many words mean something: their numbers are less. */
uint32_t words_fixed(void);
const char *words_fixed_text(uint32_t number);

/* What tables of words go by. */
uint32_t word_hash(const char *text, size_t length);

#endif
