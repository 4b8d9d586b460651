/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "../../scan/Inputs/port.h"

ULONG Named(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    return 1; // NOLINT(devlock-missing-release): handed over to the timer
}

void __attribute__((naked)) Naked(void) // NOLINT(devlock-not-analysed): assembly
{
    __asm__("ret");
}
