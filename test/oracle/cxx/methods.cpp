// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A guard that can be locked and unlocked by hand, and knows whether it holds the lock.
#include "driver.h"

class Unique
{
  public:
    explicit Unique(EXT *Ext, bool take = true) : m_ext(Ext), m_held(false)
    {
        if (take)
            Lock();
    }
    ~Unique()
    {
        if (m_held)
            Unlock();
    }
    void Lock()
    {
        VideoPortAcquireDeviceLock(m_ext);
        m_held = true;
    }
    void Unlock()
    {
        VideoPortReleaseDeviceLock(m_ext);
        m_held = false;
    }
    EXT *Forget()
    {
        m_held = false;
        return m_ext;
    }
    explicit operator bool() const
    {
        return m_held;
    }
    EXT *operator->() const
    {
        return m_ext;
    }

  private:
    EXT *m_ext;
    bool m_held;
};

void ByHand(EXT *Ext, unsigned a)
{
    a &= 3;
    Unique lock(Ext);
    if (a == 1)
        return;
    lock.Unlock();
    Note(a);
    if (a == 2)
        lock.Lock();
    if (a == 3)
        lock.Unlock(); // expect: devlock-double-release
}

void Deferred(EXT *Ext, unsigned a)
{
    a &= 3;
    Unique lock(Ext, false);
    if (a & 1)
        lock.Lock();
    if (!lock)
        lock.Lock();
    if (a == 2)
        lock.Lock(); // expect: devlock-double-acquire
    lock->mode = a;
}

void Forgotten(EXT *Ext, unsigned a)
{
    a &= 1;
    Unique lock(Ext);
    if (a)
        lock.Forget();
} // expect: devlock-missing-release

void HandedBack(EXT *Ext)
{
    EXT *held = Ext;
    {
        Unique lock(Ext);
        held = lock.Forget();
    }
    VideoPortReleaseDeviceLock(held);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}
