/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a change touches of a program: files, by who includes whom, and routines (core/affected.h).
 */
#ifndef DEVLOCK_SCAN_TOUCHED_H
#define DEVLOCK_SCAN_TOUCHED_H

#include "changes.h"
#include "devlock/model.h"
#include "devlock/program.h"
#include "report/report.h"

typedef struct touched touched;

touched *touched_new(const changes *changes);
void touched_free(touched *touched);

/* A source that is about to be read, and the folder in which its command runs (NULL: here). */
void touched_source(touched *touched, const char *file, const char *directory);

/* A file of that source includes another one. user: a touched (devlock_include_callback). */
void touched_include(void *user, const char *from, const char *to);

/* All of the program is touched: what all verdicts depend on changed. */
void touched_all(touched *touched);

/* Whether a file changed. */
bool touched_changed(touched *touched, const char *file);

/* Finds out what is touched, when all is read. whole: all files of the driver are seen. */
void touched_find(touched *touched, const devlock_program *program, const devlock_model *model, bool whole);

/* How many of the sources changed or include what changed. */
size_t touched_source_count(const touched *touched);

/* Takes out of a report what stands in routines and files that the change does not matter to. */
void touched_narrow(touched *touched, report *report);

#endif
