/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * usb.h of mingw-w64, which takes pointers to the kernel's structures for void * in user mode, where devlock_user.h has
 * them already.
 */
#ifndef DEVLOCK_WDK_USB_H
#define DEVLOCK_WDK_USB_H

#if defined(DEVLOCK_WDK_USER_H) && !defined(_NTDDK_) && !defined(_WDMDDK_)
#define _NTDDK_
#include_next <usb.h>
#undef _NTDDK_
#else
#include_next <usb.h>
#endif

#endif
