/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * The registrations stand in a table that the program changes; and a DPC routine is called directly as well. */
#include "driver.h"

static BOOLEAN NTAPI Interrupt(PVOID HwDeviceExtension)
{
    VideoPortAcquireDeviceLock(HwDeviceExtension); // expect: devlock-irql
    VideoPortReleaseDeviceLock(HwDeviceExtension);
    return TRUE;
}

static VIDEO_HW_INITIALIZATION_DATA Table = {
    .HwInitDataSize = sizeof(VIDEO_HW_INITIALIZATION_DATA),
    .HwInterrupt = Interrupt,
};

static VOID NTAPI Refresh(PVOID HwDeviceExtension, PVOID Context)
{
    PEXT ext = HwDeviceExtension;

    UNREFERENCED_PARAMETER(Context);
    VideoPortAcquireDeviceLock(ext); // expect: devlock-irql
    ext->Count++;
    VideoPortReleaseDeviceLock(ext);
}

BOOLEAN NTAPI StartIo(PVOID HwDeviceExtension, PVIDEO_REQUEST_PACKET Packet)
{
    Refresh(HwDeviceExtension, NULL);
    VideoPortQueueDpc(HwDeviceExtension, Refresh, Packet);
    return TRUE;
}

ULONG NTAPI DriverEntry(PVOID Context1, PVOID Context2)
{
    Table.HwStartIO = StartIo;
    return VideoPortInitialize(Context1, Context2, &Table, NULL);
}
