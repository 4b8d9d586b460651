/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What inputs.c and inputs_state.c share: the lists of inputs, and looks at the disk.
 */
#ifndef DEVLOCK_SCAN_INPUTS_LOOK_H
#define DEVLOCK_SCAN_INPUTS_LOOK_H

#include "core/arena.h"
#include "inputs.h"

typedef struct path_list {
    const char **items;
    uint32_t count, capacity;
    string_map *known;
} path_list;

/* What a file or folder is like: when it changed (nanoseconds), and its size or the sum of its names; all is 0 for what
 * is not there, or is no file, or no folder. */
typedef struct look {
    int64_t time;
    uint64_t what;
} look;

struct inputs {
    arena *arena;
    const char *directory;
    path_list lists[INPUT_KINDS];
    look *looks; /* of the first INPUT_FILEs: as they were seen; 0: not yet, or not there */
    uint32_t look_count, look_capacity;
};

look inputs_look_at(const char *path, input_kind kind);

/* The same without the sum of the names of a folder. */
look inputs_look_at_time(const char *path, input_kind kind);

/* The folders in which a new file could come before one that is there, or be one that is missing: those that are
 * looked into, those of the files, and where "sub/header.h" is included, sub in each of them. free() the items, and
 * string_map_free() what is known. */
path_list inputs_folders(inputs *inputs);

#endif
