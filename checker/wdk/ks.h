/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ks.h without the WDK: mingw-w64's, which wants the types of user mode, and what it lacks
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/ks/).
 */
#ifndef DEVLOCK_WDK_KS_H
#define DEVLOCK_WDK_KS_H

#include <windef.h>
#include_next <ks.h>

#define KSPROPERTY_PIN_PROPOSEDATAFORMAT2 ((KSPROPERTY_PIN)15)

#endif
