/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The locks of the model kmdf. The framework's functions are declared as they are documented; its headers have them
 * inline, with a call through a table (Reached).
 */
#include <ntddk.h>

typedef struct WDFSPINLOCK__ *WDFSPINLOCK;
typedef struct WDFWAITLOCK__ *WDFWAITLOCK;
typedef struct WDFINTERRUPT__ *WDFINTERRUPT;
typedef PVOID WDFOBJECT;
VOID WdfSpinLockRelease(WDFSPINLOCK SpinLock);
NTSTATUS WdfWaitLockAcquire(WDFWAITLOCK Lock, PLONGLONG Timeout);
VOID WdfWaitLockRelease(WDFWAITLOCK Lock);
VOID WdfInterruptAcquireLock(WDFINTERRUPT Interrupt);
BOOLEAN WdfInterruptTryToAcquireLock(WDFINTERRUPT Interrupt);
VOID WdfInterruptReleaseLock(WDFINTERRUPT Interrupt);
VOID WdfObjectAcquireLock(WDFOBJECT Object);
VOID WdfObjectReleaseLock(WDFOBJECT Object);

extern void (*WdfFunctions[])(void);
static inline VOID WdfSpinLockAcquire(WDFSPINLOCK SpinLock)
{
    ((VOID(*)(PVOID, WDFSPINLOCK))WdfFunctions[1])(NULL, SpinLock);
}

typedef struct _EXT {
    WDFSPINLOCK Spin;
    WDFWAITLOCK Wait;
    WDFINTERRUPT Interrupt;
    ULONG Count;
} EXT, *PEXT;

VOID Reached(PEXT Ext, BOOLEAN Quick)
{
    WdfSpinLockAcquire(Ext->Spin);
    if (Quick)
        return; // expect: devlock-missing-release
    WdfSpinLockRelease(Ext->Spin);
}

VOID SpinAgain(PEXT Ext)
{
    WdfSpinLockAcquire(Ext->Spin);
    WdfSpinLockAcquire(Ext->Spin); // expect: devlock-double-acquire
    WdfSpinLockRelease(Ext->Spin);
}

VOID Waits(PEXT Ext)
{
    WdfWaitLockAcquire(Ext->Wait, NULL);
    Ext->Count++;
    WdfWaitLockRelease(Ext->Wait);
    WdfWaitLockRelease(Ext->Wait); // expect: devlock-double-release
}

NTSTATUS WaitsTested(PEXT Ext)
{
    NTSTATUS status = WdfWaitLockAcquire(Ext->Wait, NULL);

    if (!NT_SUCCESS(status))
        return status; /* never */
    WdfWaitLockRelease(Ext->Wait);
    return STATUS_SUCCESS;
}

NTSTATUS WaitsAWhile(PEXT Ext, LONGLONG Timeout)
{
    NTSTATUS status = WdfWaitLockAcquire(Ext->Wait, &Timeout);

    if (status == STATUS_TIMEOUT)
        return status;
    Ext->Count++;
    WdfWaitLockRelease(Ext->Wait);
    return status;
}

/* STATUS_TIMEOUT is a success to NT_SUCCESS. */
NTSTATUS WaitsCarelessly(PEXT Ext, LONGLONG Timeout)
{
    NTSTATUS status = WdfWaitLockAcquire(Ext->Wait, &Timeout);

    if (!NT_SUCCESS(status))
        return status;
    WdfWaitLockRelease(Ext->Wait); // expect: devlock-release-without-acquire
    return status;
}

VOID UnderSpinLock(PEXT Ext, KIRQL *Level)
{
    WdfSpinLockAcquire(Ext->Spin);
    *Level = KeGetCurrentIrql();
    if (*Level != DISPATCH_LEVEL)
        return; /* never */
    WdfSpinLockRelease(Ext->Spin);
}

VOID Interrupt(PEXT Ext)
{
    WdfInterruptAcquireLock(Ext->Interrupt);
    if (Ext->Count)
        return; // expect: devlock-missing-release
    WdfInterruptReleaseLock(Ext->Interrupt);
}

VOID InterruptTried(PEXT Ext)
{
    if (WdfInterruptTryToAcquireLock(Ext->Interrupt))
        WdfInterruptReleaseLock(Ext->Interrupt);
}

VOID Object(WDFOBJECT Device, BOOLEAN Quick)
{
    WdfObjectAcquireLock(Device);
    if (Quick)
        return; // expect: devlock-missing-release
    WdfObjectReleaseLock(Device);
}

VOID OtherLock(PEXT Ext, PEXT Other)
{
    WdfSpinLockAcquire(Ext->Spin);
    WdfSpinLockRelease(Other->Spin); // expect: devlock-wrong-extension
}
