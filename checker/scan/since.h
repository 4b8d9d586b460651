/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * --changed-since: what changed, what that touches, and what the user is told of it.
 */
#ifndef DEVLOCK_SCAN_SINCE_H
#define DEVLOCK_SCAN_SINCE_H

#include "changes.h"
#include "config.h"
#include "touched.h"

typedef struct since {
    changes changes;
    touched *touched; /* NULL: all is reported */
} since;

/* Asks git what changed, if the request asks for it. Gives false with an error on stderr. since_free in any case. */
bool since_start(since *since, const scan_request *request, const config *config);
void since_free(since *since);

/* Whether no file changed at all: then nothing need be read. */
bool since_nothing(const since *since);

/* Finds out what the change touches, when all is read, and says so in a line. */
void since_find(since *since, const scan_request *request, const devlock_program *program, const devlock_model *model);

/* Takes out of a report what the change does not touch. */
void since_narrow(since *since, report *report);

#endif
