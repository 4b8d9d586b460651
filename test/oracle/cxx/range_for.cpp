// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Range loops: the range lives as long as the loop, the variable as long as a round.
#include "driver.h"

struct Items {
    explicit Items(EXT *Ext) : m_guard(Ext), m_values{0, 1, 2}
    {
    }
    const unsigned *begin() const
    {
        return m_values;
    }
    const unsigned *end() const
    {
        return m_values + 3;
    }
    Guard m_guard;
    unsigned m_values[3];
};

void Temporary(EXT *Ext, unsigned a)
{
    a &= 3;
    for (unsigned value : Items(Ext)) {
        if (value == a)
            break;
        if (a == 3)
            VideoPortAcquireDeviceLock(Ext); // expect: devlock-double-acquire
    }
    VideoPortAcquireDeviceLock(Ext);
    if (a != 2)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release

void Returns(EXT *Ext, unsigned a)
{
    a &= 1;
    for (unsigned value : Items(Ext))
        if (value == a)
            return;
}

void EachLocked(EXT *Ext, EXT *Other, unsigned a)
{
    a &= 3;
    EXT *all[] = {Ext, Other};
    for (EXT *each : all) {
        Guard guard(each);
        if (a == 1)
            continue;
        if (a == 2 && each == Other)
            VideoPortReleaseDeviceLock(each);
    } // expect: devlock-double-release
    if (a == 3)
        VideoPortReleaseDeviceLock(Other); // expect: devlock-double-release
}

void ByReference(EXT *Ext, unsigned a)
{
    unsigned values[] = {1, 2, 3};
    a &= 1;
    for (unsigned &value : values)
        value -= 1;
    if (values[0] == 0)
        VideoPortAcquireDeviceLock(Ext);
    if (values[2] == 2 && a)
        VideoPortReleaseDeviceLock(Ext);
} // expect: devlock-missing-release
