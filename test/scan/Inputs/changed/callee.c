/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID LeaveForOthers(PVOID Extension)
{
    VideoPortReleaseDeviceLock(Extension);
}
