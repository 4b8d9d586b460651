/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the sources suppress of a report's findings and gaps, and what suppresses nothing.
 *
 * Needs: a started report and readable sources. Leaves: marks. Cost: a pass over each source that holds a finding, or
 * over all of them for unused suppressions; a look at each suppression of a source for each of its findings.
 */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/graph.h"
#include "suppress.h"

static suppressions *read_file(report *report, uint32_t file)
{
    suppressions **slot = &report->suppressions[file];
    if (!*slot) {
        size_t length = 0;
        const char *text = source_text(report->sources, devlock_program_path(report->program, file), &length);
        *slot = suppressions_read(text, text ? length : 0);
    }
    return *slot;
}

static void mark(report *report, report_mark *mark, const char *check, devlock_place place)
{
    if (place.file == DEVLOCK_NONE)
        return;
    const suppression *one = suppressions_find(read_file(report, place.file), check, place.line, place.column, false);
    if (!one)
        return;
    mark->suppressed = true;
    mark->how = one->how;
    mark->reason = one->reason;
    mark->place = (devlock_place){place.file, one->line, one->column};
}

/* ---- unused -------------------------------------------------------------------------------------------------- */

/* Whether it is for a check, and for one that ran. */
static bool is_for_any(const report *report, const suppression *one, bool *ran)
{
    bool any = suppression_covers(one, NOT_ANALYSED);
    *ran = any;
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (suppression_covers(one, devlock_check_name((devlock_check)i))) {
            any = true;
            *ran |= report->checks >> i & 1;
        }
    return any;
}

static const char *fault(const report *report, const suppression *one)
{
    bool ran;
    if (one->used || !suppression_names_us(one))
        return NULL;
    if (one->kind == SUPPRESS_UNMATCHED && strcmp(one->how, "NOLINTEND") == 0)
        return "there is no NOLINTBEGIN with the same checks for this";
    if (one->kind == SUPPRESS_UNMATCHED)
        return "there is no NOLINTEND with the same checks for this";
    if (!is_for_any(report, one, &ran))
        return "no check is called like this";
    return ran ? "there is nothing to suppress here" : NULL;
}

static void add_unused(report *report, size_t *capacity, uint32_t file, const suppression *one, const char *fault)
{
    size_t size = strlen(one->how) + strlen(one->checks) + strlen(fault) + 8;
    char *text = must_allocate(size);
    snprintf(text, size, "%s(%s): %s", one->how, one->checks, fault);
    ARRAY_RESERVE(report->unused, report->unused_count, *capacity);
    report->unused[report->unused_count++] = (report_unused){{file, one->line, one->column}, text};
}

static void find_unused(report *report)
{
    size_t capacity = 0;
    for (uint32_t file = 0; file < report->program->file_count; file++) {
        const suppressions *all = read_file(report, file);
        for (uint32_t i = 0; i < all->count; i++) {
            const char *why = fault(report, &all->items[i]);
            if (why)
                add_unused(report, &capacity, file, &all->items[i], why);
        }
    }
}

void report_suppress(report *report, bool unused)
{
    report->suppressions = must_zero((report->program->file_count + 1) * sizeof *report->suppressions);
    for (size_t i = 0; i < report->finding_count; i++) {
        report_finding *finding = &report->findings[i];
        mark(report, &finding->mark, devlock_check_name(finding->finding->check), finding->finding->place);
    }
    for (size_t i = 0; i < report->gap_count; i++)
        mark(report, &report->gaps[i].mark, NOT_ANALYSED, report->gaps[i].gap->place);
    if (unused)
        find_unused(report);
}
