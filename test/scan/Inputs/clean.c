/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID Clean(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
    VideoPortReleaseDeviceLock(Extension);
}
