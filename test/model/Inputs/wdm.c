/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The locks of the model wdm: each pair, results that say whether a lock was acquired, wrong pairings.
 */
#include <ntifs.h>

typedef struct _EXT {
    KSPIN_LOCK Lock;
    EX_SPIN_LOCK Shared;
    FAST_MUTEX Fast;
    KGUARDED_MUTEX Guarded;
    KMUTEX Mutex;
    KEVENT Event;
    ERESOURCE Resource;
    IO_REMOVE_LOCK Remove;
    EX_RUNDOWN_REF Rundown;
    PKINTERRUPT Interrupt;
    LIST_ENTRY Requests;
    ULONG Count;
    BOOLEAN Gone;
} EXT, *PEXT;

/* ---- spin locks ---- */

VOID Spin(PEXT Ext, BOOLEAN Quick)
{
    KIRQL old;

    KeAcquireSpinLock(&Ext->Lock, &old);
    if (Quick)
        return; // expect: devlock-missing-release
    KeReleaseSpinLock(&Ext->Lock, old);
}

VOID SpinAgain(PEXT Ext)
{
    KIRQL old, older;

    KeAcquireSpinLock(&Ext->Lock, &old);
    KeAcquireSpinLock(&Ext->Lock, &older); // expect: devlock-double-acquire
    KeReleaseSpinLock(&Ext->Lock, older);
}

VOID SpinRaise(PEXT Ext)
{
    KIRQL old = KeAcquireSpinLockRaiseToDpc(&Ext->Lock);

    Ext->Count++;
    KeReleaseSpinLock(&Ext->Lock, old);
    KeReleaseSpinLock(&Ext->Lock, old); // expect: devlock-double-release
}

/* The level goes from one lock to the other. */
VOID HandOver(PEXT Ext, PEXT Other)
{
    KIRQL old;

    KeAcquireSpinLock(&Ext->Lock, &old);
    KeAcquireSpinLockAtDpcLevel(&Other->Lock);
    KeReleaseSpinLockFromDpcLevel(&Ext->Lock);
    KeReleaseSpinLock(&Other->Lock, old);
}

VOID AtDpc(PEXT Ext)
{
    if (!KeTryToAcquireSpinLockAtDpcLevel(&Ext->Lock))
        return;
    Ext->Count++;
    KeReleaseSpinLockFromDpcLevel(&Ext->Lock);
}

VOID AtDpcUntested(PEXT Ext)
{
    KeTryToAcquireSpinLockAtDpcLevel(&Ext->Lock);
    KeReleaseSpinLockFromDpcLevel(&Ext->Lock); // expect: devlock-release-without-acquire
}

VOID Queued(PEXT Ext, BOOLEAN Quick)
{
    KLOCK_QUEUE_HANDLE handle;

    KeAcquireInStackQueuedSpinLock(&Ext->Lock, &handle);
    if (Quick) {
        KeReleaseInStackQueuedSpinLock(&handle);
        return;
    }
    Ext->Count++;
} // expect: devlock-missing-release

VOID QueuedAtDpc(PEXT Ext)
{
    KLOCK_QUEUE_HANDLE handle;

    KeAcquireInStackQueuedSpinLockAtDpcLevel(&Ext->Lock, &handle);
    Ext->Count++;
    KeReleaseInStackQueuedSpinLockFromDpcLevel(&handle);
}

