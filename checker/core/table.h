/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hash tables of things that have numbers in the order in which they were made: terms, memories, reads.
 *
 * In large programs a table is larger than what a processor keeps near, and looks into it at random would be most of
 * what an analysis waits for. But what is made or found next is mostly made of what was made just before. So the place
 * of a thing follows the latest number that it is made of, and its hash chooses only among the places around there: new
 * things lie beside each other, and what is asked for together lies together.
 *
 * Open addressing, at most half full. Where the places around are full, because one thing is part of very many, the
 * search goes on at a place that depends on the hash alone.
 *
 * Needs: arena. Cost: near constant time.
 */
#ifndef DEVLOCK_CORE_TABLE_H
#define DEVLOCK_CORE_TABLE_H

#include <stdint.h>

/* A place in a table. The hash stands beside the id: what does not fit is passed by without looking at it. */
typedef struct table_slot {
    uint32_t id, hash; /* id 0: empty */
} table_slot;

/* Makes a table twice as large, or gives an empty one a first size (powers of two). */
void table_grow(table_slot **table, uint32_t *size, uint32_t least);

#define TABLE_WINDOW 0x3FFu      /* places among which the hash chooses */
#define TABLE_APART  0xFFC00000u /* bits of the hash that tell apart what has one place */
#define TABLE_NEAR   24u         /* places that are looked at before the search goes elsewhere */

/* The hash of a thing that lies near a place. (The bits that tell things apart are bits of the place as well, in a
 * table of more than four million: then there are some places instead of one.) */
static inline uint32_t table_hash(uint32_t place, uint32_t hash)
{
    return (place + (hash & TABLE_WINDOW)) ^ (hash & TABLE_APART);
}

/* The place to look at after another one, this being the nth step. To be taken modulo the size. */
static inline uint32_t table_next(uint32_t hash, uint32_t at, uint32_t step)
{
    return step == TABLE_NEAR ? (hash ^ hash >> 16) * 2654435769u >> 4 : at + 1;
}

#endif
