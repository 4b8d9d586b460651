/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The process of a scan that brings captures and keepers together (sharing.h).
 */
#ifndef DEVLOCK_SCAN_SHARING_HOST_H
#define DEVLOCK_SCAN_SHARING_HOST_H

#include <sys/types.h>

#include "sources.h"

typedef struct sharing_host {
    pid_t process; /* 0: there is none, and captures are made alone */
    size_t *given; /* captures that keepers were asked for, in memory that both have */
} sharing_host;

/* Starts it, and puts its name into the environment. It ends with this process, and all keepers with it. */
sharing_host sharing_host_start(const scan_sources *sources);

/* Ends it. Gives how many captures were made by keepers. */
size_t sharing_host_stop(sharing_host *host);

#endif
