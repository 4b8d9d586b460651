/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fixes for an editor: of some findings, each by itself, an annotation beside another change.
 */
#ifndef DEVLOCK_SCAN_OFFERS_H
#define DEVLOCK_SCAN_OFFERS_H

#include "fixing.h"
#include "scan.h"

typedef struct offers_of {
    const scan_request *request; /* fixes_of */
    const reading *reading;
    const devlock_options *options;
    const devlock_result *result;
} offers_of;

/* Prints the fixes that are offered for the findings with the request's fingerprints, as JSON lines
 * (report_json_fix). Gives false if they could not be written. */
bool offers_print(const offers_of *offers, report *report);

#endif
