// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Destructors of variables at every way out of their scope.
#include "preamble.h"

void Loop(Ext *ext, ULONG count)
{
    for (ULONG i = 0; i < count; i++) {
        Guard guard(ext);
        if (i == 3)
            continue;
        if (Ask())
            break;
        ext->Mode++;
    }
    VideoPortAcquireDeviceLock(ext);
    VideoPortReleaseDeviceLock(ext);
}

void Goto(Ext *ext)
{
again: {
    Guard guard(ext);
    if (Ask())
        goto again;
    if (ext->Busy)
        goto done;
}
    ext->Mode = 1;
done:
    VideoPortReleaseDeviceLock(ext); // expect: devlock-double-release
}

void GotoBackwards(Ext *ext)
{
again:
    Guard guard(ext);
    if (Ask())
        goto again;
}

void LabelBehind(Ext *ext)
{
    Guard guard(ext);
again:
    if (Ask())
        goto again;
}

void Switch(Ext *ext, ULONG mode)
{
    switch (mode) {
    case 1: {
        Guard guard(ext);
        break;
    }
    case 2:
        VideoPortAcquireDeviceLock(ext);
        break;
    default:
        return;
    }
    if (mode == 2)
        VideoPortReleaseDeviceLock(ext);
}

void Twice(Ext *ext)
{
    Guard first(ext);
    Guard second(ext); // expect: devlock-double-acquire
}

void Two(Ext *ext, Ext *other)
{
    Guard first(ext);
    Guard second(other);
    if (Ask())
        return;
    ext->Mode = other->Mode;
}

void Condition(Ext *ext)
{
    if (Guard guard(ext); guard.Value() == 1)
        ext->Mode = 1;
    else if (Ask())
        ext->Mode = 2;
    VideoPortAcquireDeviceLock(ext);
    VideoPortReleaseDeviceLock(ext);
}

void ReleasedByHand(Ext *ext)
{
    Guard guard(ext);
    VideoPortReleaseDeviceLock(ext);
} // expect: devlock-double-release
