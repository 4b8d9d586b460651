/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID LeaveForOthers(PVOID Extension);

VOID Caller(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
    LeaveForOthers(Extension);
}
