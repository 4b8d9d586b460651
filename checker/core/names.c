/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Names of unknown values. See names.h.
 */
#include "names.h"

#include <stdlib.h>

#define PART_DEPTH 4u /* of merged values that are looked into */

static uint32_t slot_of(const names *n, uint32_t routine, term value)
{
    uint32_t at = (value * 2654435769u ^ routine * 0x85EBCA6Bu) & (n->size - 1);
    while (n->table[at]) {
        const named *known = &n->items[n->table[at] - 1];
        if (known->routine == routine && known->value == value)
            break;
        at = (at + 1) & (n->size - 1);
    }
    return at;
}

static void grow_table(names *n)
{
    free(n->table);
    n->size = n->size ? n->size * 2 : 256;
    n->table = must_zero(n->size * sizeof *n->table);
    for (uint32_t i = 0; i < n->count; i++)
        n->table[slot_of(n, n->items[i].routine, n->items[i].value)] = i + 1;
}

static void grow_routines(names *n, uint32_t index)
{
    if (index < n->routine_count)
        return;
    uint32_t count = (index + 1) * 2;
    n->first = must_resize(n->first, count * sizeof *n->first);
    for (uint32_t i = n->routine_count; i < count; i++)
        n->first[i] = 0;
    n->routine_count = count;
}

static void note(names *n, uint32_t routine, term value, const step *step)
{
    if (n->count * 2 >= n->size)
        grow_table(n);
    uint32_t at = slot_of(n, routine, value);
    if (n->table[at])
        return;
    grow_routines(n, routine);
    ARRAY_RESERVE(n->items, n->count, n->capacity);
    n->items[n->count] = (named){routine, value, step, n->first[routine]};
    n->table[at] = n->first[routine] = ++n->count;
}

static void note_parts(names *n, const terms *terms, uint32_t routine, term value, const step *step, unsigned depth)
{
    const term_node *node = term_at(terms, value);
    if (node->op == TERM_LOAD) { /* other unknowns have names by themselves */
        note(n, routine, value, step);
    } else if (node->op == TERM_ITE && depth) {
        term other = node->c;
        note_parts(n, terms, routine, node->b, step, depth - 1);
        note_parts(n, terms, routine, other, step, depth - 1);
    }
}

void names_note(names *n, const terms *terms, const devlock_routine *routine, term value, const step *step)
{
    note_parts(n, terms, routine->index, value, step, PART_DEPTH);
}

void names_free(names *n)
{
    free(n->items);
    free(n->table);
    free(n->first);
}

const named *names_next(const names *n, const devlock_routine *routine, const named *last)
{
    uint32_t next = last ? last->next : routine->index < n->routine_count ? n->first[routine->index] : 0;
    return next ? &n->items[next - 1] : NULL;
}
