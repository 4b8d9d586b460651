/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * What is slow under the lock, and what is not. */
#include "driver.h"

VOID Exactly(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortStallExecution(20);
    VideoPortStallExecution(30);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortStallExecution(200);
}

VOID OneMore(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortStallExecution(20);
    VideoPortStallExecution(30);
    VideoPortStallExecution(1); // expect: devlock-long-hold
    VideoPortStallExecution(1000); /* one finding */
    VideoPortReleaseDeviceLock(Ext);
}

VOID TwoHolds(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortStallExecution(40);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortAcquireDeviceLock(Ext);
    VideoPortStallExecution(40);
    VideoPortReleaseDeviceLock(Ext);
}

/* The two long ways never meet. */
VOID Apart(PEXT Ext, BOOLEAN Slow)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Slow)
        VideoPortStallExecution(30);
    Ext->Count++;
    if (!Slow)
        VideoPortStallExecution(30);
    VideoPortReleaseDeviceLock(Ext);
}

VOID Together(PEXT Ext, BOOLEAN Slow)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Slow)
        VideoPortStallExecution(30);
    Ext->Count++;
    if (Slow)
        VideoPortStallExecution(30); // expect: devlock-long-hold
    VideoPortReleaseDeviceLock(Ext);
}

/* In callees. */
static VOID Pause(ULONG Time)
{
    VideoPortStallExecution(Time);
}

VOID InCallee(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Pause(25);
    Pause(25);
    VideoPortReleaseDeviceLock(Ext);
}

VOID InCalleeTooLong(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Pause(25);
    Pause(26); // expect: devlock-long-hold
    VideoPortReleaseDeviceLock(Ext);
}

static VOID Save(PEXT Ext)
{
    if (Ext->Mode)
        VideoPortSetRegistryParameters(Ext, L"Mode", &Ext->Mode, sizeof(ULONG));
}

VOID SaveHeld(PEXT Ext)
{
    Save(Ext);
    VideoPortAcquireDeviceLock(Ext);
    Save(Ext); // expect: devlock-long-hold
    VideoPortReleaseDeviceLock(Ext);
    Save(Ext);
}

/* Loops. */
VOID Constant(PEXT Ext)
{
    ULONG i;

    VideoPortAcquireDeviceLock(Ext);
    for (i = 0; i < 10; i++)
        VideoPortStallExecution(5);
    VideoPortReleaseDeviceLock(Ext);
}

VOID ConstantTooLong(PEXT Ext)
{
    ULONG i;

    VideoPortAcquireDeviceLock(Ext);
    for (i = 0; i < 11; i++)
        VideoPortStallExecution(5); // expect: devlock-long-hold
    VideoPortReleaseDeviceLock(Ext);
}

VOID WaitsForDevice(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    while (!(VideoPortReadRegisterUlong(Ext->Regs) & 1))
        VideoPortStallExecution(10); // expect: possible devlock-long-hold
    VideoPortReleaseDeviceLock(Ext);
}

VOID ReadsFewTimes(PEXT Ext)
{
    ULONG i;

    VideoPortAcquireDeviceLock(Ext);
    for (i = 0; i < 4 && !(VideoPortReadRegisterUlong(Ext->Regs) & 1); i++)
        VideoPortStallExecution(10);
    VideoPortReleaseDeviceLock(Ext);
}

/* Not slow. */
static BOOLEAN NTAPI Sync(PVOID Context)
{
    ((PEXT)Context)->Count++;
    return TRUE;
}

VOID NotSlow(PEXT Ext, PVOID Memory)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortSynchronizeExecution(Ext, VpHighPriority, Sync, Ext);
    VideoPortFreePool(Ext, Memory);
    Ask();
    VideoPortReleaseDeviceLock(Ext);
}

/* A look at an event, without waiting for it. */
BOOLEAN Looks(PEXT Ext, PVOID Event)
{
    LARGE_INTEGER none = {0};
    VP_STATUS status;
    VideoPortAcquireDeviceLock(Ext);
    status = VideoPortWaitForSingleObject(Ext, Event, &none);
    VideoPortReleaseDeviceLock(Ext);
    return status == 0;
}

BOOLEAN Waits(PEXT Ext, PVOID Event)
{
    LARGE_INTEGER second;
    VP_STATUS status;
    second.QuadPart = -10000000;
    VideoPortAcquireDeviceLock(Ext);
    status = VideoPortWaitForSingleObject(Ext, Event, &second); // expect: devlock-long-hold
    VideoPortReleaseDeviceLock(Ext);
    return status == 0;
}
