/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Requests that two servers answer. See pending.h.
 *
 * Needs: their answers. Leaves: one. Cost: linear in the requests that wait, and in the answers.
 */
#include "pending.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

pending *pendings_add(pendings *all, json_t *id, join_kind kind, bool alone)
{
    ARRAY_RESERVE(all->items, all->count, all->capacity);
    pending *new = &all->items[all->count++];
    *new = (pending){.id = id, .kind = kind, .alone = alone};
    return new;
}

pending *pendings_find(const pendings *all, json_t *id)
{
    for (size_t i = 0; id && i < all->count; i++)
        if (json_equal(all->items[i].id, id))
            return &all->items[i];
    return NULL;
}

static void clear(pending *which)
{
    json_decref(which->id);
    json_decref(which->ours);
    free(which->theirs);
}

void pendings_remove(pendings *all, pending *which)
{
    size_t index = (size_t)(which - all->items);
    clear(which);
    memmove(which, which + 1, (--all->count - index) * sizeof *which);
}

void pendings_free(pendings *all)
{
    for (size_t i = 0; i < all->count; i++)
        clear(&all->items[i]);
    free(all->items);
    *all = (pendings){0};
}

void pending_keep(pending *which, const framing_part *theirs)
{
    which->header = theirs->header;
    which->length = theirs->length;
    which->theirs = must_allocate(theirs->header + theirs->length);
    memcpy(which->theirs, theirs->bytes, theirs->header + theirs->length);
}

char *pending_joined(const pending *which)
{
    if (!which->ours || json_is_null(which->ours))
        return NULL;
    json_t *answer = json_loadb(which->theirs + which->header, which->length, JSON_ALLOW_NUL, NULL);
    json_t *result = json_object_get(answer, "result");
    json_t *joined = result ? join_results(which->kind, result, which->ours) : NULL;
    char *text = NULL;
    if (joined) {
        json_object_set_new(answer, "result", joined);
        text = json_dumps(answer, JSON_COMPACT);
    }
    json_decref(answer);
    return text;
}
