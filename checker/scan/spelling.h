/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How an editor spells paths. A scan has paths without symbolic links; a document that was opened through one has a
 * path in which it stands, and so have the files beside it.
 */
#ifndef DEVLOCK_SCAN_SPELLING_H
#define DEVLOCK_SCAN_SPELLING_H

/* Where a path begins, and what stands in the editor's paths in place of that; NULLs: paths are the same. */
typedef struct spelling {
    char *real, *spelt;
} spelling;

/* The spelling of a document's path. */
spelling spelling_of(const char *document);
void spelling_free(spelling *spelling);

/* Spells a path, which is free()d; free() what it gives. */
char *spelling_apply(const spelling *spelling, char *path);

#endif
