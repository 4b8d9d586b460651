/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The record of a scan in its work folder: which sources it read, with which commands, and to which drivers they
 * belong. For those who want to know what a scan knew without scanning: the language server (context.h).
 */
#ifndef DEVLOCK_SCAN_RECORD_H
#define DEVLOCK_SCAN_RECORD_H

#include <stdio.h>

#include "sources.h"

/* The name of the record of all sources, from the work folder. (A file `sources` is a project: project/finder.h.) */
#define RECORD_NAME "record"

/* Writes a record, if it changes. root: the folder that relative paths in it begin at. Gives false with an error on
 * stderr. */
bool record_write(const char *path, const char *root, const scan_sources *sources);

/* Reads one into a list that is empty. Gives false, and leaves the list empty, if there is none, or it is no record of
 * this format; else *root is to be freed. */
bool record_read(const char *path, char **root, scan_sources *sources);

/* The same as text, with 0 bytes in it. */
void record_print(const char *root, const scan_sources *sources, FILE *out);
bool record_parse(const char *text, size_t size, char **root, scan_sources *sources);

#endif
