/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lists of changes of texts: making them, putting them into the text, and what they do to places in it.
 */
#ifndef DEVLOCK_FIX_EDITS_H
#define DEVLOCK_FIX_EDITS_H

#include "core/arena.h"
#include "fix.h"

/* Changes, of whatever files, in the order of files and places. None touches another one. */
typedef struct edit_list {
    fix_edit *items;
    uint32_t count, capacity;
} edit_list;

/* Adds a change at its place; the text is not copied. Gives false, and leaves the list as it was, if it touches one
 * that is there: two insertions at one place touch each other. The
 * same change once more is nothing new. */
bool edit_list_add(edit_list *list, fix_edit edit);

/* Adds all or none. */
bool edit_list_add_all(edit_list *list, const fix_edit *edits, size_t count);
void edit_list_free(edit_list *list);

/* The text of a file with its changes in it. free() it. */
char *edit_list_apply(const edit_list *list, uint32_t file, const char *text, size_t length, size_t *new_length);

/* Where an offset in the changed text of a file was before; SIZE_MAX: it is new. */
size_t edit_list_before(const edit_list *list, uint32_t file, size_t offset);

#endif
