/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sketches are drawn ahead, by other threads, while it is found out which are wanted. What is given does not depend on
 * who drew it.
 */
#ifndef DEVLOCK_SKETCH_AHEAD_H
#define DEVLOCK_SKETCH_AHEAD_H

#include "sketch.h"

typedef struct ahead ahead;

ahead *ahead_new(void);
void ahead_free(ahead *ahead); /* its threads have ended then */

/* That a file is wanted: now, as soon as somebody has time; or that it may be wanted later. The path has to stay. A
 * file that was named before, or taken, is not named again. */
void ahead_want(ahead *ahead, const char *path, bool now);

/* The sketch of a file; NULL: it cannot be read. It is drawn if it is not yet. Gives one only once. */
sketch *ahead_take(ahead *ahead, const char *path, vocabulary *words);

/* For texts that are no files. */
sketch_desk *ahead_desk(const ahead *ahead);

#endif
