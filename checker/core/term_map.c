/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Terms to numbers. See term_map.h.
 */
#include "term_map.h"

#include <stdlib.h>

#include "arena.h"

#define LEAST 256u /* terms there is room for at first; a power of two */

static term_number *slot_of(const term_map *map, term t)
{
    uint32_t at = (t * 2654435769u) & (map->size - 1);
    while (map->items[at].term && map->items[at].term != t)
        at = (at + 1) & (map->size - 1);
    return &map->items[at];
}

static void grow(term_map *map)
{
    term_map larger = {.count = map->count, .size = map->size ? map->size * 2 : LEAST};
    larger.items = must_zero(larger.size * sizeof *larger.items);
    for (uint32_t i = 0; i < map->size; i++)
        if (map->items[i].term)
            *slot_of(&larger, map->items[i].term) = map->items[i];
    free(map->items);
    *map = larger;
}

uint32_t *term_map_at(term_map *map, term t)
{
    if (map->count * 2 >= map->size)
        grow(map);
    term_number *slot = slot_of(map, t);
    if (!slot->term) {
        *slot = (term_number){t, UINT32_MAX};
        map->count++;
    }
    return &slot->number;
}

const uint32_t *term_map_find(const term_map *map, term t)
{
    if (!map->size)
        return NULL;
    const term_number *slot = slot_of(map, t);
    return slot->term ? &slot->number : NULL;
}

void term_map_free(term_map *map)
{
    free(map->items);
    *map = (term_map){0};
}
