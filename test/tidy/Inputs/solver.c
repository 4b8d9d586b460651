/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Two findings whose paths need the solver. */
#include "locks.h"

int First(void *Ext, unsigned Count)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Count * Count == 1369 && Count < 100)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

int Second(void *Ext, unsigned Count)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Count * Count * Count == 1331 && Count < 100)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}
