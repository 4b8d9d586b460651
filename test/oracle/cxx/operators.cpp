// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Overloaded operators, conversions and calls of objects.
#include "driver.h"

class Lock
{
  public:
    explicit Lock(EXT *Ext) : m_ext(Ext), m_depth(0)
    {
    }
    Lock &operator++()
    {
        if (m_depth++ == 0)
            VideoPortAcquireDeviceLock(m_ext);
        return *this;
    }
    Lock &operator--()
    {
        if (--m_depth == 0)
            VideoPortReleaseDeviceLock(m_ext);
        return *this;
    }
    operator unsigned() const
    {
        return m_depth;
    }
    bool operator()(unsigned mode) const
    {
        VideoPortReleaseDeviceLock(m_ext);
        return mode != 0;
    }
    EXT &operator*() const
    {
        return *m_ext;
    }
    EXT *operator[](unsigned i) const
    {
        return m_ext + i;
    }

  private:
    EXT *m_ext;
    unsigned m_depth;
};

void Counted(EXT *Ext, unsigned a)
{
    a &= 3;
    Lock lock(Ext);
    ++lock;
    if (a & 1)
        ++lock;
    --lock;
    if (lock == 1 && a == 3)
        --lock;
} // expect: devlock-missing-release

void Called(EXT *Ext, unsigned a)
{
    a &= 3;
    Lock lock(Ext);
    ++lock;
    lock(a);
    if (lock && a == 1)
        lock(a); // expect: devlock-double-release
}

void Designated(EXT *Ext, unsigned a)
{
    a &= 1;
    Lock lock(Ext);
    VideoPortAcquireDeviceLock(&*lock);
    (*lock).mode = a;
    if (a)
        VideoPortReleaseDeviceLock(lock[0]);
} // expect: devlock-missing-release
