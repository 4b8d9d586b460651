/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Headers whose texts are others in an editor than on the disk, and what was read in sources that are not open, but
 * include them: captures that are made with these texts, and kept beside those that are made of files.
 */
#ifndef DEVLOCK_SCAN_UNSAVED_H
#define DEVLOCK_SCAN_UNSAVED_H

#include <stdbool.h>

#include "devlock/program.h"
#include "editor/documents.h"
#include "frontend/frontend.h"

typedef struct unsaved {
    devlock_buffer *buffers; /* of the documents */
    size_t count;
    char *number; /* of all the texts */
} unsaved;

/* Those among the open documents. */
void unsaved_find(unsaved *unsaved, const documents *open);
void unsaved_free(unsaved *unsaved);

/* Whether a capture was made of a file that one of them is; by the record of what it was made of (inputs.h). */
bool unsaved_matters(const unsaved *unsaved, const char *record);

/* Where a capture that is made with them is kept, by where it is kept without; free() it. */
char *unsaved_place(const char *place);

/* Whether that was made with these texts; says that it is now, or of which it is not known. */
bool unsaved_is_of(const unsaved *unsaved, const char *place);
void unsaved_set(const unsaved *unsaved, const char *place);
void unsaved_forget(const char *place);

#endif
