/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How sources are compiled for which neither flags nor a compile database say it.
 */
#ifndef DEVLOCK_SCAN_COMMANDS_H
#define DEVLOCK_SCAN_COMMANDS_H

#include <stdbool.h>

#include "scan.h"

/* Gives each source that has no command one: the headers of the WDK or those that stand in for it, and what the project
 * says that the source belongs to; without a project the folders around it. False with an error on stderr if there are
 * no headers. */
bool commands_complete(scan_request *request);

#endif
