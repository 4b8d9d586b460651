// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A lock that the callee knows by two names: its parameter, and what a captured variable or a structure holds.
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

template <typename Function> static void Kept(EXT *Ext, Function work)
{
    Guard guard(Ext);
    work();
}

void Unlocks(EXT *Ext)
{
    Kept(Ext, [Ext] {
        VideoPortReleaseDeviceLock(Ext);
        Note(1);
        VideoPortAcquireDeviceLock(Ext);
    });
}

void ByReference(EXT *Ext, unsigned a)
{
    a &= 1;
    Kept(Ext, [&] {
        VideoPortReleaseDeviceLock(Ext);
        Note(a);
        VideoPortAcquireDeviceLock(Ext);
    });
}

struct Device {
    EXT *ext;
    EXT *parent;
};

static void Pause(EXT *Ext, Device *device)
{
    VideoPortReleaseDeviceLock(device->ext);
    Note(1);
    VideoPortAcquireDeviceLock(Ext);
}

static void Turn(EXT *Ext, Device *device, unsigned a)
{
    if (a)
        Pause(Ext, device);
    VideoPortReleaseDeviceLock(device->parent);
}

void Structure(EXT *Ext, EXT *Parent, unsigned a)
{
    a &= 1;
    Device device = {Ext, Parent};
    VideoPortAcquireDeviceLock(Ext);
    VideoPortAcquireDeviceLock(Parent);
    Turn(Ext, &device, a);
    if (a)
        VideoPortReleaseDeviceLock(Parent); // expect: devlock-double-release
    VideoPortReleaseDeviceLock(Ext);
}

void SameTwice(EXT *Ext, unsigned a)
{
    a &= 1;
    Device device = {Ext, Ext};
    VideoPortAcquireDeviceLock(Ext);
    Turn(Ext, &device, a);
    if (a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}
