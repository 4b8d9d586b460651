/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The list of checks and their pages; see explain_check.h.
 *
 * Needs: the pages (report/pages.h). Leaves: text on a stream. Cost: linear in the page.
 */
#include "explain_check.h"

#include <string.h>

#include "devlock/analysis.h"
#include "report/pages.h"

void list_checks(FILE *out)
{
    for (int i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        fprintf(out, "%-32s %s\n", devlock_check_name(i), devlock_check_summary(i));
}

/* ---- one check ----------------------------------------------------------------------------------------------- */

static int find_check(const char *name)
{
    for (int i = 0; i < DEVLOCK_CHECK_COUNT; i++) {
        const char *known = devlock_check_name(i);
        if (strcmp(known, name) == 0 || (strncmp(known, "devlock-", 8) == 0 && strcmp(known + 8, name) == 0))
            return i;
    }
    return -1;
}

bool explain_check(FILE *out, const char *name, bool color)
{
    int check = find_check(name);
    if (check < 0) {
        fprintf(stderr, "devlock: error: no check is called '%s'; the checks are:\n", name);
        list_checks(stderr);
        return false;
    }
    if (!page_print(out, devlock_check_name(check), color))
        fprintf(out, "%s: %s\n", devlock_check_name(check), devlock_check_summary(check));
    return true;
}
