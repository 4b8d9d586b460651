/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

typedef struct _FLOW {
    KSPIN_LOCK EditLock;
    ULONG Count;
} FLOW;

_Requires_lock_held_(Flow->EditLock)
NTSTATUS Queue(FLOW *Flow);

_Requires_lock_held_(Flow->EditLock)
static void Count(FLOW *Flow)
{
    Flow->Count++;
}

_Requires_lock_not_held_(Flow->EditLock)
NTSTATUS Classify(FLOW *Flow)
{
    KLOCK_QUEUE_HANDLE Handle;
    NTSTATUS Status;

    KeAcquireInStackQueuedSpinLock(&Flow->EditLock, &Handle);
    Status = Queue(Flow);
    Count(Flow);
    KeReleaseInStackQueuedSpinLock(&Handle);
    return Status;
}

NTSTATUS Leave(FLOW *Flow)
{
    KLOCK_QUEUE_HANDLE Handle;

    KeAcquireInStackQueuedSpinLock(&Flow->EditLock, &Handle);
    if (!NT_SUCCESS(Queue(Flow)))
        return STATUS_UNSUCCESSFUL;
    KeReleaseInStackQueuedSpinLock(&Handle);
    return STATUS_SUCCESS;
}
