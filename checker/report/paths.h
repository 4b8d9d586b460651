/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths and URIs in reports: told from a root folder where they lie below it.
 */
#ifndef DEVLOCK_REPORT_PATHS_H
#define DEVLOCK_REPORT_PATHS_H

#include <stdbool.h>

/* A path from the root of the file system, without dots and double slashes; of links only those are followed that ".."
 * stands behind. free() it. */
char *path_absolute(const char *path);

/* The path of a file from the root (absolute, without a slash at its end), with slashes and without dots; absolute if
 * it does not lie below. free() it. */
char *path_from_root(const char *root, const char *path);

/* A path as a URI reference: relative for a relative path, "file:///…" for an absolute one. free() it. */
char *path_uri(const char *path);

/* An existing folder as an absolute path without links, or NULL with errno. free() it. */
char *path_of_folder(const char *path);

#endif
