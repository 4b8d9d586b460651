/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Finds the project that a source belongs to, and the folders around it that have headers.
 */
#ifndef DEVLOCK_PROJECT_FINDER_H
#define DEVLOCK_PROJECT_FINDER_H

#include <stdbool.h>

#include "project.h"

typedef struct finder finder;

finder *finder_new(void);
void finder_free(finder *finder); /* and all that it gave */

/* The path that a name means from a folder (path_meant); of the finder. */
char *finder_meant(finder *finder, const char *folder, const char *name);

/* The source, named from the root, in the first project that names it, of those in its folder, in the two above, and in
 * the folders right below these; nearer ones and then the order of names decide. A log of a build counts before them:
 * of those in a folder NAME.tlog up to two folders below one of these that has a project. Sets *file to the project or
 * log. Adds all projects of the same folder, and those right below it, that name the source; else the folder of the
 * log: of the finder. NULL: none names it. */
const project_source *finder_find(finder *finder, const char *source, const char **file, project_list *projects);

/* Folders in which the headers of a source's driver may be, besides its own: those above, and `inc` and `include`
 * there. Of the finder; ends with NULL. */
char **finder_folders(finder *finder, const char *source);

/* Calls back with each folder that was listed and each project file that was read, and what these depended on: files
 * that they import and whether others are there. */
void finder_each(const finder *finder, void (*each)(void *user, const char *path, bool is_folder), void *user);

/* Calls back with the names in a folder that matter when projects are looked for: if these are the same, so is what is
 * found there. */
void finder_names(const char *folder, void (*each)(void *user, const char *name), void *user);

/* Calls back with each project that was read. */
void finder_each_project(const finder *finder, void (*each)(void *user, const project *project), void *user);

/* Project files that could not be read, with the reason: "FILE: REASON". */
const project_list *finder_unread(const finder *finder);

#endif
