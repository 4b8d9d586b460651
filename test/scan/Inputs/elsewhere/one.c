/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * One file of a driver: what a header declares has callers elsewhere, maybe, and bodies elsewhere. */
#include "driver.h"

VOID Enter(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
} // expect: possible devlock-missing-release

VOID Leave(PEXT Ext)
{
    VideoPortReleaseDeviceLock(Ext); // expect: possible devlock-release-without-acquire
}

/* Whoever calls it, this is wrong. */
VOID Twice(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

/* No header declares it. */
VOID Own(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext->Mode = 1;
} // expect: devlock-missing-release

/* Work's body is in another file: an unknown function neither acquires nor releases. */
VOID NotDoneThere(PEXT Ext)
{
    Work(Ext);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}
