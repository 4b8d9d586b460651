/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hash tables. See table.h.
 */
#include "table.h"

#include <stdlib.h>

#include "arena.h"

void table_grow(table_slot **table, uint32_t *size, uint32_t least)
{
    table_slot *old = *table, *new;
    uint32_t old_size = *size, mask = (old ? old_size * 2 : least) - 1;
    *size = mask + 1;
    *table = new = must_zero(*size * sizeof *new);
    for (uint32_t i = 0; i < old_size; i++) {
        if (old[i].id == 0)
            continue;
        uint32_t at = old[i].hash & mask;
        for (uint32_t step = 0; new[at].id;)
            at = table_next(old[i].hash, at, ++step) & mask;
        new[at] = old[i];
    }
    free(old);
}
