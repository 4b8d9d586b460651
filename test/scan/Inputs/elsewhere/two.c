/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 * The other file of the driver. */
#include "driver.h"

VOID Work(PEXT Ext)
{
    Enter(Ext);
    Ext->Mode++;
    Leave(Ext);
}
