/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Trials: the sources with changes in them are read and analysed again, and what is found is held against what was
 * found before.
 */
#ifndef DEVLOCK_FIX_TRIAL_H
#define DEVLOCK_FIX_TRIAL_H

#include "edits.h"

typedef struct trial_base trial_base;

/* What trials compare with: all checks, whichever the user wants, for a fix must not make what another check reports.
 * options: those of the analysis. */
trial_base *trial_start(const devlock_program *program, const devlock_model *model, const devlock_options *options,
                        const fix_front *front);
void trial_stop(trial_base *base);

/* What came of a trial. */
typedef struct trial_result {
    bool open;          /* the sources that were read do not show all of the findings: read more */
    bool clean;         /* nothing new was found, left unanalysed, or complained about */
    const char *reason; /* why not, in words; it lives in the caller's arena */
    bool *gone;         /* by finding: it is there no more */
} trial_result;

/* Tries changes. files: those of which the sources are read; NULL: all. findings: those of the program that the changes
 * are of, with the places before; gone has room for as many as `count`. */
trial_result trial_run(trial_base *base, const edit_list *edits, const bool *files,
                       const devlock_finding *const *findings, size_t count, bool *gone, arena *arena);

#endif
