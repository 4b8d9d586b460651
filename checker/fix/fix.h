/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fixes: changes of the source that make a finding go away.
 *
 * For each finding, changes of the text are proposed (propose.h), in the words of the source itself. None is believed:
 * the sources are read again with the change in them and analysed (trial.h), and a fix is offered only if then the
 * finding is gone, no other one has come, in whatever routine, nothing more is left unanalysed, and Clang has no more
 * to complain about. All fixes that are offered have been tried together, too.
 *
 * How sources are read is the front's to say: from files, or from an editor's buffers.
 */
#ifndef DEVLOCK_FIX_FIX_H
#define DEVLOCK_FIX_FIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "devlock/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A change of a file's text: `length` bytes at an offset become another text. */
typedef struct fix_edit {
    uint32_t file; /* of the program */
    size_t at, length;
    const char *text;
} fix_edit;

/* What is offered for a finding. */
typedef struct fix {
    const char *title;     /* what it does, in words: "release the lock before the return"; NULL: nothing is offered */
    const char *reason;    /* why nothing is offered, in words */
    const fix_edit *edits; /* in the order of the text */
    size_t edit_count;
} fix;

/* The new text of a file. */
typedef struct fix_text {
    uint32_t file;    /* of the program that the findings are of */
    const char *path; /* as that program names it */
    const char *text;
    size_t length;
} fix_text;

/* What a front does for fixes. */
typedef struct fix_front {
    void *user;
    bool whole;       /* `read` reads all sources, whatever is asked for: there is one, say */
    bool annotations; /* only annotations are wanted, and also where a release is likelier to be meant */

    /* The text of a file, as it was analysed; it stays the front's. NULL: there is none, or it is not to be changed. */
    const char *(*text)(void *user, uint32_t file, size_t *length);

    /* Reads sources again, with the texts in place of those of their files, as they were read for the findings, into a
     * new program: of the sources those among `files` (by file id; NULL: all), or all if one of these is no source.
     * complaints: how many errors and warnings Clang has. NULL: it could not be done. */
    devlock_program *(*read)(void *user, const fix_text *texts, size_t count, const bool *files, unsigned *complaints);
} fix_front;

typedef struct fixes fixes;

/* Whether fixes are known for findings of a check at all. */
bool fixes_known_for(devlock_check check);

/* Looks for fixes of the findings of a result; wanted: by finding, whether one is wanted of it; NULL: of all. options:
 * those of the analysis. All of it must outlive the fixes. Never NULL. Cost: all sources are read and analysed again,
 * twice, and those that have to do with a finding once for each of its proposals (or less often: what has nothing to do
 * with each other is tried together). */
fixes *fixes_find(const devlock_program *program, const devlock_model *model, const devlock_options *options,
                  const devlock_result *result, const bool *wanted, const fix_front *front);
void fixes_free(fixes *fixes);

/* What is offered for a finding, by its index in the result. */
const fix *fixes_of(const fixes *fixes, size_t finding);

/* The new text of a file with all fixes in it that are offered; NULL: none changes it. free() it. */
char *fixes_apply(const fixes *fixes, uint32_t file, size_t *length);

#ifdef __cplusplus
}
#endif

#endif
