/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * The IRQL as a value: raised, saved, restored, tested, through calls, fields and loops. */
#include "driver.h"

/* Saved in a field of the extension. */
VOID SavedInField(PEXT Ext)
{
    VideoPortAcquireSpinLock(Ext, Ext->Spin, &Ext->SavedIrql);
    Ext->Mode = 1;
    VideoPortReleaseSpinLock(Ext, Ext->Spin, Ext->SavedIrql);
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

/* Restored to what it was raised to already. */
VOID RestoredTooHigh(PEXT Ext)
{
    KIRQL outer, inner;

    KeRaiseIrql(DISPATCH_LEVEL, &outer);
    VideoPortAcquireSpinLock(Ext, Ext->Spin, &inner);
    VideoPortReleaseSpinLock(Ext, Ext->Spin, inner);
    VideoPortAcquireDeviceLock(Ext); // expect: devlock-irql
    KeLowerIrql(outer);
    VideoPortReleaseDeviceLock(Ext); /* the acquire is to blame */
}

/* The level comes as a result. */
VOID AsResult(PEXT Ext)
{
    KIRQL old = KeRaiseIrqlToDpcLevel();

    Ext->Count++;
    KeLowerIrql(old);
    VideoPortAcquireDeviceLock(Ext);
    old = KeRaiseIrqlToDpcLevel();
    VideoPortReleaseDeviceLock(Ext); // expect: devlock-irql
    KeLowerIrql(old);
}

/* In helpers. */
static VOID Enter(PEXT Ext)
{
    VideoPortAcquireSpinLock(Ext, Ext->Spin, &Ext->SavedIrql);
}

static VOID Leave(PEXT Ext)
{
    VideoPortReleaseSpinLock(Ext, Ext->Spin, Ext->SavedIrql);
}

static VOID Update(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Ext->Mode++;
    VideoPortReleaseDeviceLock(Ext);
}

VOID Helpers(PEXT Ext)
{
    Enter(Ext);
    Ext->Count++;
    Leave(Ext);
    Update(Ext);
}

VOID HelpersNested(PEXT Ext)
{
    Enter(Ext);
    Update(Ext); // expect: devlock-irql
    Leave(Ext);
}

/* Raised on one path only, and the flag that says so tested again. */
VOID OnOnePath(PEXT Ext, BOOLEAN Fast)
{
    if (Fast)
        Enter(Ext);
    Ext->Count++;
    if (Fast)
        Leave(Ext);
    Update(Ext);
}

VOID LeftRaised(PEXT Ext, BOOLEAN Fast)
{
    if (Fast)
        Enter(Ext);
    Ext->Count++;
    Update(Ext); // expect: devlock-irql
    if (Fast)
        Leave(Ext);
}

/* Raised and lowered in each round. */
VOID Rounds(PEXT Ext, ULONG Count)
{
    ULONG i;

    for (i = 0; i < Count; i++) {
        Enter(Ext);
        Ext->Count += i;
        Leave(Ext);
        Update(Ext);
    }
    Update(Ext);
}

/* Tests of the level. */
VOID Tested(PEXT Ext)
{
    if (KeGetCurrentIrql() > PASSIVE_LEVEL)
        return;
    Update(Ext);
}

VOID TestedWrongly(PEXT Ext)
{
    if (KeGetCurrentIrql() >= DISPATCH_LEVEL)
        VideoPortAcquireDeviceLock(Ext); // expect: devlock-irql
    else
        VideoPortAcquireDeviceLock(Ext);
    Ext->Mode = 0;
    VideoPortReleaseDeviceLock(Ext);
}

VOID AtMostDispatch(PEXT Ext)
{
    if (KeGetCurrentIrql() <= DISPATCH_LEVEL)
        Update(Ext); /* may be PASSIVE_LEVEL */
}

/* Lowered to a constant on the way. */
VOID Lowered(PEXT Ext)
{
    KIRQL old;

    KeRaiseIrql(DISPATCH_LEVEL, &old);
    Ext->Count++;
    KeLowerIrql(PASSIVE_LEVEL);
    Update(Ext);
}

/* To what level is not known. */
VOID ToGiven(PEXT Ext, KIRQL Level)
{
    KIRQL old;

    KeRaiseIrql(Level, &old);
    Ext->Count++;
    KeLowerIrql(old);
    Update(Ext);
}

/* Other functions. */
VOID Others(PEXT Ext)
{
    ULONG config;

    Enter(Ext);
    VideoPortGetBusData(Ext, PCIConfiguration, 0, &config, 0, sizeof(config)); // expect: devlock-call-irql
    VideoPortStallExecution(10);
    VideoPortSetEvent(Ext, NULL);
    Leave(Ext);
    VideoPortGetBusData(Ext, PCIConfiguration, 0, &config, 0, sizeof(config));
}

static VP_STATUS Pageable(PEXT Ext)
{
    PAGED_CODE();
    return Ext->Mode ? NO_ERROR : ERROR_BUSY;
}

VOID CallsPageable(PEXT Ext)
{
    Enter(Ext);
    Pageable(Ext); // expect: devlock-call-irql
    Leave(Ext);
    Pageable(Ext);
}
