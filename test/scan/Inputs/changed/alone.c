/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"
#include "outer.h"

VOID Alone(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
}
