/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which entities mention a word, over all files that were looked at: so that what stands for a name is found without a
 * look at everything else.
 *
 * Needs: sketches, which have to stay. Leaves: a list for each word. Cost: linear in the words of entities, once for
 * each file, however many drivers reach it.
 */
#ifndef DEVLOCK_SKETCH_MENTIONS_H
#define DEVLOCK_SKETCH_MENTIONS_H

#include "sketch.h"

typedef struct mention {
    const sketch_entity *entity;
    uint32_t file; /* its number */
    uint32_t next; /* the next mention of the word; 0: there is none */
} mention;

typedef struct mentions {
    mention *items; /* from 1 on */
    uint32_t count, capacity;
    uint32_t *first; /* by word: its first mention; 0: there is none */
    uint32_t word_count;
} mentions;

/* Adds the entities of a file. */
void mentions_add(mentions *mentions, const sketch *sketch, uint32_t file);

/* The first mention of a word; NULL: there is none. */
const mention *mentions_of(const mentions *mentions, uint32_t word);

/* The one behind another one; NULL: it is the last. */
const mention *mentions_next(const mentions *mentions, const mention *mention);

void mentions_free(mentions *mentions);

#endif
