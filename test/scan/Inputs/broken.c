/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID Broken(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Undeclared->Extension);
    VideoPortReleaseDeviceLock(Extension);
}

VOID Intact(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
    VideoPortReleaseDeviceLock(Extension);
}
