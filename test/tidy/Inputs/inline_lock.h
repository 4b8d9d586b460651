/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "locks.h"

static inline int LeaksInHeader(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Probe(Ext))
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}
