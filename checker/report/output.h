/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files that are written as a whole or not at all: a report that breaks off must not replace a good one.
 */
#ifndef DEVLOCK_REPORT_OUTPUT_H
#define DEVLOCK_REPORT_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

typedef struct output {
    FILE *out;       /* write here */
    int file;        /* where that leads */
    int *error;      /* why a write failed first; 0: none did */
    char *path;      /* the file itself, links followed */
    char *temporary; /* what becomes the file; NULL: it is a device or a pipe, and written directly */
} output;

/* Whether a file looks as if it could be written. Gives false and sets *error (free() it) if not: better before a long
 * scan than after it. */
bool output_check(const char *path, char **error);

/* Starts writing; output_finish ends it, and output_drop gives it up and leaves what was there. The errors, with place
 * and remedy, are the caller's to free(). */
bool output_start(output *output, const char *path, char **error);
bool output_finish(output *output, char **error);
void output_drop(output *output);

#endif
