// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A variable's destructor on each way out of its scope; what follows it shows that it ran.
#include "driver.h"

void Returns(EXT *Ext, unsigned a)
{
    a &= 3;
    Guard guard(Ext);
    if (a == 1)
        return;
    if (a == 2)
        VideoPortReleaseDeviceLock(Ext);
    Note(a);
} // expect: devlock-double-release

unsigned ReturnsValue(EXT *Ext, unsigned a)
{
    a &= 1;
    {
        Guard guard(Ext);
        if (a)
            return guard.Value();
    }
    VideoPortAcquireDeviceLock(Ext);
    return 3; // expect: devlock-missing-release
}

void Loops(EXT *Ext, unsigned a)
{
    a &= 3;
    for (unsigned i = 0; i < a; i++) {
        Guard guard(Ext);
        if (i == 0)
            continue;
        if (Probe())
            break;
        Note(i);
    }
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release, devlock-release-without-acquire
}

void LeftByHand(EXT *Ext, unsigned a)
{
    a &= 3;
    for (unsigned i = 0; i < a; i++) {
        Guard guard(Ext);
        if (i == 1) {
            VideoPortReleaseDeviceLock(Ext);
            continue;
        }
        Note(i);
    } // expect: devlock-double-release
}

void Jumps(EXT *Ext, unsigned a)
{
    a &= 3;
    {
        Guard guard(Ext);
        if (a == 0)
            goto done;
        if (a == 1)
            goto taken;
        Note(a);
    }
taken:
    VideoPortAcquireDeviceLock(Ext);
    if (a == 2)
        return; // expect: devlock-missing-release
    VideoPortReleaseDeviceLock(Ext);
done:
    if (a == 0)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void JumpsBack(EXT *Ext, unsigned a)
{
    unsigned round = 0;
    a &= 3;
again:
    Guard guard(Ext);
    if (++round < a)
        goto again;
    if (a == 3)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
}
