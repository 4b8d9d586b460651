/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Which of the sources of a tree are one driver, and which drivers are worth parsing.
 *
 * Sources that one project names, or one target of a compile database, belong together; else those of a folder, and of
 * the folders right above and below it that have sources. Each of these groups that has an entry point, or that its
 * project says to be more than a library, or that nothing else needs, is a driver. The others are libraries
 * (libraries.h); a library belongs to each driver that needs it.
 */
#ifndef DEVLOCK_SCAN_DRIVERS_H
#define DEVLOCK_SCAN_DRIVERS_H

#include "devlock/model.h"
#include "plan.h"
#include "scan.h"

/* Sources that are being read: their words are, by other threads, while their commands are found. */
typedef struct drivers_reading drivers_reading;

/* NULL: nothing has to be found. */
drivers_reading *drivers_begin(const scan_request *request);

/* Sets what drivers the sources belong to, and moves those that cannot matter to plan->skipped, unless the request says
 * otherwise; names the drivers on stderr with --verbose. The sources have commands and are sorted. They may be few
 * after it, and none. Ends the reading. */
void drivers_find(drivers_reading *reading, scan_request *request, const devlock_model *model, plan *plan);

#endif
