/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lock.h"

VP_STATUS Carried(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = 0;

    VideoPortAcquireDeviceLock(Ext);
    if (Mode > 3)
        return 87;
    if (Mode == 2) {
        status = 5;
        goto Exit;
    }
    if (Ext->Busy)
        return Ext->Mode;
    Look(Ext);

Exit:
    VideoPortReleaseDeviceLock(Ext);
    return status;
}

void Nothing(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Ext->Busy)
        return;
    Look(Ext);
Out:
    VideoPortReleaseDeviceLock(Ext);
}

VP_STATUS ByFlag(PEXT Ext, ULONG Mode)
{
    VP_STATUS status;
    int locked = 0;

    if (Mode) {
        VideoPortAcquireDeviceLock(Ext);
        locked = 1;
    }
    if (Ask())
        goto Out;
    status = Ask();
    if (status != 0 && Mode)
        return status;
Out:
    if (locked)
        VideoPortReleaseDeviceLock(Ext);
    return 0;
}

/* The label does more than release. */
VP_STATUS MoreThanThat(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = 0;

    VideoPortAcquireDeviceLock(Ext);
    if (Mode > 3)
        return 87;
    status = Ask();
    if (status)
        goto Exit;
    Look(Ext);
Exit:
    Ext->Busy = 0;
    VideoPortReleaseDeviceLock(Ext);
    return status;
}

/* The other label. */
VP_STATUS WrongLabel(PEXT Ext, ULONG Mode)
{
    VP_STATUS status = 0;

    if (Mode > 3)
        goto Exit;
    VideoPortAcquireDeviceLock(Ext);
    status = Ask();
    if (status)
        goto Exit;
    Look(Ext);
Unlock:
    VideoPortReleaseDeviceLock(Ext);
Exit:
    return status;
}
