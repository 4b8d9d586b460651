// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Variables in conditions, in loops' heads and in switches.
#include "driver.h"

void InIf(EXT *Ext, unsigned a)
{
    a &= 3;
    if (Guard guard(Ext); a == 1)
        Note(guard.Value());
    else if (a == 2)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

void InSwitch(EXT *Ext, unsigned a)
{
    a &= 3;
    switch (Guard guard(Ext); a) {
    case 0:
        return;
    case 1: {
        Guard second(Ext); // expect: devlock-double-acquire
        break;
    }
    default:
        break;
    }
    if (a == 3)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void InFor(EXT *Ext, unsigned a)
{
    a &= 3;
    for (Guard guard(Ext); a > 0; a--) {
        if (a == 3)
            continue;
        if (guard.Busy())
            break;
        if (a == 2)
            return;
    }
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

static EXT *Next(EXT *Ext, unsigned a)
{
    return a ? Ext : nullptr;
}

struct Locker {
    explicit Locker(EXT *Ext) : m_ext(Ext)
    {
        if (m_ext)
            VideoPortAcquireDeviceLock(m_ext);
    }
    ~Locker()
    {
        if (m_ext)
            VideoPortReleaseDeviceLock(m_ext);
    }
    explicit operator bool() const
    {
        return m_ext != nullptr;
    }
    EXT *m_ext;
};

void InWhile(EXT *Ext, unsigned a)
{
    a &= 3;
    unsigned rounds = a;
    while (Locker locker{Next(Ext, rounds)}) {
        rounds--;
        if (rounds == 2)
            continue;
        if (a == 2)
            break;
    }
    VideoPortAcquireDeviceLock(Ext);
    if (a == 1)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
}

void DoWhile(EXT *Ext, unsigned a)
{
    a &= 3;
    unsigned rounds = 0;
    do {
        Guard guard(Ext);
        if (rounds == 1)
            continue;
        Note(rounds);
    } while (++rounds < a);
    if (rounds == 2)
        VideoPortAcquireDeviceLock(Ext);
} // expect: devlock-missing-release
