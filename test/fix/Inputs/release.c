/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lock.h"

ULONG InBraces(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode > 3) {
        Ext->Busy = 0;
        return 1;
    }
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

ULONG WithoutBraces(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext->Parent);
    if (Mode > 3)
        return Mode + 1; // too large
    else if (Mode == 2) return 2;
    VideoPortReleaseDeviceLock(Ext->Parent);
    return 0;
}

ULONG Apart(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode > 3)
    {
        Ext->Busy = 1;
    }
    if (Mode == 2)
        return 2;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

void AtBrace(PEXT Ext)
{
	VideoPortAcquireDeviceLock(Ext);
	if (Ext->Mode) {
		VideoPortReleaseDeviceLock(Ext);
		return;
	}
	Ext->Busy = 0;
}

void OneLine(PEXT Ext) { VideoPortAcquireDeviceLock(Ext); Look(Ext); }

ULONG InSwitch(PEXT Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    switch (Mode) {
    case 1:
    case 2:
        return 5;
    case 3: Look(Ext); return 6;
    default:
        break;
    }
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

ULONG ReadsWhatIsGuarded(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    if (Ext->Busy)
        return Ext->Mode;
    return Ask() +
           Ext->Mode;
}

static void Enter(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

static void Leave(PEXT Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

void ByWrapper(PEXT Ext)
{
    Enter(Ext);
    if (Ext->Mode)
        return;
    Leave(Ext);
}

void OnlyElsewhere(PEXT Ext)
{
    Enter(Ext);
    Look(Ext);
}

#define LOCK(e) VideoPortAcquireDeviceLock(e)
#define UNLOCK(e) VideoPortReleaseDeviceLock(e)

void ByMacro(PEXT Ext)
{
    LOCK(Ext);
    if (Ext->Mode)
        return;
    UNLOCK(Ext);
}

ULONG OldStyle(Ext, Mode)
PEXT Ext;
ULONG Mode;
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode)
        return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

/* Guarded values that are no memory behind a pointer: a global, a register. */
ULONG Counter;

ULONG Global(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    return Counter;
}

ULONG Constant(PEXT Ext, ULONG Mode)
{
    ULONG local = Mode * 2;

    VideoPortAcquireDeviceLock(Ext);
    Look(Ext);
    return (local > 3) ? local - 1 : (ULONG)sizeof(EXT);
}

int InLoop(PEXT Ext, ULONG Count)
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        VideoPortAcquireDeviceLock(Ext);
        if (Ext->Busy == i)
            return (int)i;
        VideoPortReleaseDeviceLock(Ext);
    }
    return -1;
}

/* As KeAcquireSpinLock is one: what the macro calls has other arguments. */
#define TAKE(lock, old) (*(old) = Ask(), VideoPortAcquireDeviceLock((lock)->Parent))
#define GIVE(lock, old) (VideoPortReleaseDeviceLock((lock)->Parent), (void)(old))

void Paired(PEXT Ext)
{
    ULONG level;

    TAKE(Ext, &level);
    Look(Ext);
    GIVE(Ext, level);
}

void Learnt(PEXT Other, ULONG Mode)
{
    ULONG saved;

    TAKE(Other, &saved);
    if (Mode)
        return;
    Look(Other);
}
