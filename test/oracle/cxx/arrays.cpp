// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arrays of as many objects as a value tells, where a null pointer means that nothing is held.
#include "driver.h"

struct Holder {
    Holder() : m_ext(nullptr)
    {
    }
    ~Holder()
    {
        if (m_ext)
            VideoPortReleaseDeviceLock(m_ext);
    }
    void Take(EXT *Ext)
    {
        VideoPortAcquireDeviceLock(Ext);
        m_ext = Ext;
    }
    EXT *m_ext;
};

void Holders(EXT *Ext, unsigned n)
{
    n &= 3;
    Holder *slots = new Holder[n + 1];
    slots[0].Take(Ext);
    delete[] slots;
}

void HoldersLast(EXT *Ext, unsigned n)
{
    n &= 3;
    Holder *slots = new Holder[n + 1];
    slots[n].Take(Ext);
    delete[] slots;
}

void HoldersKept(EXT *Ext, unsigned n, unsigned a)
{
    n &= 3;
    Holder *slots = new Holder[n + 1];
    slots[n].Take(Ext);
    if (a & 1)
        return; // expect: devlock-missing-release
    delete[] slots;
}

void HoldersTwo(EXT *Ext, EXT *Other, unsigned n)
{
    n &= 3;
    Holder *slots = new Holder[n + 2];
    slots[0].Take(Ext);
    slots[1].Take(Other);
    delete[] slots;
    VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
}
