/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The record of a scan in its work folder: which sources it read, with which commands, and to which drivers they
 * belong. For those who want to know what a scan knew without scanning: the language server (context.h).
 */
#ifndef DEVLOCK_SCAN_RECORD_H
#define DEVLOCK_SCAN_RECORD_H

#include "sources.h"

/* The name of the record of all sources, from the work folder. */
#define RECORD_NAME "sources"

/* Writes a record, if it changes. root: the folder that relative paths in it begin at. Gives false with an error on
 * stderr. */
bool record_write(const char *path, const char *root, const scan_sources *sources);

/* Reads one into a list that is empty. Gives false, and leaves the list empty, if there is none, or it is no record of
 * this format; else *root is to be freed. */
bool record_read(const char *path, char **root, scan_sources *sources);

#endif
