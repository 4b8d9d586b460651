// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Constructors: delegating, inherited, with default arguments and member initialisers.
#include "driver.h"

class Delegates
{
  public:
    Delegates(EXT *Ext, bool take) : m_ext(take ? Ext : nullptr)
    {
        if (take)
            VideoPortAcquireDeviceLock(Ext);
    }
    explicit Delegates(EXT *Ext) : Delegates(Ext, true)
    {
        m_ext->mode = 1;
    }
    ~Delegates()
    {
        if (m_ext)
            VideoPortReleaseDeviceLock(m_ext);
    }

  protected:
    EXT *m_ext;
};

void Delegated(EXT *Ext, unsigned a)
{
    a &= 3;
    {
        Delegates first(Ext);
        if (a == 1)
            return;
    }
    Delegates second(Ext, a == 2);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
} // expect: devlock-double-release

struct Inherits : Delegates {
    using Delegates::Delegates;
    bool m_more = false;
    EXT *Which()
    {
        return m_ext;
    }
};

void Inherited(EXT *Ext, unsigned a)
{
    a &= 1;
    Inherits lock(Ext, a != 0);
    if (lock.Which())
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    if (lock.m_more)
        VideoPortReleaseDeviceLock(Ext);
}

static EXT *Entered(EXT *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return Ext;
}

struct Initialises {
    explicit Initialises(EXT *Ext) : m_given(Ext)
    {
    }
    ~Initialises()
    {
        VideoPortReleaseDeviceLock(m_held);
    }
    EXT *m_given;
    EXT *m_held = Entered(m_given);
};

void ByInitialiser(EXT *Ext, unsigned a)
{
    a &= 1;
    Initialises lock(Ext);
    if (a)
        Entered(Ext); // expect: devlock-double-acquire
}

static void Deeper(EXT *Ext, const Guard &outer, unsigned a = Probe())
{
    if (a)
        VideoPortAcquireDeviceLock(Ext);
    Note(outer.Value());
}

void DefaultArgument(EXT *Ext, EXT *Other)
{
    Deeper(Ext, Guard(Other));
    VideoPortAcquireDeviceLock(Other);
    VideoPortReleaseDeviceLock(Other);
} // expect: devlock-missing-release
