/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lock.h"

/* The exit is reached with the lock free, too. */
ULONG OtherPaths(PEXT Ext, ULONG Mode)
{
    if (Mode)
        VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    return 0;
}

/* What names the lock is out of scope. */
void OutOfScope(PEXT Ext)
{
    if (Ext) {
        PEXT inner = Ext->Parent;
        VideoPortAcquireDeviceLock(inner);
        Look(inner);
    }
}

/* The name means something else at the exit. */
void Changed(PEXT Ext, PEXT Other)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext = Other;
    Look(Ext);
}

#define FAIL_IF(c) do { if (c) return 1; } while (0)
#define RETURN(x) return x

ULONG InMacro(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    FAIL_IF(Mode);
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

ULONG OwnReturn(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode)
        RETURN(1);
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

#define UNLOCK(e) do { (e)->Busy = 0; VideoPortReleaseDeviceLock(e); } while (0)

void MacroTwice(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    UNLOCK(Ext);
}

/* It may be meant to. */
void Enter(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

PEXT Next(void);

void Calls(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Next());
    Look(Ext);
}

/* Only possible. */
void Possible(PEXT Ext, float Scale)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Scale * Scale < 0)
        return;
    VideoPortReleaseDeviceLock(Ext);
}

ULONG Suppressed(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode) {
#pragma warning(suppress : 6001)
        return 1;
    }
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

void Twice(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}
