/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What sources include, and what that includes.
 */
#ifndef DEVLOCK_SKETCH_REACH_H
#define DEVLOCK_SKETCH_REACH_H

#include "core/arena.h"
#include "files.h"

#include <stdio.h>

typedef struct reached_file {
    const char *path;
    uint32_t file;        /* its number (files.h) */
    const sketch *sketch; /* once the reach is closed */
    bool source;          /* one of the sources themselves */
    bool system;          /* a header of the system: what is in it is not the driver's */
} reached_file;

/* The files of a driver. */
typedef struct reach {
    sketch_files *files;
    const char **folders; /* where the sources' commands look for headers, each once */
    bool *systems;        /* by folder: whether it holds headers of the system */
    uint32_t folder_count, folder_capacity;
    const char **forced; /* names that are included before all else, as commands say */
    uint32_t forced_count, forced_capacity;
    FILE *definitions; /* those of commands, as text, while sources are added */
    char *defined;
    size_t defined_length;
    sketch *command;   /* of that; the file with the path "" */
    string_map *known; /* path -> index */
    string_map *known_folders;
    string_map *included; /* names that have been looked for in all folders */
    reached_file *items;
    uint32_t count, capacity;
    bool unknown; /* a file is included by a name that a macro gives, cannot be read, or a command has what cannot be
                     followed */
} reach;

void reach_start(reach *reach, sketch_files *files);

/* Adds a source with its command (devlock/frontend.h: devlock_source). */
void reach_add(reach *reach, const char *source, const char *directory, const char *const *arguments, size_t count);

/* Adds all that is included. An include counts for every file that it could mean: which folders a source looks into
 * and in what order is not told apart. */
void reach_close(reach *reach);

void reach_free(reach *reach);

#endif
