/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Folders that are written as a whole or not at all: a report of many files that breaks off must not replace a good
 * one, and no file of the user's must get lost.
 *
 * The files go into a new folder beside, which then takes the name. What was there is taken away only if it is an empty
 * folder or one that was written like this before: a list of its files lies in each.
 */
#ifndef DEVLOCK_REPORT_FOLDER_H
#define DEVLOCK_REPORT_FOLDER_H

#include <stdbool.h>
#include <stdio.h>

typedef struct folder folder;

/* Whether a folder looks as if it could be written. Gives false and sets *error (free() it) if not: better before a
 * long scan than after it. */
bool folder_check(const char *path, char **error);

/* Starts writing; folder_finish ends it, and folder_drop gives it up and leaves what was there. NULL with *error set,
 * with place and remedy, if it cannot begin. */
folder *folder_start(const char *path, char **error);

/* A file in it, open for writing; one at a time. What goes wrong is kept until folder_finish. */
FILE *folder_open(folder *folder, const char *name);
void folder_close(folder *folder);

bool folder_finish(folder *folder, char **error);
void folder_drop(folder *folder);

#endif
