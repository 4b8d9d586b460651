/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sketches of sources: which names a file mentions and what it gives names to, read from its tokens alone, without
 * headers, macros or types. A sketch errs to one side: it may hold a name too many, never one too few; where a file
 * cannot be followed it says so.
 */
#ifndef DEVLOCK_SKETCH_SKETCH_H
#define DEVLOCK_SKETCH_SKETCH_H

#include "vocabulary.h"

/* Something that stands for other names: a macro for its body, a routine, a class, a type. Who mentions one of its
 * names means its words, too. */
typedef struct sketch_entity {
    word_list names, words;
} sketch_entity;

/* A file that is included. */
typedef struct sketch_include {
    char *name;  /* as it is written, with slashes; NULL: a macro says which */
    bool quoted; /* "name", not <name> */
} sketch_include;

typedef struct sketch {
    word_list all;     /* every word, in the order of its first use; not those of directives but #define */
    word_list code;    /* those in bodies of routines and initial values */
    word_list macros;  /* those in bodies of macros; they can stand more than once */
    word_list defines; /* routines and, for methods, their classes; not static ones */
    sketch_entity *entities;
    uint32_t entity_count;
    sketch_include *includes;
    uint32_t include_count, include_capacity;
    uint32_t *words; /* what all its lists lie in, which have no memory of their own */
    uint32_t word_count;
    bool pastes; /* a macro makes names of others, with ## */
    bool opaque; /* its braces do not match, or it is no text: nothing but `all` can be relied on, if that */
} sketch;

/* Sketches are read in two steps. The first one takes nearly all of the time, and knows nothing but the text: it can be
 * done by any thread, and for texts that are not wanted in the end. The second one gives the words the numbers that
 * they have everywhere. */

/* What the first step works on; one for each thread. */
typedef struct builder sketch_desk;

sketch_desk *sketch_desk_new(void);
void sketch_desk_free(sketch_desk *desk);

/* A sketch whose words are numbers in its own list. */
typedef struct sketch_draft {
    sketch *sketch;
    text_word *words; /* they lie in the text, which has to stay */
    uint32_t count;
} sketch_draft;

/* A zero stands behind the text. */
sketch_draft sketch_draw(sketch_desk *desk, const char *text, size_t length);
sketch *sketch_settle(sketch_draft *draft, vocabulary *words);
void sketch_draft_free(sketch_draft *draft); /* one that is not wanted */

/* Both steps. Never NULL. */
sketch *sketch_read(sketch_desk *desk, vocabulary *words, const char *text, size_t length);
void sketch_free(sketch *sketch);

#endif
