/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * wdm.h without the WDK: mingw-w64's, and what it lacks
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/).
 */
#ifndef DEVLOCK_WDK_WDM_H
#define DEVLOCK_WDK_WDM_H

#include_next <wdm.h>
#include "devlock_kernel.h"

#endif
