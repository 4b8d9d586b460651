/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID EnterForOthers(PVOID Extension);

VOID User(PVOID Extension)
{
    EnterForOthers(Extension);
    VideoPortReleaseDeviceLock(Extension);
}
