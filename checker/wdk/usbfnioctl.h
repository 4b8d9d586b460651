/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Requests to USB function devices without the WDK, as documented in
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/usbfnioctl/.
 */
#ifndef DEVLOCK_WDK_USBFNIOCTL_H
#define DEVLOCK_WDK_USBFNIOCTL_H

#define DEVLOCK_USBFN_CODE(n)                             CTL_CODE(FILE_DEVICE_UNKNOWN, 0x0f00 + (n), METHOD_NEITHER, FILE_ANY_ACCESS)
#define IOCTL_INTERNAL_USBFN_TRANSFER_IN                  DEVLOCK_USBFN_CODE(1)
#define IOCTL_INTERNAL_USBFN_TRANSFER_IN_APPEND_ZERO_PKT  DEVLOCK_USBFN_CODE(2)
#define IOCTL_INTERNAL_USBFN_TRANSFER_OUT                 DEVLOCK_USBFN_CODE(3)
#define IOCTL_INTERNAL_USBFN_CONTROL_STATUS_HANDSHAKE_IN  DEVLOCK_USBFN_CODE(4)
#define IOCTL_INTERNAL_USBFN_CONTROL_STATUS_HANDSHAKE_OUT DEVLOCK_USBFN_CODE(5)

#endif
