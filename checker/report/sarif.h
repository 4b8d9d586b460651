/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * SARIF 2.1.0, within the limits of GitHub's code scanning (docs/reports.md). The parts that sarif.c puts together.
 */
#ifndef DEVLOCK_REPORT_SARIF_H
#define DEVLOCK_REPORT_SARIF_H

#include "json.h"
#include "report.h"

/* The name of the root folder in uriBaseId. */
#define SARIF_ROOT "SRCROOT"

/* "tool": devlock and its rules, one for each check that ran, in the order of devlock_check. */
json_t *sarif_tool(const report *report);

/* What kind of notification one is: its place among the tool's notifications. */
typedef enum sarif_notice { SARIF_NOT_ANALYSED, SARIF_UNUSED, SARIF_FIXED } sarif_notice;
const char *sarif_notice_id(sarif_notice notice);

/* "invocations": what was not analysed, and what else there is to say of the run as a whole. */
json_t *sarif_invocations(const report *report);

/* A result; rule: its rule's place among those of the tool. */
json_t *sarif_result(const report *report, const report_finding *finding, unsigned rule);

/* "fixes" of a result, or NULL (sarif_fix.c). */
json_t *sarif_fixes(const report *report, const report_finding *finding);

/* A "location" with a message (NULL: none); that of a routine shows the source line. */
json_t *sarif_location(const report *report, devlock_place place, const char *routine, const char *text);

/* {"uri": …, "uriBaseId": …} */
json_t *sarif_artifact(const report *report, const char *path);

/* {"text": …} of a text that may hold brackets and braces. */
json_t *sarif_message(const char *text);

/* "error" for what is certain, "warning" for what is possible. */
const char *sarif_level(devlock_tier tier);

#endif
