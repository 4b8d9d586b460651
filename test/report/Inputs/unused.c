/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "../../scan/Inputs/port.h"

ULONG Right(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext); // NOLINT
    VideoPortReleaseDeviceLock(Ext); // NOLINT(bugprone-*)
    return 0; // NOLINT(devlock-double-release)
} // NOLINT(devlock-mising-release)

#pragma warning(suppress: 26115)
// NOLINTBEGIN(devlock-missing-release)
// NOLINTBEGIN(devlock-double-acquire)
// NOLINTEND(devlock-double-acquire)
#pragma prefast(suppress: devlock-*)
ULONG Global;
