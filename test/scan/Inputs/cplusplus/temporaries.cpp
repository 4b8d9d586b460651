// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Temporaries end with their full expression, or with the reference that is bound to them.
#include "preamble.h"

ULONG Use(const Guard &guard);

void Discarded(Ext *ext)
{
    Guard{ext};
    VideoPortAcquireDeviceLock(ext);
    VideoPortReleaseDeviceLock(ext);
}

void Member(Ext *ext)
{
    ULONG value = Guard(ext).Value();
    VideoPortAcquireDeviceLock(ext);
    ext->Mode = value;
    VideoPortReleaseDeviceLock(ext);
}

void Conditional(Ext *ext)
{
    ULONG value = Ask() ? Guard(ext).Value() : 7;
    VideoPortAcquireDeviceLock(ext);
    ext->Mode = value;
    VideoPortReleaseDeviceLock(ext);
}

void ConditionalAnd(Ext *ext)
{
    if (Ask() && Guard(ext).Value() && ext->Busy)
        VideoPortAcquireDeviceLock(ext);
    else
        return;
    VideoPortReleaseDeviceLock(ext);
}

void Extended(Ext *ext)
{
    const Guard &guard = Guard(ext);
    VideoPortAcquireDeviceLock(ext); // expect: devlock-double-acquire
    Use(guard);
}

void ExtendedScope(Ext *ext)
{
    {
        const Guard &guard = Guard(ext);
        Use(guard);
    }
    VideoPortAcquireDeviceLock(ext);
    VideoPortReleaseDeviceLock(ext);
}

void Argument(Ext *ext)
{
    Use(Guard(ext));
    VideoPortReleaseDeviceLock(ext); // expect: devlock-double-release
}

ULONG Returned(Ext *ext)
{
    return Use(Guard(ext));
}

void Same(Ext *ext)
{
    Guard guard(ext);
    Use(Guard(ext)); // expect: devlock-double-acquire
}
