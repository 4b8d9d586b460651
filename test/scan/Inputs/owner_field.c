/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A mutex that its owner may take again: a field says who holds it, another one how often.
 */
#include <ntddk.h>

typedef struct _FILE_BLOCK {
    FAST_MUTEX Mutex;
    PVOID Owner;
    ULONG Count;
} FILE_BLOCK, *PFILE_BLOCK;

VOID Count(PFILE_BLOCK File)
{
    PVOID thread = KeGetCurrentThread();

    if (thread != File->Owner) {
        ExAcquireFastMutex(&File->Mutex);
        File->Owner = thread;
    }
    File->Count++;
    File->Count--;
    if (File->Count == 0) {
        File->Owner = NULL;
        ExReleaseFastMutex(&File->Mutex);
    }
}
