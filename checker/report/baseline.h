/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Baselines: files of findings that are known, told apart by fingerprint. docs/baseline.md tells the form.
 */
#ifndef DEVLOCK_REPORT_BASELINE_H
#define DEVLOCK_REPORT_BASELINE_H

#include <stdbool.h>

#include "report.h"

typedef struct baseline baseline;

/* Reads a baseline. NULL with *error set (free() it) if it cannot be used; optional: one that is not there is empty. */
baseline *baseline_read(const char *path, bool optional, char **error);
void baseline_free(baseline *baseline);

/* Marks the report's findings that are known, and gives it those that are fixed: in the baseline and no more there,
 * though their check ran and their routine was analysed. They live as long as the baseline. */
void baseline_apply(baseline *baseline, report *report);

/* What a baseline that is written holds. */
typedef struct baseline_counts {
    size_t total, added, removed, not_judged;
} baseline_counts;

/* Writes the report's findings that are not suppressed, and what the applied baseline holds that was not judged. */
bool baseline_write(const baseline *baseline, const report *report, const char *path, baseline_counts *counts,
                    char **error);

#endif
