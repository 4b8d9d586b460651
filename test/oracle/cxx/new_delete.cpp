// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Objects on the heap live until delete.
#include "driver.h"

void Deleted(EXT *Ext, unsigned a)
{
    a &= 3;
    Guard *guard = new Guard(Ext);
    if (a == 1)
        return; // expect: devlock-missing-release
    delete guard;
    if (a == 2)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void MaybeNull(EXT *Ext, unsigned a)
{
    a &= 1;
    Guard *guard = nullptr;
    if (a)
        guard = new Guard(Ext);
    Note(a);
    delete guard;
    VideoPortAcquireDeviceLock(Ext);
    if (guard)
        return; // expect: devlock-missing-release
    VideoPortReleaseDeviceLock(Ext);
}

struct Slot {
    Slot() : m_ext(nullptr), m_held(false)
    {
    }
    ~Slot()
    {
        if (m_held)
            VideoPortReleaseDeviceLock(m_ext);
    }
    void Take(EXT *Ext)
    {
        VideoPortAcquireDeviceLock(Ext);
        m_ext = Ext;
        m_held = true;
    }
    EXT *m_ext;
    bool m_held;
};

void Array(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    Slot *slots = new Slot[2];
    slots[0].Take(Ext);
    if (a & 1)
        slots[1].Take(Other);
    if (a == 2)
        slots[1].Take(Ext); // expect: devlock-double-acquire
    delete[] slots;
    if (a == 0)
        VideoPortReleaseDeviceLock(Other); // expect: devlock-release-without-acquire
}

void ArrayOfGuards(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    Guard *guards = new Guard[2]{Guard(Ext), Guard(Other)};
    if (a)
        return; // expect: devlock-missing-release
    delete[] guards;
}

void LocalArray(EXT *Ext, EXT *Other)
{
    {
        Guard guards[] = {Guard(Ext), Guard(Other)};
        Note(guards[1].Value());
    }
    VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
}
