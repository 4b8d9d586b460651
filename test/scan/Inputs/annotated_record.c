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

/* A field of a structure that has a type and no name, as Microsoft's compiler allows. */
typedef struct _HEADER {
    ULONG Count;
    PKSPIN_LOCK Shared;
} HEADER;

typedef struct _FILE {
    PVOID Device;
    HEADER;
} FILE_STATE, *PFILE_STATE;

_Acquires_lock_(*File->Shared)
VOID TakeFile(PFILE_STATE File)
{
    KeAcquireSpinLockAtDpcLevel(File->Shared);
}

_Releases_lock_(*File->Shared)
VOID GiveFile(PFILE_STATE File)
{
    if (File->Count)
        KeReleaseSpinLockFromDpcLevel(File->Shared);
} // expect: devlock-missing-release
