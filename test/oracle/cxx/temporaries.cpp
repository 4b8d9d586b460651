// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A temporary ends with its full expression.
#include "driver.h"

void Discarded(EXT *Ext, unsigned a)
{
    a &= 1;
    Guard{Ext};
    if (a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

unsigned InReturn(EXT *Ext, unsigned a)
{
    a &= 1;
    if (a)
        return Guard(Ext).Value();
    VideoPortAcquireDeviceLock(Ext);
    return Guard(Ext).Value(); // expect: devlock-double-acquire
}

static void Use(const Guard &guard, unsigned value)
{
    Note(guard.Value() + value);
}

void Argument(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    Use(Guard(Ext), Guard(Other).Value());
    if (a)
        VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void Comma(EXT *Ext, EXT *Other)
{
    unsigned value = (Guard(Ext).Value(), Guard(Other).Value());
    VideoPortAcquireDeviceLock(Other);
    Note(value);
    value = (Guard(Ext).Value(), Guard(Ext).Value()); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Other);
}

void InCondition(EXT *Ext)
{
    if (Guard(Ext).Busy())
        VideoPortAcquireDeviceLock(Ext);
    Note(1);
} // expect: devlock-missing-release

void InLoopCondition(EXT *Ext, unsigned a)
{
    a &= 3;
    for (unsigned i = 0; i < a + (Guard(Ext).Busy() ? 1 : 0); i++) // expect: devlock-double-acquire
        VideoPortAcquireDeviceLock(Ext);
    while (a > 0 && Guard(Ext).Value() > a)
        a--;
}
