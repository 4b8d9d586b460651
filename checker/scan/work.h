/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The work folder of a scan: where captures are kept from one run to the next. It lies beside no source.
 */
#ifndef DEVLOCK_SCAN_WORK_H
#define DEVLOCK_SCAN_WORK_H

#include <stdbool.h>

typedef struct work {
    char *folder; /* absolute */
    int lock;     /* held, also by the processes that are started, as long as one of them lives */
} work;

/* Where the folder is, or would be; NULL: there can be none. chosen: as below. free() it. */
char *work_folder(const char *chosen);

/* Opens the folder, and waits for others that use it. chosen: of --work; NULL: one of the user's cache folder, by the
 * current folder. Gives false with an error in *error (free() it) if it cannot be used. */
bool work_open(work *work, const char *chosen, char **error);
void work_close(work *work);

/* The folder that scans which are started in a folder (absolute, without links) use by themselves; NULL: there can be
 * none. free() it. */
char *work_default(const char *here);

/* The path of something in the folder; free() it. */
char *work_path(const work *work, const char *name);

#endif
