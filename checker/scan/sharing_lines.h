/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The lines that sources of a scan begin with, roots included (beginning.h, roots.h), and which of them they have in
 * common.
 */
#ifndef DEVLOCK_SCAN_SHARING_LINES_H
#define DEVLOCK_SCAN_SHARING_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "sources.h"

/* A beginning that some sources have, to the end of a line. */
typedef struct shared_line {
    uint64_t number;
    unsigned left; /* sources that have it, and have not been asked for */
    int keeper;    /* its socket; -1: there is none */
    int reader; /* of the capture that reads it, and will leave a keeper: open as long as one may come; -1: none does */
    uint64_t used;
} shared_line;

/* Sources of a language whose roots begin with one header: those that were to go on from roots, and those whose roots
 * could not be read before them. */
typedef struct roots_tried {
    unsigned asked, missed;
} roots_tried;

/* The beginning of a source. */
typedef struct source_lines {
    uint64_t *numbers;          /* of its lines; 0: of no #include */
    unsigned count, root_count; /* lines; so many of them are roots */
    char *roots;                /* NULL: it has none */
    roots_tried *tried;         /* what is known of sources that begin like it; NULL: it has no roots */
} source_lines;

typedef struct sharing_lines {
    source_lines *sources; /* in their order */
    shared_line *all;      /* in the order of their numbers */
    size_t count, capacity;
    string_map *tried_names; /* -> their indices */
    roots_tried **tried;
    size_t tried_count, tried_capacity;
} sharing_lines;

/* Looks at the sources. lines: all 0 before; what it holds stays until the process ends. */
void sharing_lines_count(sharing_lines *lines, const scan_sources *sources);

/* A beginning that more than one source has; NULL: there is no such. */
shared_line *sharing_lines_find(const sharing_lines *lines, uint64_t number);

/* What is known of sources that have such roots and the ending of a file's name. NULL: roots has no header. */
roots_tried *sharing_lines_tried(sharing_lines *lines, const char *roots, const char *file);

#endif
