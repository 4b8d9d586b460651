/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sketches of files, each read once, and where files are, however their names are spelt.
 */
#ifndef DEVLOCK_SKETCH_FILES_H
#define DEVLOCK_SKETCH_FILES_H

#include "sketch.h"

typedef struct sketch_files sketch_files;

/* words: stay the caller's; NULL: for one who only wants to know where files are. */
sketch_files *sketch_files_new(vocabulary *words);
void sketch_files_free(sketch_files *files); /* and all that it gave */

/* That a file may be wanted later: it is read when there is time (ahead.h). The path has to stay. */
void sketch_files_expect(sketch_files *files, const char *path);

/* The number of a file whose sketch will be wanted. */
uint32_t sketch_files_add(sketch_files *files, const char *path);

/* NULL: it cannot be read. */
const sketch *sketch_files_get(sketch_files *files, uint32_t number);

/* The sketch of a text that is no file; sketch_free() it. */
sketch *sketch_files_read(const sketch_files *files, const char *text, size_t length);

/* The file of that name from a folder ("" is the current one), regardless of case; NULL: there is none. */
const char *sketch_files_find(sketch_files *files, const char *folder, const char *name);

/* The same from the folder of another file. */
const char *sketch_files_beside(sketch_files *files, const char *file, const char *name);

/* A folder by its name from another one, regardless of case; NULL: there is none. */
const char *sketch_files_folder(sketch_files *files, const char *from, const char *name);

/* Calls back with each folder that was listed, and each file that was read or looked at: if these are as they were, so
 * is all that was given. */
void sketch_files_each(const sketch_files *files, void (*each)(void *user, const char *path, bool is_folder),
                       void *user);

#endif
