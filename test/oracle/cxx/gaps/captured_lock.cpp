// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock that the callee knows by its parameter and by what a captured variable holds.
#include "driver.h"

template <typename Function> static void Locked(EXT *Ext, Function work)
{
    Guard guard(Ext);
    work(); // expect: devlock-double-acquire
}

void Captured(EXT *Ext, unsigned a)
{
    a &= 1;
    Locked(Ext, [Ext, a] {
        if (a) {
            VideoPortAcquireDeviceLock(Ext);
            VideoPortReleaseDeviceLock(Ext);
        }
    });
}
