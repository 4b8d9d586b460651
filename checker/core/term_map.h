/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Terms to numbers: what is known of some of them, where that is not a term (rewrite.h has a memo for those).
 *
 * Needs: arena. Cost: near constant time; at most half of the table is full.
 */
#ifndef DEVLOCK_CORE_TERM_MAP_H
#define DEVLOCK_CORE_TERM_MAP_H

#include "term.h"

typedef struct term_number {
    term term; /* TERM_NONE: free */
    uint32_t number;
} term_number;

/* Start with zeros. */
typedef struct term_map {
    term_number *items; /* open addressing */
    uint32_t count, size;
} term_map;

/* The number of a term, UINT32_MAX for a new one, to be set; until the next call. The term is not TERM_NONE. */
uint32_t *term_map_at(term_map *map, term t);

/* The same, but NULL for an unknown one, which stays unknown. */
const uint32_t *term_map_find(const term_map *map, term t);

void term_map_free(term_map *map);

#endif
