/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * Routines are entered in the context that they are registered for, however that is written. */
#include "driver.h"

/* Through several steps, by a helper; the timer is cleared again. */
static VOID Work(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext->Count++;
    VideoPortReleaseDeviceLock(Ext);
}

static BOOLEAN NTAPI Interrupt(PVOID HwDeviceExtension)
{
    PEXT ext = HwDeviceExtension;

    if (Ask())
        Work(ext); // expect: devlock-irql
    VideoPortStallExecution(2);
    VideoPortDebugPrint(Error, "interrupt\n"); // expect: devlock-call-irql
    return TRUE;
}

static VOID NTAPI Timer(PVOID HwDeviceExtension)
{
    Work(HwDeviceExtension); // expect: devlock-irql
    VideoPortStopTimer(HwDeviceExtension); // expect: devlock-call-irql
}

static VOID NTAPI NeverTimer(PVOID HwDeviceExtension)
{
    Work(HwDeviceExtension); /* cleared again */
}

static BOOLEAN NTAPI Initialize(PVOID HwDeviceExtension)
{
    Work(HwDeviceExtension);
    return TRUE;
}

static VOID Fill(PVIDEO_HW_INITIALIZATION_DATA Data, BOOLEAN WithTimer)
{
    Data->HwInitialize = Initialize;
    Data->HwTimer = NeverTimer;
    if (WithTimer)
        Data->HwTimer = Timer;
    else
        Data->HwTimer = NULL;
}

ULONG NTAPI DriverEntry(PVOID Context1, PVOID Context2)
{
    VIDEO_HW_INITIALIZATION_DATA data, copy;

    VideoPortZeroMemory(&data, sizeof(data));
    data.HwInitDataSize = sizeof(data);
    Fill(&data, Ask() != 0);
    data.HwInterrupt = Interrupt;
    copy = data;
    return VideoPortInitialize(Context1, Context2, &copy, NULL);
}

/* Handed over as arguments; which level depends on another argument. */
static BOOLEAN NTAPI AtDispatch(PVOID Context)
{
    Work(Context); // expect: devlock-irql
    return TRUE;
}

static BOOLEAN NTAPI AtDevice(PVOID Context)
{
    ULONG config;

    VideoPortGetBusData(Context, PCIConfiguration, 0, &config, 0, sizeof(config)); // expect: devlock-call-irql
    return TRUE;
}

static VOID NTAPI Dpc(PVOID HwDeviceExtension, PVOID Context)
{
    PEXT ext = HwDeviceExtension;

    if (Context)
        VideoPortSetRegistryParameters(ext, L"x", &ext->Mode, sizeof(ULONG)); // expect: devlock-call-irql
    VideoPortSetEvent(ext, NULL);
}

static VOID NTAPI OtherDpc(PVOID HwDeviceExtension, PVOID Context)
{
    if (Context)
        Work(HwDeviceExtension); // expect: devlock-irql
}

VOID Queue(PEXT Ext, BOOLEAN Which)
{
    PMINIPORT_DPC_ROUTINE routine = Which ? Dpc : OtherDpc;

    VideoPortQueueDpc(Ext, routine, Ext);
    VideoPortSynchronizeExecution(Ext, VpLowPriority, AtDispatch, Ext);
    VideoPortSynchronizeExecution(Ext, VpHighPriority, AtDevice, Ext);
}
