/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID EnterForOthers(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
}
