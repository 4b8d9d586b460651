/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Requests of the client that clangd and devlock answer together, or devlock alone.
 */
#ifndef DEVLOCK_EDITOR_PENDING_H
#define DEVLOCK_EDITOR_PENDING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "framing.h"
#include "join.h"

typedef struct pending {
    json_t *id;
    bool alone; /* clangd does not know of it */
    join_kind kind;
    char *theirs; /* clangd's answer, as it came; NULL: it has not come */
    size_t header, length;
    json_t *ours; /* devlock's result; null: it has nothing to say; NULL: it has not come */
    uint64_t due; /* with clangd's answer: until when devlock's is waited for */
} pending;

/* Start with zeros. */
typedef struct pendings {
    pending *items;
    size_t count, capacity;
} pendings;

/* Adds one; the id is taken over. */
pending *pendings_add(pendings *all, json_t *id, join_kind kind, bool alone);

/* NULL: there is none. */
pending *pendings_find(const pendings *all, json_t *id);

void pendings_remove(pendings *all, pending *which);
void pendings_free(pendings *all);

/* Keeps clangd's answer. */
void pending_keep(pending *which, const framing_part *theirs);

/* The joined answer as JSON; NULL: clangd's stays as it is. free() it. */
char *pending_joined(const pending *which);

#endif
