/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The formats of reports, by name.
 */
#ifndef DEVLOCK_REPORT_FORMATS_H
#define DEVLOCK_REPORT_FORMATS_H

#include <stdio.h>

#include "report.h"

#ifdef __cplusplus
extern "C" {
#endif

struct fix;
struct folder;

/* Prints a report. Errors of the stream are its owner's to find. */
typedef void (*report_writer)(const report *report, FILE *out);

/* Writes a report of many files. Errors are kept in the folder. */
typedef void (*report_folder_writer)(const report *report, struct folder *to);

typedef struct report_format {
    const char *name;
    const char *summary; /* one line */
    report_writer write;
    report_folder_writer write_folder; /* in place of `write`: it is a folder */
    bool shows_fixes;
} report_format;

/* All formats; the last entry has no name. */
extern const report_format report_formats[];

/* The format of a name, or NULL. */
const report_format *report_format_find(const char *name);

void report_sarif(const report *report, FILE *out);
void report_json_lines(const report *report, FILE *out);
/* A line with the names of all lock functions. */
void report_json_functions(const struct devlock_model *model, FILE *out);

/* A line for what is known at a call of a lock function. */
void report_json_call(const report *report, const devlock_lock_call *call, FILE *out);

/* A line for a fix that is offered for a finding: its title, and its edits with places in bytes. */
void report_json_fix(const report *report, const report_finding *finding, const struct fix *fix, FILE *out);
void report_code_quality(const report *report, FILE *out);
void report_junit(const report *report, FILE *out);
void report_html(const report *report, struct folder *to);

#ifdef __cplusplus
}
#endif

#endif
