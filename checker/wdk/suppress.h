/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Stands in for the WDK's header of numbers of warnings of PREfast: nothing that matters to devlock.
 */
#ifndef DEVLOCK_WDK_SUPPRESS_H
#define DEVLOCK_WDK_SUPPRESS_H

#endif
