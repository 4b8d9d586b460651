/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fixes for an editor; see offers.h.
 *
 * Needs: the result of an analysis, and its report. Leaves: JSON lines on standard output. Cost: that of two searches
 * (fix/fix.h), the second one only for findings whose first fix is no annotation.
 */
#include "offers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "report/formats.h"

static bool is_wanted(const scan_request *request, const report_finding *finding)
{
    for (size_t i = 0; i < request->fixes_of_count; i++)
        if (strcmp(request->fixes_of[i], finding->fingerprint.text) == 0)
            return report_shows(finding);
    return false;
}

/* Each finding's search is one of its own: a user applies one fix, not all together. */
static void offer(const offers_of *o, report *report, const report_finding *finding)
{
    bool *only = must_zero(devlock_result_finding_count(o->result) + 1);
    char *told = NULL;
    only[finding->index] = true;
    for (unsigned round = 0; round < 2; round++) {
        fixing f;
        fixing_find(&f, o->reading, o->options, o->result, report, &(fixing_wish){only, round == 1});
        const fix *one = fixes_of(f.fixes, finding->index);
        if (one->title && !(told && strcmp(told, one->title) == 0))
            report_json_fix(report, finding, one, stdout);
        free(told);
        told = one->title ? strdup(one->title) : NULL;
        fixing_stop(&f);
    }
    report->fixes = NULL;
    free(told);
    free(only);
}

bool offers_print(const offers_of *o, report *report)
{
    for (size_t i = 0; i < report->finding_count; i++)
        if (is_wanted(o->request, &report->findings[i]))
            offer(o, report, &report->findings[i]);
    return fflush(stdout) == 0 && !ferror(stdout);
}
