/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Capturing one source: Clang reads it, in this process.
 */
#ifndef DEVLOCK_SCAN_CAPTURING_H
#define DEVLOCK_SCAN_CAPTURING_H

#include "beginning.h"
#include "capture/capture.h"
#include "frontend/frontend.h"

/* Is told of each file that is read, and each folder that is looked into; paths from the source's folder. */
typedef void (*capturing_callback)(void *user, const char *path, bool is_folder);

/* The making of a capture. */
typedef struct capturing capturing;

/* Starts one. asked: what the models want to know (asked.h). */
capturing *capturing_new(capture *capture, const devlock_source *source, const char *asked, capturing_callback callback,
                         void *user);

/* The source as it will be read, for changes. */
devlock_source *capturing_source(capturing *capturing);

/* Reads the source. The capture is freed with capture_free; its texts live in its arena. */
void capturing_read(capturing *capturing);

/* Says which source is read, if its reading began as one of another path that has the lines of a beginning. What was
 * found until now is told of this one. The beginning is used until the source has been read. */
void capturing_knows(capturing *capturing, const char *file, const beginning *beginning);

/* Gives the source, whose reading began by a path of nobody, the path of those that capturing_knows() can name. */
void capturing_becomes(capturing *capturing, const char *path);

void capturing_free(capturing *capturing);

/* A capture that says that reading the source was given up, and why. */
void capturing_give_up(capture *capture, const char *source, const char *reason);

#endif
