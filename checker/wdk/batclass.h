/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * batclass.h without the WDK: mingw-w64's, and what Windows 8 added
 * (https://learn.microsoft.com/windows-hardware/drivers/ddi/batclass/).
 */
#ifndef DEVLOCK_WDK_BATCLASS_H
#define DEVLOCK_WDK_BATCLASS_H

#include_next <batclass.h>

#ifndef BATTERY_CLASS_MINOR_VERSION_1
#define BATTERY_CLASS_MINOR_VERSION_1 0x0001
#endif
typedef struct _BATTERY_MINIPORT_INFO_V1_1 {
    USHORT MajorVersion, MinorVersion;
    PVOID Context;
    BCLASS_QUERY_TAG QueryTag;
    BCLASS_QUERY_INFORMATION QueryInformation;
    BCLASS_SET_INFORMATION SetInformation;
    BCLASS_QUERY_STATUS QueryStatus;
    BCLASS_SET_STATUS_NOTIFY SetStatusNotify;
    BCLASS_DISABLE_STATUS_NOTIFY DisableStatusNotify;
    PDEVICE_OBJECT Pdo;
    PUNICODE_STRING DeviceName;
    PDEVICE_OBJECT Fdo;
} BATTERY_MINIPORT_INFO_V1_1, *PBATTERY_MINIPORT_INFO_V1_1;

#endif
