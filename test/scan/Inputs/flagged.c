/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef FLAG
#error "the flag of the compile database is missing"
#endif
#include "port.h"

VOID Flagged(PVOID Extension)
{
    VideoPortAcquireDeviceLock(Extension);
}
