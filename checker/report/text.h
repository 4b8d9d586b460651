/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Findings as text, in the form in which Clang prints its diagnostics: place, message, source line, caret, notes.
 */
#ifndef DEVLOCK_REPORT_TEXT_H
#define DEVLOCK_REPORT_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include "report.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct text_printer text_printer;

/* The message of a finding, as every front shows it: with what a possible one rests on. free() it. */
char *text_finding_message(const devlock_finding *finding);

/* A printer onto a stream. program: for the names of files; it must outlive the printer. color: with the colours that
 * Clang uses on a terminal. */
text_printer *text_printer_new(FILE *out, const devlock_program *program, bool color);
void text_printer_free(text_printer *printer);

/* A finding with its notes. */
void text_print_finding(text_printer *printer, const devlock_finding *finding);

/* A finding with its whole path instead of its notes (devlock_options.explain). */
void text_print_explained(text_printer *printer, const devlock_finding *finding, size_t number);

/* What a fix does and changes, or why none is offered. */
struct fix;
void text_print_fix(text_printer *printer, const struct fix *fix);

/* "not analysed: ROUTINE (FILE:LINE): REASON", one line. */
void text_print_gap(FILE *out, const devlock_program *program, const devlock_gap *gap);

/* All findings, then all that was not analysed. */
void text_print_result(text_printer *printer, const devlock_result *result);

/* A whole report, without what is suppressed or known; all: with it, and why. */
void text_print_report(FILE *out, const report *report, bool color, bool all);

/* "fixed: FILE, 'ROUTINE': MESSAGE [CHECK]", one line. */
void text_print_fixed(FILE *out, const report_fixed *fixed);

/* What a baseline does not know, "new: FILE:LINE:COLUMN: …", and what is fixed of it, a line each; what was not
 * analysed. */
void text_print_diff(FILE *out, const report *report);

/* "2 findings in 14 routines (3 with locks), 1 suppressed, 1 not analysed", one line; where a routine that calls a lock
 * function was not analysed as a whole, how many of them were, were partly and were not, and why. */
void text_print_summary(FILE *out, const report *report);

#ifdef __cplusplus
}
#endif

#endif
