/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * With the other file all callers are known, and what they do. */
#include "driver.h"

VOID Enter(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

VOID Leave(PEXT Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

VOID NotDoneThere(PEXT Ext)
{
    Work(Ext);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}
