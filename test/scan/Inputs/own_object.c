/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

/* Inside __try memory accesses may raise an exception: not those of the object whose lock is held. */

typedef struct _QUEUE {
    KSPIN_LOCK Lock;
    ULONG Count;
    ULONG *Buffer;
} QUEUE;

NTSTATUS Counts(QUEUE *Queue)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        Queue->Count++;
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS Fills(QUEUE *Queue)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        *Queue->Buffer = Queue->Count;
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS CountsFirst(QUEUE *Queue)
{
    KIRQL Level;

    KeAcquireSpinLock(&Queue->Lock, &Level);
    __try {
        Queue->Count++;
        *Queue->Buffer = 0;
    } __finally {
        KeReleaseSpinLock(&Queue->Lock, Level);
    }
    return STATUS_SUCCESS;
}

/* Nor those of the objects that lead to it. */

typedef struct _FILE_BLOCK {
    ULONG State;
    ULONG *Buffer;
    ERESOURCE *Resource;
} FILE_BLOCK;

typedef struct _HANDLE_BLOCK {
    FILE_BLOCK *File;
    ULONG Uses;
} HANDLE_BLOCK;

static NTSTATUS Opens(HANDLE_BLOCK *Handle)
{
    NTSTATUS Status = STATUS_SUCCESS;

    ExAcquireResourceExclusiveLite(Handle->File->Resource, TRUE);
    __try {
        Handle->Uses++;
        if (Handle->File->State != 1)
            Status = STATUS_UNSUCCESSFUL;
    } __finally {
        Handle->File->State = 2;
        ExReleaseResourceLite(Handle->File->Resource);
    }
    return Status;
}

NTSTATUS OpensForAll(HANDLE_BLOCK *Handle)
{
    NTSTATUS Status;

    __try {
        Status = Opens(Handle);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        Status = STATUS_UNSUCCESSFUL;
    }
    return Status;
}

NTSTATUS OpensAndFills(HANDLE_BLOCK *Handle)
{
    __try {
        ExAcquireResourceExclusiveLite(Handle->File->Resource, TRUE);
        Handle->Uses++;
        *Handle->File->Buffer = 0;
        ExReleaseResourceLite(Handle->File->Resource);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

/* Nor, where a pointer may be null, those of the one that it is otherwise. */
static NTSTATUS Closes(HANDLE_BLOCK *Handle, BOOLEAN Known)
{
    FILE_BLOCK *File = Known ? Handle->File : NULL;

    if (!File)
        return STATUS_UNSUCCESSFUL;
    ExAcquireResourceExclusiveLite(File->Resource, TRUE);
    __try {
        Handle->Uses--;
    } __finally {
        File->State = 3;
        ExReleaseResourceLite(File->Resource);
    }
    return STATUS_SUCCESS;
}

NTSTATUS ClosesForAll(HANDLE_BLOCK *Handle, BOOLEAN Known)
{
    NTSTATUS Status;

    __try {
        Status = Closes(Handle, Known);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        Status = STATUS_UNSUCCESSFUL;
    }
    return Status;
}
