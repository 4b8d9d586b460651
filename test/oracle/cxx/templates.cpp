// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Instances of templates, with types and with values.
#include "driver.h"

template <typename T, bool Take> class Holder
{
  public:
    explicit Holder(T *ext) : m_ext(ext)
    {
        if (Take)
            VideoPortAcquireDeviceLock(m_ext);
    }
    ~Holder()
    {
        if (Take)
            VideoPortReleaseDeviceLock(m_ext);
    }

  private:
    T *m_ext;
};

void ByValue(EXT *Ext, unsigned a)
{
    a &= 1;
    Holder<EXT, false> none(Ext);
    if (a) {
        Holder<EXT, true> holds(Ext);
        Note(a);
    }
    if (a)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release
    else
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}

template <unsigned Count> static void Times(EXT *Ext)
{
    for (unsigned i = 0; i < Count; i++)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
}

void Counts(EXT *Ext, unsigned a)
{
    a &= 3;
    if (a == 1)
        Times<1>(Ext);
    if (a == 2)
        Times<2>(Ext);
    if (a == 3)
        Times<0>(Ext);
} // expect: devlock-missing-release

template <typename T> static bool TryTake(T &lock, unsigned a)
{
    if constexpr (sizeof(T) > 1) {
        if (a == 0)
            return false;
        VideoPortAcquireDeviceLock(&lock);
    }
    return true;
}

void Tried(EXT *Ext, unsigned a)
{
    a &= 1;
    char small = 0;
    if (TryTake(*Ext, a))
        VideoPortReleaseDeviceLock(Ext);
    if (TryTake(small, a))
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-double-release, devlock-release-without-acquire
}

template <void (*Enter)(void *), void (*Leave)(void *)> struct Scoped {
    explicit Scoped(void *ext) : m_ext(ext)
    {
        Enter(m_ext);
    }
    ~Scoped()
    {
        Leave(m_ext);
    }
    void *m_ext;
};

void Functions(EXT *Ext, unsigned a)
{
    a &= 1;
    Scoped<VideoPortAcquireDeviceLock, VideoPortReleaseDeviceLock> scoped(Ext);
    if (a)
        return;
    VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-double-release

template <typename... Guards> static void Note2(const Guards &...guards)
{
    (Note(guards.Value()), ...);
}

void Pack(EXT *Ext, EXT *Other)
{
    Note2(Guard(Ext), Guard(Other));
    Note2(Guard(Ext), Guard(Ext)); // expect: devlock-double-acquire
}
