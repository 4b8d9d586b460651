// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Guards in structures, arrays and unions; structured bindings.
#include "driver.h"

struct Locker {
    EXT *m_ext = nullptr;
    ~Locker()
    {
        if (m_ext)
            VideoPortReleaseDeviceLock(m_ext);
    }
};

struct Work {
    unsigned mode;
    Locker lock;
    unsigned more;
};

void Aggregate(EXT *Ext, unsigned a)
{
    a &= 3;
    VideoPortAcquireDeviceLock(Ext);
    Work work = {a, {Ext}, 2};
    if (work.mode == 1)
        return;
    if (work.more == 2 && a == 2)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-double-release

void Array(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 1;
    Locker lockers[2];
    VideoPortAcquireDeviceLock(Ext);
    lockers[a].m_ext = Ext;
    VideoPortAcquireDeviceLock(Other);
    if (a)
        lockers[0].m_ext = Other;
} // expect: devlock-missing-release

struct Pair {
    EXT *ext;
    bool held;
};

static Pair Enter(EXT *Ext, unsigned a)
{
    if (a)
        VideoPortAcquireDeviceLock(Ext);
    return {Ext, a != 0};
}

void Bindings(EXT *Ext, unsigned a)
{
    a &= 3;
    auto [ext, held] = Enter(Ext, a);
    if (held && a != 1)
        VideoPortReleaseDeviceLock(ext);
} // expect: devlock-missing-release

struct Tagged {
    bool m_first;
    union {
        EXT *m_ext;
        unsigned long long m_number;
    };
    ~Tagged()
    {
        if (m_first)
            VideoPortReleaseDeviceLock(m_ext);
    }
};

void Union(EXT *Ext, unsigned a)
{
    a &= 1;
    Tagged tagged;
    tagged.m_first = a != 0;
    if (a) {
        VideoPortAcquireDeviceLock(Ext);
        tagged.m_ext = Ext;
    } else {
        tagged.m_number = 4;
    }
    if (!tagged.m_first)
        VideoPortReleaseDeviceLock(Ext); // expect: devlock-release-without-acquire
}
