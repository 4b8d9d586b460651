// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Global variables: what runs before the driver, and when it ends.
#include "preamble.h"

extern Ext First;
Ext First;

Guard held(&First); // expect: devlock-missing-release

struct Prepared {
    explicit Prepared(Ext *ext) : m_ext(ext)
    {
        VideoPortAcquireDeviceLock(m_ext);
        m_ext->Mode = 1;
        VideoPortReleaseDeviceLock(m_ext);
    }
    Ext *m_ext;
};
Prepared prepared(&First);

static ULONG Read(Ext *ext)
{
    VideoPortReleaseDeviceLock(ext);
    return ext->Mode;
}
namespace inner
{
static const ULONG mode = Read(&First); // expect: devlock-release-without-acquire
}

struct Ended {
    Ext *m_ext;
    ~Ended()
    {
        VideoPortAcquireDeviceLock(m_ext);
        m_ext->Mode = 0;
        VideoPortReleaseDeviceLock(m_ext);
    }
};
Ended ended = {&First};

class Holder
{
    static Guard shared;
};
Guard Holder::shared(&First); // expect: devlock-missing-release

const ULONG plain = 3;
ULONG counted = plain + 1;

ULONG Mode()
{
    return inner::mode;
}
