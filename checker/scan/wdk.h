/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The headers that stand in for the WDK's and ship with devlock (checker/wdk).
 */
#ifndef DEVLOCK_SCAN_WDK_H
#define DEVLOCK_SCAN_WDK_H

/* Their folder: beside the program where it is installed, else in the sources that it was built from. */
const char *wdk_shipped(void);

#endif
