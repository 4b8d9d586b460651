/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VP_STATUS Leak(PVOID Extension, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Extension);
    if (Mode > 3)
        return ERROR_INVALID_PARAMETER;
    VideoPortReleaseDeviceLock(Extension);
    return NO_ERROR;
}
