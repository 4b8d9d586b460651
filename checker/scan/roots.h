/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Roots: the headers of the system that a source includes before anything else stands in its text, or in that of the
 * headers of its own that it includes before. Sources of different folders and commands often have the same ones.
 *
 * What is said here is a guess: a look at the text, which knows little of what the preprocessor makes of it. Where it
 * is wrong, sharing is missed, and the source is read alone (frontend/becoming.h).
 */
#ifndef DEVLOCK_SCAN_ROOTS_H
#define DEVLOCK_SCAN_ROOTS_H

#include "beginning.h"

typedef struct roots roots;

roots *roots_new(void);
void roots_free(roots *roots);

/* The roots of a source, as beginning_of.roots wants them: to be freed. NULL: it has none. */
char *roots_of(roots *roots, const beginning_of *source);

#endif
