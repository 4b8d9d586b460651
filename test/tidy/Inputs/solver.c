/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Two findings whose paths need the solver. */
#include "locks.h"

int First(void *Ext, unsigned Count)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Count * 7 + 3 == 45 && Count < 10)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

int Second(void *Ext, unsigned Count)
{
    VideoPortAcquireDeviceLock(Ext);
    if ((Count & 12) * 5 == 20)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}
