// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Virtual destructors and methods, where the object's class is known.
#include "driver.h"

struct Lockable {
    explicit Lockable(EXT *Ext) : m_ext(Ext)
    {
    }
    virtual ~Lockable()
    {
        Note(1);
    }
    virtual void Enter()
    {
        Note(2);
    }
    EXT *m_ext;
};

struct Locked final : Lockable {
    explicit Locked(EXT *Ext) : Lockable(Ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
    ~Locked() override
    {
        VideoPortReleaseDeviceLock(m_ext);
    }
    void Enter() override
    {
        VideoPortAcquireDeviceLock(m_ext);
    }
};

void Local(EXT *Ext, unsigned a)
{
    a &= 3;
    Locked locked(Ext);
    if (a == 1)
        return;
    if (a == 2)
        locked.Enter(); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-double-release

void DeletedFinal(EXT *Ext, unsigned a)
{
    a &= 3;
    Locked *locked = new Locked(Ext);
    if (a == 1)
        return; // expect: devlock-missing-release
    delete locked;
    if (a == 2)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void Qualified(EXT *Ext, unsigned a)
{
    a &= 1;
    Locked locked(Ext);
    locked.Lockable::Enter();
    if (a)
        locked.Locked::Enter(); // expect: devlock-double-acquire
}
