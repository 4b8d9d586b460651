/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A field counts the rounds of a loop: that it is never 0 again has to be known.
 */
#include "driver.h"

VOID FieldCountsWrongly(PEXT Ext, ULONG Count)
{
    ULONG i;

    Ext->State.Count = 0;
    for (i = 0; i < Count; i++) {
        if (Ext->State.Count == 0)
            ACQUIRE(Ext);
        if (Ext->State.Count < 100)
            Ext->State.Count++;
    }
    if (Ext->State.Count > 1)
        RELEASE(Ext);
} // expect: devlock-missing-release
