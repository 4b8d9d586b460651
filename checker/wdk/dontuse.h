/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Stands in for the WDK's header of which functions not to use: nothing that matters to devlock.
 */
#ifndef DEVLOCK_WDK_DONTUSE_H
#define DEVLOCK_WDK_DONTUSE_H

#endif
