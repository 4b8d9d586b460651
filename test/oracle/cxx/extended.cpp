// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A temporary that is bound to a reference lives as long as the reference.
#include "driver.h"

struct Session {
    explicit Session(EXT *Ext) : guard(Ext), number(Ext->mode)
    {
    }
    Guard guard;
    unsigned number;
};

void ByReference(EXT *Ext, unsigned a)
{
    a &= 1;
    {
        const Guard &guard = Guard(Ext);
        if (a)
            VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
        Note(guard.Value());
    }
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void OfMember(EXT *Ext, unsigned a)
{
    a &= 1;
    {
        const unsigned &number = Session(Ext).number;
        if (a)
            VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
        Note(number);
    }
    VideoPortAcquireDeviceLock(Ext);
    if (!a)
        return; // expect: devlock-missing-release
    VideoPortReleaseDeviceLock(Ext);
}

void NotExtended(EXT *Ext, unsigned a)
{
    a &= 1;
    unsigned number = Session(Ext).number;
    VideoPortAcquireDeviceLock(Ext);
    Note(number);
    if (a)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

unsigned RightValue(EXT *Ext, unsigned a)
{
    a &= 1;
    Session &&session = Session(Ext);
    session.number += a;
    if (a)
        return session.number;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
} // expect: devlock-double-release

void InLoop(EXT *Ext, unsigned a)
{
    a &= 3;
    for (unsigned i = 0; i < a; i++) {
        const Guard &guard = Guard(Ext);
        if (i == 1)
            continue;
        if (guard.Busy())
            break;
    }
    VideoPortAcquireDeviceLock(Ext);
    Guard &&last = Guard(Ext); // expect: devlock-double-acquire
}