/* What was acquired with a handle is released through it. */
VOID QueuedReleasedPlainly(PEXT Ext, KIRQL Old)
{
    KLOCK_QUEUE_HANDLE handle;

    KeAcquireInStackQueuedSpinLock(&Ext->Lock, &handle);
    KeReleaseSpinLock(&Ext->Lock, Old); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID ReaderWriter(PEXT Ext, BOOLEAN Write)
{
    KIRQL old;

    if (Write)
        old = ExAcquireSpinLockExclusive(&Ext->Shared);
    else
        old = ExAcquireSpinLockShared(&Ext->Shared);
    if (Write)
        ExReleaseSpinLockExclusive(&Ext->Shared, old);
    else
        ExReleaseSpinLockShared(&Ext->Shared, old);
}

VOID InterruptLock(PEXT Ext, BOOLEAN Quick)
{
    KIRQL old = KeAcquireInterruptSpinLock(Ext->Interrupt);

    if (Quick)
        return; // expect: devlock-missing-release
    KeReleaseInterruptSpinLock(Ext->Interrupt, old);
}

VOID Cancel(PIRP Irp)
{
    KIRQL old;

    IoAcquireCancelSpinLock(&old);
    if (Irp->Cancel) {
        IoReleaseCancelSpinLock(old);
        return;
    }
    IoReleaseCancelSpinLock(old);
}

VOID CancelForgotten(PIRP Irp)
{
    KIRQL old;

    IoAcquireCancelSpinLock(&old);
    if (Irp->Cancel)
        return; // expect: devlock-missing-release
    IoReleaseCancelSpinLock(old);
}

static VOID LeaveCancel(KIRQL Old)
{
    IoReleaseCancelSpinLock(Old);
}

VOID CancelTwice(VOID)
{
    KIRQL old;

    IoAcquireCancelSpinLock(&old);
    LeaveCancel(old);
    LeaveCancel(old); // expect: devlock-double-release
}

/* ---- mutexes ---- */

VOID Fast(PEXT Ext)
{
    ExAcquireFastMutex(&Ext->Fast);
    if (Ext->Gone)
        return; // expect: devlock-missing-release
    ExReleaseFastMutex(&Ext->Fast);
}

VOID FastTried(PEXT Ext)
{
    if (ExTryToAcquireFastMutex(&Ext->Fast)) {
        Ext->Count++;
        ExReleaseFastMutex(&Ext->Fast);
    }
}

VOID FastUnsafe(PEXT Ext)
{
    KeEnterCriticalRegion();
    ExAcquireFastMutexUnsafe(&Ext->Fast);
    Ext->Count++;
    ExReleaseFastMutexUnsafe(&Ext->Fast);
    KeLeaveCriticalRegion();
}

VOID FastMixed(PEXT Ext)
{
    ExAcquireFastMutex(&Ext->Fast);
    ExReleaseFastMutexUnsafe(&Ext->Fast); // expect: devlock-release-without-acquire
} // expect: devlock-missing-release

VOID Guarded(PEXT Ext, BOOLEAN Try)
{
    if (Try && !KeTryToAcquireGuardedMutex(&Ext->Guarded))
        return;
    if (!Try)
        KeAcquireGuardedMutex(&Ext->Guarded);
    Ext->Count++;
    KeReleaseGuardedMutex(&Ext->Guarded);
}

VOID GuardedAgain(PEXT Ext)
{
    KeAcquireGuardedMutex(&Ext->Guarded);
    KeAcquireGuardedMutex(&Ext->Guarded); // expect: devlock-double-acquire
    KeReleaseGuardedMutex(&Ext->Guarded);
}

VOID Wait(PEXT Ext)
{
    KeWaitForSingleObject(&Ext->Mutex, Executive, KernelMode, FALSE, NULL);
    KeWaitForSingleObject(&Ext->Mutex, Executive, KernelMode, FALSE, NULL);
    Ext->Count++;
    KeReleaseMutex(&Ext->Mutex, FALSE);
    KeReleaseMutex(&Ext->Mutex, FALSE);
}

/* STATUS_TIMEOUT is a success to NT_SUCCESS. */
NTSTATUS WaitWithTimeout(PEXT Ext, PLARGE_INTEGER Timeout)
{
    NTSTATUS status = KeWaitForMutexObject(&Ext->Mutex, Executive, KernelMode, FALSE, Timeout);

    if (!NT_SUCCESS(status))
        return status;
    Ext->Count++;
    KeReleaseMutex(&Ext->Mutex, FALSE); // expect: devlock-release-without-acquire
    return status;
}

NTSTATUS WaitTested(PEXT Ext, PLARGE_INTEGER Timeout)
{
    NTSTATUS status = KeWaitForSingleObject(&Ext->Mutex, Executive, KernelMode, FALSE, Timeout);

    if (status == STATUS_TIMEOUT)
        return status;
    KeReleaseMutex(&Ext->Mutex, FALSE);
    return status;
}

/* Such a wait always succeeds: a mutex of the kernel is never abandoned. */
VOID WaitSucceeded(PEXT Ext)
{
    if (STATUS_SUCCESS == KeWaitForSingleObject(&Ext->Mutex, Executive, KernelMode, FALSE, NULL)) {
        Ext->Count++;
        KeReleaseMutex(&Ext->Mutex, FALSE);
    }
}

/* An event is no mutex. */
VOID WaitForEvent(PEXT Ext)
{
    KeWaitForSingleObject(&Ext->Event, Executive, KernelMode, FALSE, NULL);
}

VOID WaitForgotten(PEXT Ext)
{
    PKMUTEX mutex = &Ext->Mutex;

    KeWaitForSingleObject((PVOID)mutex, Executive, KernelMode, FALSE, NULL);
    if (Ext->Gone)
        return; // expect: devlock-missing-release
    KeReleaseMutex(mutex, FALSE);
}

/* ---- resources and regions ---- */

VOID Resource(PEXT Ext, BOOLEAN Write)
{
    KeEnterCriticalRegion();
    if (Write)
        ExAcquireResourceExclusiveLite(&Ext->Resource, TRUE);
    else
        ExAcquireResourceSharedLite(&Ext->Resource, TRUE);
    Ext->Count++;
    ExReleaseResourceLite(&Ext->Resource);
    KeLeaveCriticalRegion();
}

VOID ResourceAtOnce(PEXT Ext)
{
    ExAcquireResourceExclusiveLite(&Ext->Resource, FALSE);
    Ext->Count++;
    ExReleaseResourceLite(&Ext->Resource); // expect: devlock-release-without-acquire
}

BOOLEAN ResourceIfFree(PEXT Ext, BOOLEAN Wait)
{
    KeEnterCriticalRegion();
    if (!ExAcquireResourceSharedLite(&Ext->Resource, Wait))
        return FALSE; // expect: devlock-missing-release
    Ext->Count++;
    ExReleaseResourceLite(&Ext->Resource);
    KeLeaveCriticalRegion();
    return TRUE;
}

VOID Region(PEXT Ext)
{
    KeEnterGuardedRegion();
    KeEnterGuardedRegion();
    if (Ext->Gone) {
        KeLeaveGuardedRegion();
        return; // expect: devlock-missing-release
    }
    KeLeaveGuardedRegion();
    KeLeaveGuardedRegion();
}

/* ---- remove locks: released by who completes the request ---- */

IO_COMPLETION_ROUTINE Completed;

NTSTATUS Dispatch(PDEVICE_OBJECT Device, PIRP Irp)
{
    PEXT ext = Device->DeviceExtension;
    NTSTATUS status = IoAcquireRemoveLock(&ext->Remove, Irp);

    if (!NT_SUCCESS(status))
        return status;
    if (ext->Gone) {
        Irp->IoStatus.Status = STATUS_DELETE_PENDING;
        IoCompleteRequest(Irp, IO_NO_INCREMENT);
        return STATUS_DELETE_PENDING; // expect: devlock-missing-release
    }
    IoSetCompletionRoutine(Irp, Completed, ext, TRUE, TRUE, TRUE);
    return IoCallDriver(Device, Irp);
}

NTSTATUS Completed(PDEVICE_OBJECT Device, PIRP Irp, PVOID Context)
{
    PEXT ext = Context;

    UNREFERENCED_PARAMETER(Device);
    IoReleaseRemoveLock(&ext->Remove, Irp);
    return STATUS_SUCCESS;
}

static NTSTATUS Forward(PDEVICE_OBJECT Device, PIRP Irp)
{
    IoSkipCurrentIrpStackLocation(Irp);
    return IoCallDriver(Device, Irp);
}

NTSTATUS DispatchBelow(PDEVICE_OBJECT Device, PIRP Irp)
{
    PEXT ext = Device->DeviceExtension;

    if (!NT_SUCCESS(IoAcquireRemoveLock(&ext->Remove, Irp)))
        return STATUS_DELETE_PENDING;
    return Forward(Device, Irp);
}

VOID Rundown(PEXT Ext)
{
    if (!ExAcquireRundownProtection(&Ext->Rundown))
        return;
    if (Ext->Gone)
        return; // expect: devlock-missing-release
    ExReleaseRundownProtection(&Ext->Rundown);
}

/* ---- entered with the lock held; for a caller ---- */

DRIVER_CANCEL CancelRequest;

VOID CancelRequest(PDEVICE_OBJECT Device, PIRP Irp)
{
    UNREFERENCED_PARAMETER(Device);
    IoReleaseCancelSpinLock(Irp->CancelIrql);
    IoCompleteRequest(Irp, IO_NO_INCREMENT);
}

VOID CancelRequestTwice(PDEVICE_OBJECT Device, PIRP Irp)
{
    KIRQL old;

    UNREFERENCED_PARAMETER(Device);
    IoAcquireCancelSpinLock(&old);
    IoReleaseCancelSpinLock(old);
    IoReleaseCancelSpinLock(Irp->CancelIrql); // expect: devlock-double-release
}

typedef struct _QUEUE {
    IO_CSQ Csq;
    KSPIN_LOCK Lock;
} QUEUE;

static VOID QueueLock(PIO_CSQ Csq, PKIRQL Irql)
{
    KeAcquireSpinLock(&CONTAINING_RECORD(Csq, QUEUE, Csq)->Lock, Irql);
}

static VOID QueueUnlock(PIO_CSQ Csq, KIRQL Irql)
{
    KeReleaseSpinLock(&CONTAINING_RECORD(Csq, QUEUE, Csq)->Lock, Irql);
}

VOID StartQueue(QUEUE *Queue)
{
    IoCsqInitialize(&Queue->Csq, NULL, NULL, NULL, QueueLock, QueueUnlock, NULL);
}

/* ---- file systems -------------------------------------------------------------------------------------------- */

/* What acquires for the cache manager leaves with the resource held, and what releases for it is entered with it. */
typedef struct NODE {
    ERESOURCE Resource;
    ULONG Busy;
} NODE;

static BOOLEAN NTAPI AcquireNode(PVOID Context, BOOLEAN Wait)
{
    NODE *Node = (NODE *)Context;
    return ExAcquireResourceExclusiveLite(&Node->Resource, Wait);
}

static VOID NTAPI ReleaseNode(PVOID Context)
{
    NODE *Node = (NODE *)Context;
    ExReleaseResourceLite(&Node->Resource);
}

static BOOLEAN NTAPI AcquireNodeAhead(PVOID Context, BOOLEAN Wait)
{
    NODE *Node = (NODE *)Context;
    if (!ExAcquireResourceExclusiveLite(&Node->Resource, Wait))
        return FALSE;
    Node->Busy++;
    return TRUE;
}

static CACHE_MANAGER_CALLBACKS NodeCallbacks = {AcquireNode, ReleaseNode, AcquireNodeAhead, ReleaseNode};

VOID CacheNode(CACHE_MANAGER_CALLBACKS **Callbacks)
{
    *Callbacks = &NodeCallbacks;
}

/* A routine that is registered nowhere is for nobody. */
BOOLEAN AcquireForNobody(PVOID Context, BOOLEAN Wait)
{
    NODE *Node = (NODE *)Context;
    return ExAcquireResourceExclusiveLite(&Node->Resource, Wait); // expect: devlock-missing-release
}

/* The thread that sent the request has acquired it. */
VOID RequestIsDone(NODE *Node, ERESOURCE_THREAD Thread)
{
    ExReleaseResourceForThreadLite(&Node->Resource, Thread);
}

VOID RequestIsDoneHere(NODE *Node)
{
    ExReleaseResourceLite(&Node->Resource); // expect: devlock-release-without-acquire
}
