/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What changed since a revision, as git tells it: files, and the words of changed lines.
 */
#ifndef DEVLOCK_SCAN_CHANGES_H
#define DEVLOCK_SCAN_CHANGES_H

#include <stdbool.h>
#include <stddef.h>

#include "sources.h"

struct arena;
struct string_map;

typedef struct changes {
    const char *revision;     /* as it was given */
    char base[41];            /* the commit with which the files are compared */
    struct arena *arena;      /* holds the strings of the maps */
    struct string_map *files; /* changed, new and deleted ones, absolute; also folders: of other repositories in it */
    struct string_map *known; /* files that git knows, likewise */
    struct string_map *gone;  /* names of deleted files, without folder */
    struct string_map *words; /* of lines that were added or removed */
    struct string_map *lost;  /* words of lines that were removed and began at the margin, as definitions do */
    size_t count;             /* of changed files */
} changes;

/* Compares the files as they lie there, with what is not committed and what is not tracked, with the commit at which
 * HEAD left the history of the revision. The repository is that of the first source that lies in one. Gives false with
 * an error on stderr. changes_free in any case. */
bool changes_find(changes *changes, const char *revision, const scan_sources *sources);
void changes_free(changes *changes);

/* Whether a file changed, or a folder above it did as a whole. path: absolute. */
bool changes_has(const changes *changes, const char *path);

/* Whether git knows a file, changed or not. */
bool changes_knows(const changes *changes, const char *path);

#endif
