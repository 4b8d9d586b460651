// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Objects that a function returns are built where the caller wants them.
#include "driver.h"

class Owner
{
  public:
    explicit Owner(EXT *Ext) : m_ext(Ext)
    {
        if (m_ext)
            VideoPortAcquireDeviceLock(m_ext);
    }
    Owner(Owner &&other) : m_ext(other.m_ext)
    {
        other.m_ext = nullptr;
    }
    ~Owner()
    {
        if (m_ext)
            VideoPortReleaseDeviceLock(m_ext);
    }
    EXT *m_ext;
};

static Guard Direct(EXT *Ext)
{
    return Guard(Ext);
}

static Owner Named(EXT *Ext)
{
    Owner owner(Ext);
    Note(1);
    return owner;
}

static Owner Either(EXT *Ext, unsigned a)
{
    Owner none(nullptr);
    Owner owner(Ext);
    if (a)
        return owner;
    return none;
}

void Elided(EXT *Ext, unsigned a)
{
    a &= 1;
    {
        Guard guard = Direct(Ext);
        if (a)
            return;
    }
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void Discarded(EXT *Ext, unsigned a)
{
    a &= 1;
    Direct(Ext);
    Named(Ext);
    if (a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

void OfTwo(EXT *Ext, unsigned a)
{
    a &= 1;
    Owner owner = Either(Ext, a);
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(Ext);
    if (!a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
}

static Owner Forward(EXT *Ext)
{
    return Named(Ext);
}

unsigned Forwarded(EXT *Ext, unsigned a)
{
    a &= 1;
    unsigned mode = Forward(Ext).m_ext->mode;
    Owner owner = Forward(Ext);
    if (a)
        VideoPortReleaseDeviceLock(Ext);
    return mode;
} // expect: devlock-double-release

struct Pair {
    Owner first;
    unsigned second;
};

static Pair Both(EXT *Ext, unsigned a)
{
    return {Owner(a ? Ext : nullptr), a};
}

void InStructure(EXT *Ext, unsigned a)
{
    a &= 1;
    Pair pair = Both(Ext, a);
    if (pair.second)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-double-release
