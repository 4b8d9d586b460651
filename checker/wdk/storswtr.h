/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * storswtr.h without the WDK: tracing of storage drivers, which does nothing here.
 */
#ifndef DEVLOCK_WDK_STORSWTR_H
#define DEVLOCK_WDK_STORSWTR_H

#ifndef TracePrint
#define TracePrint(arguments) ((void)0)
#endif

#endif
