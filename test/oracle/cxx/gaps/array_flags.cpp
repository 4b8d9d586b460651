// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arrays of as many objects as a value tells, where a flag in each says whether it holds the lock.
#include "driver.h"

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

void Slots(EXT *Ext, unsigned n, unsigned a)
{
    n &= 3;
    Slot *slots = new Slot[n + 1];
    slots[0].Take(Ext);
    delete[] slots;
    if (a & 1)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void SlotsLast(EXT *Ext, unsigned n, unsigned a)
{
    n &= 3;
    Slot *slots = new Slot[n + 1];
    slots[n].Take(Ext);
    delete[] slots;
    if (a & 1)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}
