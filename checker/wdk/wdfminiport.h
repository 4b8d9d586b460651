/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Drivers that are miniports of another framework, without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfminiport/.
 */
#ifndef DEVLOCK_WDK_WDFMINIPORT_H
#define DEVLOCK_WDK_WDFMINIPORT_H

#include <wdf.h>

#ifdef __cplusplus
extern "C" {
#endif
NTSTATUS WdfDeviceMiniportCreate(WDFDRIVER Driver, PWDF_OBJECT_ATTRIBUTES Attributes, PDEVICE_OBJECT DeviceObject,
                                 PDEVICE_OBJECT AttachedDeviceObject, PDEVICE_OBJECT Pdo, WDFDEVICE *Device);
VOID WdfDriverMiniportUnload(WDFDRIVER Driver);
#ifdef __cplusplus
}
#endif

#endif
