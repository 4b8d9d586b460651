/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Capturing one source: Clang reads it, in this process.
 */
#ifndef DEVLOCK_SCAN_CAPTURING_H
#define DEVLOCK_SCAN_CAPTURING_H

#include "capture/capture.h"
#include "frontend/frontend.h"

/* Is told of each file that is read, and each folder that is looked into; paths from the source's folder. */
typedef void (*capturing_callback)(void *user, const char *path, bool is_folder);

/* Reads a source. asked: what the models want to know (asked.h). The capture is freed with capture_free; its texts live
 * in its arena. */
void capturing_run(capture *capture, const devlock_source *source, const char *asked, capturing_callback callback,
                   void *user);

/* A capture that says that reading the source was given up, and why. */
void capturing_give_up(capture *capture, const char *source, const char *reason);

#endif
