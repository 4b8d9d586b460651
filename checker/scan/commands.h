/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How sources are compiled for which neither flags nor a compile database say it.
 */
#ifndef DEVLOCK_SCAN_COMMANDS_H
#define DEVLOCK_SCAN_COMMANDS_H

#include <stdbool.h>

#include "plan.h"
#include "scan.h"

/* Sets what commands begin with that are made here: the headers of the WDK or those that stand in for it. False with an
 * error on stderr if there are none, and a source has no command. */
bool commands_begin(const scan_request *request, plan *plan);

/* Gives each source that has no command one: what was set before, and what the project says that the source belongs to;
 * without a project the folders around it. */
void commands_complete(scan_request *request, plan *plan);

#endif
