// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Members and bases end behind the destructor's body, the last first.
#include "driver.h"

struct Two {
    Two(EXT *First, EXT *Second) : m_first(First), m_second(Second) // expect: devlock-double-acquire
    {
    }
    ~Two()
    {
        Note(m_first.Value());
    }
    Guard m_first, m_second;
};

void Members(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    {
        Two two(Ext, Other);
        if (a)
            VideoPortReleaseDeviceLock(Other);
    } // expect: devlock-double-release
    VideoPortAcquireDeviceLock(Ext);
} // expect: devlock-missing-release

void SameTwice(EXT *Ext)
{
    Two two(Ext, Ext);
}

struct Base {
    explicit Base(EXT *Ext) : m_ext(Ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    ~Base()
    {
        VideoPortReleaseDeviceLock(m_ext);
    }
    EXT *m_ext;
};

/* Its body runs while the base holds the lock, its member is gone before the base. */
struct Derived : Base {
    Derived(EXT *Ext, EXT *Other) : Base(Ext), m_other(Other)
    {
    }
    ~Derived()
    {
        m_ext->mode = m_other.Value();
    }
    Guard m_other;
};

void Bases(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    Derived derived(Ext, Other);
    if (a == 1)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    if (a == 2)
        return;
    VideoPortReleaseDeviceLock(Other);
} // expect: devlock-double-release

struct Careless : Base {
    explicit Careless(EXT *Ext) : Base(Ext)
    {
    }
    ~Careless()
    {
        VideoPortReleaseDeviceLock(m_ext);
    } // expect: devlock-double-release
};

void ReleasedByBoth(EXT *Ext)
{
    Careless careless(Ext);
    Note(careless.m_ext->mode);
}
