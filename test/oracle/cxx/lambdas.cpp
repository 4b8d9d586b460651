// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a lambda does is done where it is called.
#include "driver.h"

void ByReference(EXT *Ext, unsigned a)
{
    a &= 3;
    bool held = false;
    auto take = [&] {
        VideoPortAcquireDeviceLock(Ext);
        held = true;
    };
    if (a & 1)
        take();
    if (a & 2)
        take(); // expect: devlock-double-acquire
    if (held)
        VideoPortReleaseDeviceLock(Ext);
}

void ByValue(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    EXT *which = Ext;
    auto drop = [which] { VideoPortReleaseDeviceLock(which); };
    which = Other;
    VideoPortAcquireDeviceLock(a ? Ext : which);
    drop(); // expect: devlock-wrong-extension
}

void Counted(EXT *Ext, unsigned a)
{
    a &= 3;
    auto take = [Ext, left = a]() mutable {
        if (left-- == 2)
            VideoPortAcquireDeviceLock(Ext);
        return left;
    };
    take();
    Note(take());
} // expect: devlock-missing-release

template <typename Function> static unsigned Locked(EXT *Ext, Function work)
{
    Guard guard(Ext);
    return work(Ext->mode);
}

unsigned Passed(EXT *Ext, unsigned a)
{
    a &= 1;
    unsigned sum = Locked(Ext, [a](unsigned mode) { return mode + a; });
    sum += Locked(Ext, [&sum, Ext, a](unsigned mode) {
        if (a)
            VideoPortReleaseDeviceLock(Ext);
        if (a)
            VideoPortAcquireDeviceLock(Ext);
        return sum + mode;
    });
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    return sum;
}

void GuardInside(EXT *Ext, unsigned a)
{
    a &= 3;
    auto work = [=](unsigned mode) {
        Guard guard(Ext);
        if (mode == 1)
            return 0u;
        return guard.Value();
    };
    work(a);
    VideoPortAcquireDeviceLock(Ext);
    if (a == 2)
        work(1); // expect: devlock-double-acquire
    if (a != 3)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

struct Port {
    EXT *m_ext;
    void Run(unsigned a)
    {
        auto enter = [this] { VideoPortAcquireDeviceLock(m_ext); };
        enter();
        if (a)
            enter(); // expect: devlock-double-acquire
        VideoPortReleaseDeviceLock(m_ext);
    }
};

void InMethod(EXT *Ext, unsigned a)
{
    a &= 1;
    Port port = {Ext};
    port.Run(a);
}

void ToPointer(EXT *Ext, unsigned a)
{
    a &= 1;
    void (*enter)(EXT *) = [](EXT *ext) { VideoPortAcquireDeviceLock(ext); };
    enter(Ext);
    if (a)
        enter(Ext); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
}
