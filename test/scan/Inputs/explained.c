/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Two findings, of which explain_path.test explains the second.
 */
#include "port.h"

VP_STATUS Start(PVOID Ext);
VOID Note(ULONG Mode);

static VOID LockFor(PVOID Ext, ULONG Mode)
{
    if (Mode == 77)
        Note(Mode);
    if (Mode > 3)
        return;
    VideoPortAcquireDeviceLock(Ext);
}

VOID Forgets(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Start(Ext) == NO_ERROR)
        return;
    VideoPortReleaseDeviceLock(Ext);
}

VP_STATUS Explained(PVOID Ext, ULONG Mode)
{
    VP_STATUS status;

    if (Mode == 78)
        Note(Mode);
    LockFor(Ext, Mode);
    status = Start(Ext);
    if (Mode <= 3)
        Note(3);
    if (status != 0)
        return status;
    if (Mode < 4)
        VideoPortReleaseDeviceLock(Ext);
    return NO_ERROR;
}
