/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fixes of a scan: how its sources are read again, and how their files are changed.
 */
#ifndef DEVLOCK_SCAN_FIXING_H
#define DEVLOCK_SCAN_FIXING_H

#include "devlock/analysis.h"
#include "fix/fix.h"
#include "reading.h"
#include "report/report.h"

/* A front for fixes over the files of a scan. */
typedef struct fixing {
    const reading *first; /* how the sources were read */
    const char *root;     /* absolute: files below it may be changed, and those beside a source */
    source_cache *texts;
    fix_front front;
    fixes *fixes; /* what fixing_find found */
} fixing;

/* Of what fixes are wanted. */
typedef struct fixing_wish {
    const bool *only; /* by the findings' index in the result; NULL: of all that the report shows */
    bool annotations; /* annotations only */
} fixing_wish;

/* Finds fixes of findings of a report, and gives them to the report. first, report and result must outlive it. */
void fixing_find(fixing *fixing, const reading *first, const devlock_options *options, const devlock_result *result,
                 report *report, const fixing_wish *wish);
void fixing_stop(fixing *fixing);

/* Writes the changed files, each as a whole or not at all, and says on stderr what was fixed and what was left, and
 * why. left: findings that are there still. Gives false if a file could not be written; the others are written all the
 * same. */
bool fixing_write(const fixing *fixing, const report *report, bool quiet, size_t *left);

#endif
