/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The table of formats; see formats.h.
 *
 * Needs: nothing. Leaves: nothing. Cost: none.
 */
#include "formats.h"

#include <string.h>

#include "text.h"

static void plain_text(const report *report, FILE *out)
{
    text_print_report(out, report, false, false);
}

const report_format report_formats[] = {
    {"text", "as Clang prints its warnings", plain_text, NULL, false},
    {"sarif", "SARIF 2.1.0, for GitHub, Azure DevOps and editors", report_sarif, NULL, true},
    {"json", "JSON lines: an object a finding", report_json_lines, NULL, false},
    {"codequality", "GitLab Code Quality", report_code_quality, NULL, false},
    {"junit", "JUnit XML, for test overviews", report_junit, NULL, false},
    {"html", "pages for a browser, in a folder", NULL, report_html, true},
    {NULL, NULL, NULL, NULL, false},
};

const report_format *report_format_find(const char *name)
{
    for (const report_format *format = report_formats; format->name; format++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}
