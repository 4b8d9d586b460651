/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Names that no header declares: as constants, and as what else they may be.
 */
#include <ntddk.h>

KSPIN_LOCK Lock;

NTSTATUS Known(ULONG code, ULONG flags)
{
    KIRQL old;
    NTSTATUS status = STATUS_NOT_THERE_EITHER;

    KeAcquireSpinLock(&Lock, &old);
    switch (code) {
    case IOCTL_NOT_THERE:
    case NotThereInCamelCase:
        flags |= FLAG_NOT_THERE | FLAG_NOT_THERE_EITHER;
        status = flags & FLAG_NOT_THERE ? STATUS_SUCCESS : STATUS_NOT_THERE;
        break;
    default:
        status = (NTSTATUS)STATUS_NOT_THERE_EITHER;
        RtlZeroMemory(&flags, SIZE_NOT_THERE);
        if (RtlCompareMemory(&flags, &GUID_NOT_THERE, sizeof(GUID)) == SIZE_NOT_THERE)
            return status; /* a release is missing */
    }
    KeReleaseSpinLock(&Lock, old);
    return status;
}

/* A status that is not known is none of success. */
NTSTATUS Failing(PULONG to)
{
    KIRQL old;
    NTSTATUS status = STATUS_SUCCESS;

    KeAcquireSpinLock(&Lock, &old);
    if (*to == MAXIMUM_NOT_THERE) {
        KeReleaseSpinLock(&Lock, old);
        status = STATUS_NOT_THERE;
    }
    if (NT_SUCCESS(status))
        KeReleaseSpinLock(&Lock, old);
    return status;
}

/* What may be a type, a function, a variable or a label is still missed. */
VOID AType(PVOID from)
{
    KIRQL old;
    KeAcquireSpinLock(&Lock, &old);
    TYPE_NOT_THERE *to = (TYPE_NOT_THERE *)from;
}

VOID ACast(PVOID from)
{
    KIRQL old;
    KeAcquireSpinLock(&Lock, &old);
    Lock = (TYPE_NOT_THERE)from;
}

VOID ASize(PULONG to)
{
    KIRQL old;
    KeAcquireSpinLock(&Lock, &old);
    *to = sizeof(TYPE_NOT_THERE);
}

VOID AnAddress(PVOID *to)
{
    KIRQL old;
    KeAcquireSpinLock(&Lock, &old);
    *to = &THING_NOT_THERE;
}

VOID AVariable(PULONG to)
{
    KIRQL old;
    KeAcquireSpinLock(&Lock, &old);
    *to = NotThere;
    TO_NOT_THERE = *to;
}

VOID AStatement(PULONG to)
{
    KIRQL old;
    KeAcquireSpinLock(&Lock, &old);
    if (*to)
        STATEMENT_NOT_THERE;
}
