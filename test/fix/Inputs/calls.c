/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lock.h"

void Twice(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    VideoPortReleaseDeviceLock(Ext);
    Look(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

void BehindLabel(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
Out:
    VideoPortReleaseDeviceLock(Ext); /* to be sure */
}

void WithoutBraces(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    if (Mode)
        VideoPortReleaseDeviceLock(Ext);
}

/* On one path it is the first release. */
void OnSomePaths(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode)
        VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

void WrongOne(PEXT Ext, PEXT Other)
{
    VideoPortAcquireDeviceLock(Ext->Parent);
    Look(Other);
    VideoPortReleaseDeviceLock(Other);
}

/* The name has another value by now. */
void Moved(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext = Ext->Parent;
    VideoPortReleaseDeviceLock(Ext);
}

static void Leave(PEXT Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

#define UNLOCK(e) VideoPortReleaseDeviceLock((PEXT)(e))

void ByOthers(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    UNLOCK(Ext);
    if (Ext->Mode) {
        UNLOCK(Ext);
        Look(Ext);
    } else {
        Leave(Ext);
        Look(Ext);
    }
}

void Balanced(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    Leave(Ext);
}
