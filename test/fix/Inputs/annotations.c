/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "lock.h"
#define _Acquires_lock_(lock)
#define _When_(condition, annotation)
#define DEVLOCK_RELEASES(lock)

void Enter(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

static ULONG Tries;

ULONG TryEnter(PEXT Ext)
{
    Tries++;
    if (Ext->Busy)
        return 0;
    VideoPortAcquireDeviceLock(Ext->Parent);
    return 1;
}

void Leave(PEXT Ext)
{
    Ext->Busy = 0;
    VideoPortReleaseDeviceLock(Ext);
}

/* Somebody calls it who knows nothing of locks. */
void Callback(PEXT Ext)
{
    VideoPortAcquireDeviceLock(Ext);
}

void (*Table[])(PEXT) = {Callback};
