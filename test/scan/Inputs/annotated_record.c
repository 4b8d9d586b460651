/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Callbacks that are given a part of the structure whose lock they are about.
 */
#include <ntddk.h>

typedef struct _EXTENSION {
    PVOID Device;
    IO_CSQ Queue;
    KSPIN_LOCK Lock;
} EXTENSION, *PEXTENSION;

_Acquires_lock_(CONTAINING_RECORD(Csq, EXTENSION, Queue)->Lock)
VOID Take(PIO_CSQ Csq, PKIRQL Irql)
{
    PEXTENSION extension = CONTAINING_RECORD(Csq, EXTENSION, Queue);
    KeAcquireSpinLock(&extension->Lock, Irql);
}

_Releases_lock_(CONTAINING_RECORD(Csq, struct _EXTENSION, Queue)->Lock)
VOID Give(PIO_CSQ Csq, KIRQL Irql)
{
    PEXTENSION extension = CONTAINING_RECORD(Csq, EXTENSION, Queue);
    KeReleaseSpinLock(&extension->Lock, Irql);
}

_Acquires_lock_(CONTAINING_RECORD(Csq, EXTENSION, Queue)->Lock)
VOID Forget(PIO_CSQ Csq)
{
    PEXTENSION extension = CONTAINING_RECORD(Csq, EXTENSION, Queue);
    extension->Device = NULL;
} // expect: devlock-release-without-acquire
