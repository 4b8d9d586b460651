/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files as the prediction of roots sees them (roots.h): found as a compiler for Windows finds them, each read once, and
 * the words that they and all that they include hold.
 */
#ifndef DEVLOCK_SCAN_ROOTS_FILES_H
#define DEVLOCK_SCAN_ROOTS_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct roots_files roots_files;

typedef struct roots_file {
    const char *path;
    const char *text; /* ends with a 0 byte; "": it cannot be read */
    size_t length;
    uint32_t id;
} roots_file;

/* systems: the folders of the system, where what a header includes is looked for. They live as long as the files. */
roots_files *roots_files_new(const char *const *systems, size_t count);
void roots_files_free(roots_files *files);

/* The file of a name in a folder, whatever its case and slashes; NULL: there is none. */
const roots_file *roots_files_find(roots_files *files, const char *folder, const char *name);

/* The same, in the first folder of the system that has it. name_length: of the end of its path that is the name. */
const roots_file *roots_files_system(roots_files *files, const char *name, size_t *name_length);

/* Whether a word stands, outside of comments, in a header or in one that it includes, at any depth. */
bool roots_files_mention(roots_files *files, const roots_file *file, const char *word, size_t length);

/* Whether one of these has a line that defines it as a macro. */
bool roots_files_define(roots_files *files, const roots_file *file, const char *word, size_t length);

/* Whether a header is another one or includes it, at any depth, and how many it is and includes. */
bool roots_files_reach(roots_files *files, const roots_file *from, const roots_file *to);
size_t roots_files_reached(roots_files *files, const roots_file *from);

/* A directive. */
typedef struct roots_directive {
    char text[512]; /* behind the #, without comments; a line that goes on is one */
} roots_directive;

/* Takes the next directive from a place in a text that ends with a 0 byte; gives the place behind it. NULL: anything
 * else stands there. At the end: the directive is "". */
const char *roots_files_directive(const char *at, roots_directive *directive);

/* The name that a directive includes, without its quotes; gives false if it is none that includes one so. */
bool roots_files_included(const roots_directive *directive, char *name, size_t size, bool *quoted);

#endif
