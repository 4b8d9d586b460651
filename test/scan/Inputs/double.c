/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID Double(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
    VideoPortReleaseDeviceLock(Extension);
    VideoPortReleaseDeviceLock(Extension);
}
