/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

#include "raising_system.h"

typedef struct _QUEUE {
    KSPIN_LOCK Lock;
    LIST_ENTRY Entries;
    ULONG Count;
    char *Text;
} QUEUE;

NTSTATUS Put(QUEUE *Queue, LIST_ENTRY *Entry)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        InsertTailList(&Queue->Entries, Entry);
        if (!IsListEmpty(&Queue->Entries))
            RemoveEntryList(Entry);
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS Read(QUEUE *Queue, ULONG *User)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        Queue->Count = ReadUlongOfAny(User);
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS Copy(QUEUE *Queue, const char *User)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        CopyText(Queue->Text, User);
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS Clear(QUEUE *Queue, char *User)
{
    KIRQL Level;

    __try {
        KeAcquireSpinLock(&Queue->Lock, &Level);
        FillPlain(User, 4);
        KeReleaseSpinLock(&Queue->Lock, Level);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}
