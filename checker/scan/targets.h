/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What --format asks for: formats, each to standard output or to a file.
 */
#ifndef DEVLOCK_SCAN_TARGETS_H
#define DEVLOCK_SCAN_TARGETS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/formats.h"

typedef struct target {
    const report_format *format;
    const char *path; /* a file or, by the format, a folder; NULL: standard output */
} target;

typedef struct targets {
    target *items;
    size_t count, capacity;
} targets;

/* Reads "FORMAT" and "FORMAT=FILE"; output: the file of the one without; NULL: none. Standard output gets text unless
 * another format is for it. Gives false with an error on stderr for what cannot be; files are looked at now, so that a
 * long scan is not in vain. */
bool targets_choose(targets *targets, const char *const *formats, size_t count, const char *output);

/* Whether one of them draws findings and the driver (devlock_options.picture). */
bool targets_draw(const targets *targets);

/* Whether one of them shows fixes. */
bool targets_show_fixes(const targets *targets);

/* Writes all of them. color, all: of text on standard output. Gives false with errors on stderr if one failed; the
 * others are written all the same. */
bool targets_write(const targets *targets, const report *report, bool color, bool all);

/* What is new and what is fixed, a line each, on standard output. Gives false with an error if that fails. */
bool targets_write_diff(const report *report);

void targets_free(targets *targets);

#endif
