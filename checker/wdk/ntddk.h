/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * ntddk.h without the WDK: mingw-w64's, and what it lacks.
 */
#ifndef DEVLOCK_WDK_NTDDK_H
#define DEVLOCK_WDK_NTDDK_H

#include_next <ntddk.h>
#include "devlock_kernel.h"

#endif
