// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A temporary that is made on some ways only ends on these.
#include "driver.h"

unsigned Choice(EXT *Ext, unsigned c)
{
    c &= 1;
    unsigned value = c ? Guard(Ext).Value() : 0;
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    if (!c)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    return value;
}

BOOLEAN And(EXT *Ext, unsigned a)
{
    a &= 1;
    if (a && Guard(Ext).Busy())
        return true;
    if (a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    else
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
    return false;
}

unsigned Either(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    unsigned value = a == 1 ? Guard(Ext).Value() : a == 2 ? Guard(Other).Value() : 0;
    if (a == 1)
        VideoPortReleaseDeviceLock(Other); // expect: devlock-release-without-acquire
    if (a == 2)
        VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
    return value;
}

BOOLEAN Or(EXT *Ext, unsigned a)
{
    a &= 1;
    bool held = a || Guard(Ext).Busy() || Guard(Ext).Busy(); // expect: devlock-double-acquire
    return held;
}

void NestedChoice(EXT *Ext, unsigned a, unsigned b)
{
    a &= 1;
    b &= 1;
    Note(a ? (b && Guard(Ext).Busy() ? 3 : 4) : Guard(Ext).Value());
    VideoPortAcquireDeviceLock(Ext);
    if (!a || !b)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

void InLoop(EXT *Ext, unsigned a)
{
    a &= 3;
    for (unsigned i = 0; i < a; i++)
        Note(i == 1 ? Guard(Ext).Value() : i);
    if (a == 2)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    if (a == 1)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}
