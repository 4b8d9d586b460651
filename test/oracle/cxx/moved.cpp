// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guards that hand the lock over: moved, assigned, swapped.
#include "driver.h"

class Owner
{
  public:
    Owner() : m_ext(nullptr)
    {
    }
    explicit Owner(EXT *Ext) : m_ext(Ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    Owner(Owner &&other) : m_ext(other.m_ext)
    {
        other.m_ext = nullptr;
    }
    Owner &operator=(Owner &&other)
    {
        if (this != &other) {
            Release();
            m_ext = other.m_ext;
            other.m_ext = nullptr;
        }
        return *this;
    }
    ~Owner()
    {
        Release();
    }
    void Release()
    {
        if (m_ext)
            VideoPortReleaseDeviceLock(m_ext);
        m_ext = nullptr;
    }
    void Swap(Owner &other)
    {
        EXT *mine = m_ext;
        m_ext = other.m_ext;
        other.m_ext = mine;
    }
    EXT *m_ext;
};

void Moved(EXT *Ext, unsigned a)
{
    a &= 1;
    Owner outer;
    {
        Owner inner(Ext);
        if (a)
            outer = static_cast<Owner &&>(inner);
    }
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
}

void Assigned(EXT *Ext, EXT *Other)
{
    Owner lock(Ext);
    lock = Owner(Other);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    lock = Owner();
    VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
}

void SelfAssigned(EXT *Ext)
{
    Owner lock(Ext);
    Owner &same = lock;
    lock = static_cast<Owner &&>(same);
    Owner second(Ext); // expect: devlock-double-acquire
}

void Swapped(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    Owner first(Ext), second(Other);
    first.Swap(second);
    if (a)
        second.Release();
    else
        first.Release();
    if (a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    else
        VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
}

static void Sink(Owner lock, unsigned a)
{
    if (a)
        lock.Release();
}

void ByValue(EXT *Ext, unsigned a)
{
    a &= 1;
    Owner lock(Ext);
    Sink(static_cast<Owner &&>(lock), a);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}
