/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lock.h"

static VP_STATUS Access(PEXT Port, ULONG Mode)
{
    PEXT ext = Port->Parent;

    VideoPortAcquireDeviceLock(ext);
    if (Mode > 3)
        return 87;
    Look(ext);
    VideoPortReleaseDeviceLock(ext);
    return 0;
}

VP_STATUS First(PEXT Port, ULONG Mode)
{
    return Access(Port, Mode + 1);
}

VP_STATUS Second(PEXT Port, ULONG Mode)
{
    return Access(Port, Mode);
}
