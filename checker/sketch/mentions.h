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
} mention;

/* Those of a word, one behind the other: some words have thousands, which are gone through for each driver. */
typedef struct mention_list {
    mention *items;
    uint32_t count, capacity;
} mention_list;

typedef struct mentions {
    mention_list *of; /* by word */
    uint32_t word_count;
} mentions;

/* Adds the entities of a file that give names. */
void mentions_add(mentions *mentions, const sketch *sketch, uint32_t file);

/* The mentions of a word, as long as nothing is added. */
mention_list mentions_of(const mentions *mentions, uint32_t word);

void mentions_free(mentions *mentions);

#endif
