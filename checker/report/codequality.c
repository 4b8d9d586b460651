/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * GitLab's Code Quality report: an array of issues with path and line, told apart by fingerprint. What is suppressed or
 * known is left out; what was not analysed is an issue of the lowest severity.
 *
 * Needs: a report. Leaves: JSON. Cost: linear in what is printed.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "json.h"
#include "paths.h"
#include "text.h"

static void issue(const report *report, FILE *out, size_t *count, devlock_place place, json_t *object)
{
    char *path = path_from_root(report->root, devlock_program_path(report->program, place.file));
    json_object_set_new(object, "location",
                        json_make("path", json_text(path), "lines",
                                  json_make("begin", json_number(place.line ? place.line : 1), NULL), NULL));
    free(path);
    fputs((*count)++ ? ",\n" : "\n", out);
    json_print(out, object);
}

static void gap_issue(const report *report, FILE *out, size_t *count, const devlock_gap *gap)
{
    const char *name = gap->name ? gap->name : devlock_program_path(report->program, gap->place.file);
    size_t size = strlen(name) + strlen(gap->reason) + 64;
    char *text = must_allocate(size);
    snprintf(text, size, "'%s' is not analysed: %s", name, gap->reason);
    issue(report, out, count, gap->place,
          json_make("description", json_text(text), "check_name", json_text(NOT_ANALYSED), "fingerprint",
                    json_text(text), "severity", json_text("info"), NULL));
    free(text);
}

void report_code_quality(const report *report, FILE *out)
{
    size_t count = 0;
    fputc('[', out);
    for (size_t i = 0; i < report->finding_count; i++) {
        const report_finding *finding = &report->findings[i];
        if (!report_shows(finding))
            continue;
        char *message = text_finding_message(finding->finding);
        const char *severity = finding->finding->tier == DEVLOCK_CERTAIN ? "major" : "minor";
        issue(report, out, &count, finding->finding->place,
              json_make("description", json_text(message), "check_name",
                        json_text(devlock_check_name(finding->finding->check)), "fingerprint",
                        json_text(finding->fingerprint.text), "severity", json_text(severity), NULL));
        free(message);
    }
    for (size_t i = 0; i < report->gap_count; i++)
        if (!report->gaps[i].mark.suppressed && report->gaps[i].gap->place.file != DEVLOCK_NONE)
            gap_issue(report, out, &count, report->gaps[i].gap);
    fputs("\n]\n", out);
}
