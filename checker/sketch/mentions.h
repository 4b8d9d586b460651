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

#include "core/arena.h"
#include "sketch.h"

typedef struct mention {
    const sketch_entity *entity;
    uint32_t file; /* its number */
    uint32_t name; /* of the entity, if it has one only; UINT32_MAX: it has several */
} mention;

/* Those of a word: some words have thousands, which are gone through for each driver, and most have one or two. */
typedef struct mention_block {
    struct mention_block *before;
    uint32_t count, capacity;
    mention items[];
} mention_block;

typedef struct mentions {
    arena *arena;
    mention_block **last; /* by word; NULL: none */
    uint32_t word_count;
} mentions;

/* Adds the entities of a file that give names. */
void mentions_add(mentions *mentions, const sketch *sketch, uint32_t file);

/* The mentions of a word, the latest ones: those before are in the block before. NULL: there are none. */
const mention_block *mentions_of(const mentions *mentions, uint32_t word);

void mentions_free(mentions *mentions);

#endif
