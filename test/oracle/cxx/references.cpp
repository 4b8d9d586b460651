// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// References are the object they are bound to.
#include "driver.h"

static void Take(EXT &ext)
{
    VideoPortAcquireDeviceLock(&ext);
}

static EXT &Chosen(EXT &first, EXT &second, unsigned a)
{
    return a ? first : second;
}

void Same(EXT *Ext, unsigned a)
{
    a &= 1;
    EXT &ext = *Ext, &same = ext;
    Take(ext);
    if (a)
        Take(same); // expect: devlock-double-acquire
    VideoPortReleaseDeviceLock(&same);
}

void Returned(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    EXT &chosen = Chosen(*Ext, *Other, a & 1);
    Take(chosen);
    if (a & 2)
        VideoPortReleaseDeviceLock(&chosen);
    else
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-wrong-extension
}

static void Try(EXT &ext, unsigned a, bool &held)
{
    held = a != 0;
    if (held)
        Take(ext);
}

void OutParameter(EXT *Ext, unsigned a)
{
    a &= 3;
    bool held;
    Try(*Ext, a, held);
    if (held && a != 2)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

void ToPointer(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    EXT *current = Ext;
    EXT *&alias = current;
    if (a)
        alias = Other;
    VideoPortAcquireDeviceLock(current);
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-wrong-extension
}

struct Holder {
    EXT &m_ext;
    explicit Holder(EXT &ext) : m_ext(ext)
    {
        Take(m_ext);
    }
    ~Holder()
    {
        VideoPortReleaseDeviceLock(&m_ext);
    }
};

void Member(EXT *Ext, unsigned a)
{
    a &= 1;
    Holder holder(*Ext);
    if (a)
        VideoPortReleaseDeviceLock(&holder.m_ext);
} // expect: devlock-double-release
