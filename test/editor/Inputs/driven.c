/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "driver.h"

ULONG Routine(PVOID Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode == 0)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}
