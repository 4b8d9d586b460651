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
