// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A static variable is initialised on the first way through its declaration, and ends with the driver.
#include "driver.h"

void Held(EXT *Ext, unsigned a)
{
    a &= 1;
    if (a) {
        static Guard guard(Ext);
        Note(guard.Value());
    }
} // expect: devlock-missing-release

static unsigned Mode(EXT *Ext)
{
    Guard guard(Ext);
    return guard.Value();
}

unsigned FirstMode(EXT *Ext, unsigned a)
{
    a &= 1;
    if (a)
        VideoPortAcquireDeviceLock(Ext);
    static unsigned mode = Mode(Ext); // expect: devlock-double-acquire
    if (a)
        VideoPortReleaseDeviceLock(Ext);
    return mode;
}

struct Counter {
    Counter() : count(0)
    {
    }
    ~Counter()
    {
        count = 0;
    }
    unsigned count;
};

void CountedOnce(EXT *Ext, unsigned a)
{
    a &= 1;
    static Counter counter;
    Guard guard(Ext);
    counter.count++;
    if (a)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-double-release
