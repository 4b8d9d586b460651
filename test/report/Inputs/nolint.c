/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Every routine leaves with the lock held. `expect` marks where that is reported all the same.
 */
#include "../../scan/Inputs/port.h"

#define LEAVE(value) return value

ULONG Plain(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT
}

ULONG Named(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT(devlock-missing-release): handed over to the timer
}

ULONG Several(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; /* NOLINT( bugprone-x , devlock-missing-release ) the timer releases */
}

ULONG Glob(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // NOLINTNEXTLINE(devlock-*)
    return 1;
}

ULONG InMacro(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    LEAVE(1); // NOLINT(*-missing-*)
}

// NOLINTBEGIN(devlock-missing-release): the old interface
ULONG Block(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1;
}

// NOLINTBEGIN(devlock-double-*)
ULONG Nested(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1;
}
// NOLINTEND(devlock-double-*)
// NOLINTEND(devlock-missing-release)

ULONG BehindBlock(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // expect
}

ULONG OtherCheck(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT(devlock-double-release) expect
}

ULONG Nothing(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT() expect
}

ULONG Negative(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT(-devlock-missing-release) expect
}

ULONG NoDirective(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINTED expect
}

ULONG TwoLinesOn(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // NOLINTNEXTLINE

    return 1; // expect
}

ULONG AtNote(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext); // NOLINT
    return 1; // expect
}

// NOLINTBEGIN(devlock-missing-release)
ULONG OtherEnd(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // expect
}
// NOLINTEND(devlock-*)
