// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guards in callees: the finding stands where both events are seen.
#include "driver.h"

static unsigned ReadMode(EXT *Ext)
{
    Guard guard(Ext);
    return guard.Value();
}

static void Twice(EXT *Ext, unsigned a)
{
    Guard guard(Ext);
    if (a)
        Note(ReadMode(Ext)); // expect: devlock-double-acquire
}

void Inner(EXT *Ext, unsigned a)
{
    a &= 1;
    Twice(Ext, a);
    VideoPortAcquireDeviceLock(Ext);
    Twice(Ext, 0); // expect: devlock-double-acquire
}

class Device
{
  public:
    explicit Device(EXT *Ext) : m_ext(Ext)
    {
    }
    void Set(unsigned mode)
    {
        Guard guard(m_ext);
        m_ext->mode = mode;
    }
    bool Start(unsigned mode)
    {
        Guard guard(m_ext);
        if (mode == 0)
            return false;
        m_ext->mode = mode;
        return true;
    }
    void Restart(unsigned mode)
    {
        Guard guard(m_ext);
        if (mode > 1)
            Set(mode); // expect: devlock-double-acquire
    }

  private:
    EXT *m_ext;
};

void Methods(EXT *Ext, unsigned a)
{
    a &= 3;
    Device device(Ext);
    if (device.Start(a))
        VideoPortAcquireDeviceLock(Ext);
    if (a == 1)
        device.Set(0); // expect: devlock-double-acquire
    if (a == 2)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

void Restarts(EXT *Ext, unsigned a)
{
    a &= 3;
    Device(Ext).Restart(a);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

static void Recursive(EXT *Ext, unsigned a)
{
    if (a == 0)
        return;
    {
        Guard guard(Ext);
        Note(a);
    }
    Recursive(Ext, a - 1);
}

void Recurses(EXT *Ext, unsigned a)
{
    a &= 3;
    Recursive(Ext, a);
    VideoPortAcquireDeviceLock(Ext);
    Recursive(Ext, a == 2 ? 1 : 0); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
}
