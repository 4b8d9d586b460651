/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What drivers in user mode (UMDF) have of wdm.h: types that wdf.h speaks of, and status codes.
 */
#ifndef DEVLOCK_WDK_WUDFWDM_H
#define DEVLOCK_WDK_WUDFWDM_H

#if defined(_WINNT_) && !defined(_WDMDDK_)
#include "devlock_user.h"
#elif !defined(_WDMDDK_)
#include <ntddk.h>
#endif

#endif
