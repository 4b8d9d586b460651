/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * wdm.h without the WDK: mingw-w64's, and what it lacks
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/). Two functions that it defines again are inline and
 * external in C++, and defined by intrin.h; they go by other names there.
 */
#ifndef DEVLOCK_WDK_WDM_H
#define DEVLOCK_WDK_WDM_H

#ifdef __cplusplus
#include <intrin.h>
#define InterlockedBitTestAndSet   devlock_wdm_bit_test_and_set
#define InterlockedBitTestAndReset devlock_wdm_bit_test_and_reset
#endif
/* Resources of drivers behind a bus of the platform, as a further member of a union. */
#define DeviceSpecificData                                                                                             \
    DeviceSpecificData;                                                                                                \
    struct {                                                                                                           \
        UCHAR Class, Type, Reserved1, Reserved2;                                                                       \
        ULONG IdLowPart, IdHighPart;                                                                                   \
    } Connection
#include_next <wdm.h>
#undef DeviceSpecificData
#include "devlock_kernel.h"

#endif
