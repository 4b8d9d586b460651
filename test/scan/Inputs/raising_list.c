/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

typedef struct _QUEUE {
    KSPIN_LOCK Lock;
    LIST_ENTRY Entries;
} QUEUE;

NTSTATUS Put(QUEUE *Queue, LIST_ENTRY *Entry)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        InsertTailList(&Queue->Entries, Entry);
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}
