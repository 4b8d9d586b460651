/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "../../scan/Inputs/port.h"

UCHAR KfRaiseIrql(UCHAR NewIrql);
VOID KfLowerIrql(UCHAR NewIrql);

static UCHAR Raise(VOID)
{
    return KfRaiseIrql(2);
}

VP_STATUS NTAPI StartIo(PVOID Extension, PVIDEO_REQUEST_PACKET Packet)
{
    UCHAR old;

    VideoPortAcquireDeviceLock(Extension);
    old = Raise();
    if (Packet->InputBufferLength < 4) {
        KfLowerIrql(old);
        if (Packet->OutputBufferLength < 4)
            return ERROR_INVALID_PARAMETER;
    } else {
        KfLowerIrql(old);
    }
    VideoPortReleaseDeviceLock(Extension);
    return NO_ERROR;
}

ULONG DriverEntry(PVOID Context1, PVOID Context2)
{
    VIDEO_HW_INITIALIZATION_DATA init;

    VideoPortZeroMemory(&init, sizeof init);
    init.HwInitDataSize = sizeof init;
    init.HwStartIO = (PVIDEO_HW_START_IO)StartIo;
    return VideoPortInitialize(Context1, Context2, &init, NULL);
}
