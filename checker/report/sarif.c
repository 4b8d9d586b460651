/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * SARIF: the log as a whole. Results are written one by one: the log of many findings needs no more memory than one.
 *
 * Needs: a report. Leaves: JSON, a result a line. Cost: linear in what is printed.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "paths.h"
#include "sarif.h"

/* GitHub refuses runs with more results; it takes 20 runs. */
#define RESULTS_A_RUN 25000u

static json_t *base_ids(const report *report)
{
    char *uri = path_uri(report->root);
    size_t length = strlen(uri);
    char *folder = must_allocate(length + 2);
    snprintf(folder, length + 2, "%s%s", uri, uri[length - 1] == '/' ? "" : "/");
    json_t *ids = json_make(SARIF_ROOT, json_make("uri", json_text(folder), NULL), NULL);
    free(folder);
    free(uri);
    return ids;
}

static json_t *artifacts(const report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->scanned_count; i++) {
        json_t *roles = json_array();
        json_add(roles, json_text("analysisTarget"));
        json_add(list, json_make("location", sarif_artifact(report, report->scanned[i]), "roles", roles, NULL));
    }
    return list;
}

/* The place of each check's rule among the rules. */
static unsigned rule_index(const report *report, devlock_check check)
{
    unsigned index = 0;
    for (unsigned i = 0; i < (unsigned)check; i++)
        index += report->checks >> i & 1;
    return index;
}

static void member(FILE *out, const char *key, json_t *value)
{
    fprintf(out, "\"%s\":", key);
    json_print(out, value);
    fputs(",\n", out);
}

static void run(const report *report, FILE *out, size_t from, size_t to, unsigned number)
{
    fputs("{\n", out);
    member(out, "tool", sarif_tool(report));
    member(out, "invocations", sarif_invocations(report));
    member(out, "originalUriBaseIds", base_ids(report));
    if (report->finding_count > RESULTS_A_RUN) {
        /* Results of several runs are kept apart by what follows the last slash but one. */
        char id[32];
        snprintf(id, sizeof id, "devlock/%u/", number);
        member(out, "automationDetails", json_make("id", json_text(id), NULL));
    }
    member(out, "columnKind", json_text("utf16CodeUnits"));
    member(out, "artifacts", artifacts(report));
    fputs("\"results\":[", out);
    for (size_t i = from; i < to; i++) {
        const report_finding *finding = &report->findings[i];
        fputs(i > from ? ",\n" : "\n", out);
        json_print(out, sarif_result(report, finding, rule_index(report, finding->finding->check)));
    }
    fputs("\n]}", out);
}

void report_sarif(const report *report, FILE *out)
{
    size_t from = 0;
    unsigned number = 1;
    fputs("{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
          "sarif-schema-2.1.0.json\",\n\"version\":\"2.1.0\",\n\"runs\":[",
          out);
    do {
        size_t left = report->finding_count - from, count = left < RESULTS_A_RUN ? left : RESULTS_A_RUN;
        fputs(number > 1 ? ",\n" : "", out);
        run(report, out, from, from + count, number++);
        from += count;
    } while (from < report->finding_count);
    fputs("]}\n", out);
}
