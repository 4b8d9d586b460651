// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Objects that are built where the memory is already, and ended by hand.
#include "driver.h"

void Placed(EXT *Ext, unsigned a)
{
    alignas(Guard) unsigned char memory[sizeof(Guard)];
    a &= 3;
    Guard *guard = new (memory) Guard(Ext);
    if (a == 1)
        return; // expect: devlock-missing-release
    guard->~Guard();
    if (a == 2)
        guard->~Guard(); // expect: devlock-double-release
}

struct Maybe {
    Maybe() : m_has(false)
    {
    }
    ~Maybe()
    {
        if (m_has)
            Held()->~Guard();
    }
    void Emplace(EXT *Ext)
    {
        new (m_memory) Guard(Ext);
        m_has = true;
    }
    Guard *Held()
    {
        return reinterpret_cast<Guard *>(m_memory);
    }
    alignas(Guard) unsigned char m_memory[sizeof(Guard)];
    bool m_has;
};

void Optional(EXT *Ext, unsigned a)
{
    a &= 3;
    {
        Maybe maybe;
        if (a & 1)
            maybe.Emplace(Ext);
        if (a == 3)
            return;
    }
    if (a == 1)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    if (a == 0)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}
