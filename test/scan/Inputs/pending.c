/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

typedef struct _EXTENSION {
    IO_REMOVE_LOCK RemoveLock;
    KSPIN_LOCK Lock;
    LIST_ENTRY Requests;
} EXTENSION;

/* The request is completed later, and the lock released then. */
NTSTATUS Pend(EXTENSION *Extension, IRP *Irp)
{
    KIRQL Level;
    NTSTATUS Status = IoAcquireRemoveLock(&Extension->RemoveLock, Irp);

    if (!NT_SUCCESS(Status))
        return Status;
    KeAcquireSpinLock(&Extension->Lock, &Level);
    IoMarkIrpPending(Irp);
    InsertTailList(&Extension->Requests, &Irp->Tail.Overlay.ListEntry);
    KeReleaseSpinLock(&Extension->Lock, Level);
    return STATUS_PENDING;
}

/* This one is not. */
NTSTATUS Fail(EXTENSION *Extension, IRP *Irp)
{
    KIRQL Level;
    NTSTATUS Status = IoAcquireRemoveLock(&Extension->RemoveLock, Irp);

    if (!NT_SUCCESS(Status))
        return Status;
    KeAcquireSpinLock(&Extension->Lock, &Level);
    if (!IsListEmpty(&Extension->Requests)) {
        KeReleaseSpinLock(&Extension->Lock, Level);
        return STATUS_DEVICE_BUSY;
    }
    IoMarkIrpPending(Irp);
    InsertTailList(&Extension->Requests, &Irp->Tail.Overlay.ListEntry);
    KeReleaseSpinLock(&Extension->Lock, Level);
    return STATUS_PENDING;
}

/* Nor does a spin lock go with the request. */
NTSTATUS Hold(EXTENSION *Extension, IRP *Irp)
{
    KIRQL Level;

    KeAcquireSpinLock(&Extension->Lock, &Level);
    IoMarkIrpPending(Irp);
    return STATUS_PENDING;
}
