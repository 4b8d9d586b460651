// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guards of two locks: order, and the lock of the other extension.
#include "driver.h"

void Ordered(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    Guard first(Ext);
    {
        Guard second(Other);
        if (a == 1)
            return;
        if (a == 2)
            VideoPortReleaseDeviceLock(Other);
    } // expect: devlock-double-release
    VideoPortAcquireDeviceLock(Other);
    if (a == 3)
        VideoPortReleaseDeviceLock(Other);
} // expect: devlock-missing-release

struct Wrong {
    Wrong(EXT *Ext, EXT *Other) : m_other(Other)
    {
        VideoPortAcquireDeviceLock(Ext);
    }
    ~Wrong()
    {
        VideoPortReleaseDeviceLock(m_other);
    }
    EXT *m_other;
};

void WrongOne(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    Wrong wrong(Ext, a ? Ext : Other);
    Note(a);
} // expect: devlock-wrong-extension

class Sorted
{
  public:
    Sorted(EXT *First, EXT *Second, bool back) : m_first(back ? Second : First), m_second(back ? First : Second)
    {
        VideoPortAcquireDeviceLock(m_first);
        VideoPortAcquireDeviceLock(m_second);
    }
    ~Sorted()
    {
        VideoPortReleaseDeviceLock(m_second);
        VideoPortReleaseDeviceLock(m_first);
    }

  private:
    EXT *m_first, *m_second;
};

void BothWays(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    {
        Sorted sorted(Ext, Other, (a & 1) != 0);
        if (a == 2)
            return;
    }
    if (a == 3)
        VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
    Guard guard(Ext);
    if (a == 1)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
}
