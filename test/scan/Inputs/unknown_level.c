/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <ntddk.h>

/* Above DISPATCH_LEVEL for two numbers alone, which are hard to find. */
void Take(PKSPIN_LOCK Lock, ULONG64 First, ULONG64 Second)
{
    KIRQL Level = PASSIVE_LEVEL, Old, Before;

    if (First <= 1 || Second <= 1 || First >= 0x100000000 || Second >= 0x100000000)
        return;
    if (First * Second == 0x7FFFFFE98000059D)
        Level = 3;
    KeRaiseIrql(Level, &Old);
    KeAcquireSpinLock(Lock, &Before);
    KeReleaseSpinLock(Lock, Before);
    KeLowerIrql(Old);
}
