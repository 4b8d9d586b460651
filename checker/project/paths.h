/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths in project files: written for Windows, read here.
 */
#ifndef DEVLOCK_PROJECT_PATHS_H
#define DEVLOCK_PROJECT_PATHS_H

#include <stdbool.h>

#include "core/arena.h"

/* What is known of the disk: each place is looked at once, however many projects name it. */
typedef struct places places;

places *places_new(arena *arena); /* which holds what it gives */
void places_free(places *places);

/* The path that a name in a project means: from this folder, with slashes, without "." and "..", spelt as the disk has
 * it as far as it is there. NULL for one with a drive, which is none of this machine. folder: "" is the current one. */
char *path_meant(places *places, const char *folder, const char *name);

/* Whether it is there, as path_meant spells it. */
bool path_is_there(places *places, const char *path);

/* Whether a file in the folder fits a pattern (glob(7)). */
bool path_fits(places *places, const char *folder, const char *pattern);

/* The folder of a path, "" for one without. */
char *path_folder(arena *arena, const char *path);

/* The last part of a path. */
const char *path_name(const char *path);

/* Whether a path ends so, regardless of case: ".vcxproj". */
bool path_has_ending(const char *path, const char *ending);

bool path_exists(const char *path);

#endif
