/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The headers that stand in for the WDK's and ship with devlock (checker/wdk), and those of a real one.
 */
#ifndef DEVLOCK_SCAN_WDK_H
#define DEVLOCK_SCAN_WDK_H

#include <stddef.h>

/* Their folder: beside the program where it is installed, else in the sources that it was built from. */
const char *wdk_shipped(void);

#define WDK_COMMAND_LONGEST 24

/* The command for a driver's source with the headers of a WDK: `root` holds Include/10.0.… or, of the kits up to that
 * of Windows 7, inc/ddk. The strings live until the next call. Gives the number of arguments, or 0 with an error on
 * stderr if the headers are not there. */
size_t wdk_command(const char *root, const char *command[WDK_COMMAND_LONGEST]);

#endif
