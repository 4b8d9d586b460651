/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <NtDDK.h>
#include "..\Common.h"
#include "INC\local.H"
#include "driver.TMH"

VOID Work(PEXT Ext, BOOLEAN Quick)
{
    KIRQL old;

    KeAcquireSpinLock(&Ext->Lock, &old);
    TraceIt(LEVEL_ERROR, "%d", Quick);
    DoTraceMessage(FLAG_WORK, "unknown flags do not matter");
    if (Quick)
        return; // expect: devlock-missing-release
    KeReleaseSpinLock(&Ext->Lock, old);
}
