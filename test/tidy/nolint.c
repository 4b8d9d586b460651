/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * NOLINT on the line of a finding suppresses it, with its notes; on the line of a note it does not suppress the finding.
 *
 * RUN: %tidy %s -- -w 2>&1 | FileCheck --implicit-check-not=warning: %s
 */
#include "Inputs/locks.h"

#define LEAVE(value) return value

int Plain(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT
}

int Named(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT(devlock-missing-release): handed over
}

int Glob(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // NOLINTNEXTLINE(devlock-*)
    return 1;
}

int InMacro(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    LEAVE(1); // NOLINT(devlock-missing-release)
}

// NOLINTBEGIN(devlock-missing-release)
int Block(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1;
}
// NOLINTEND(devlock-missing-release)

int OtherCheck(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    // CHECK: nolint.c:[[#@LINE+1]]:5: warning: {{.*}} [devlock-missing-release]
    return 1; // NOLINT(devlock-double-release)
}

int Mixed(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Probe(Ext))
        return 1; // NOLINT(devlock-missing-release)
    // CHECK: nolint.c:[[#@LINE+1]]:5: warning: {{.*}} [devlock-missing-release]
    return 2;
}

int AtNote(void *Ext)
{
    VideoPortAcquireDeviceLock(Ext); // NOLINT
    // CHECK: nolint.c:[[#@LINE+1]]:5: warning: {{.*}} [devlock-missing-release]
    return 1;
}
