/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The process of a scan that runs the commands of its manifest, and brings captures and keepers together (sharing.h).
 */
#ifndef DEVLOCK_SCAN_SHARING_HOST_H
#define DEVLOCK_SCAN_SHARING_HOST_H

#include <sys/types.h>

#include "sources.h"

/* What there is to do. */
typedef struct sharing_host_work {
    const scan_sources *sources;
    const char *folder; /* the work folder, as the manifest names it */
    int lock;           /* the file of its lock: held as long as a process lives that may write there */
} sharing_host_work;

typedef struct sharing_host {
    pid_t process; /* 0: there is none, and commands run alone */
    size_t *given; /* captures that keepers were asked for, in memory that both have */
    int ended;     /* comes to its end when all processes have ended that the host has started; -1 */
} sharing_host;

/* Starts it, and puts its name into the environment. It ends with this process, and all that it has started with it. */
sharing_host sharing_host_start(const sharing_host_work *work);

/* Ends it, and waits for that. Gives how many captures were made by keepers. */
size_t sharing_host_stop(sharing_host *host);

#endif
