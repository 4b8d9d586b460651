/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID LockIt(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
}

VOID UnlockIt(PVOID Extension)
{
    VideoPortReleaseDeviceLock(Extension);
}
