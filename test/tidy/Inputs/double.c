/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "locks.h"

void ReleaseTwice(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext); /* again */
}

int Leak(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1;
}
