/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "port.h"

VOID LockIt(PVOID Extension);
VOID UnlockIt(PVOID Extension);

BOOLEAN Caller(PVOID Extension, ULONG Mode)
{
    LockIt(Extension);
    if (Mode > 3)
        return FALSE;
    UnlockIt(Extension);
    return TRUE;
}
