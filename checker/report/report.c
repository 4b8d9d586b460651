/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reports; see report.h.
 *
 * Needs: the result of an analysis and readable sources. Leaves: what the formats print. Cost: linear in findings, and
 * one read of each source that holds one.
 */
#include "report.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/graph.h"
#include "suppress.h"

void report_start(report *report, const devlock_result *result)
{
    report->statistics = devlock_result_statistics(result);
    report->routine_count = devlock_result_routine_count(result);
    report->routines = report->routine_count ? devlock_result_routine(result, 0) : NULL;
    report->finding_count = devlock_result_finding_count(result);
    report->gap_count = devlock_result_gap_count(result);
    report->findings = must_zero((report->finding_count + 1) * sizeof *report->findings);
    report->gaps = must_zero((report->gap_count + 1) * sizeof *report->gaps);
    if (!report->sources)
        report->sources = source_cache_new();
    fingerprints *prints = fingerprints_new(report->program, report->sources);
    for (size_t i = 0; i < report->finding_count; i++) {
        report->findings[i].finding = devlock_result_finding(result, i);
        report->findings[i].index = i;
        report->findings[i].fingerprint = fingerprints_add(prints, report->findings[i].finding);
    }
    fingerprints_free(prints);
    for (size_t i = 0; i < report->gap_count; i++)
        report->gaps[i].gap = devlock_result_gap(result, i);
}

void report_hide_possible(report *report)
{
    size_t kept = 0;
    for (size_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].finding->tier == DEVLOCK_CERTAIN)
            report->findings[kept++] = report->findings[i];
        else
            report->hidden += report_shows(&report->findings[i]);
    report->finding_count = kept;
}

static bool stands_in(const bool *files, devlock_place place)
{
    return place.file == DEVLOCK_NONE || files[place.file];
}

void report_keep_files(report *report, const bool *files)
{
    size_t kept = 0;
    for (size_t i = 0; i < report->finding_count; i++)
        if (stands_in(files, report->findings[i].finding->place))
            report->findings[kept++] = report->findings[i];
    report->finding_count = kept;
    kept = 0;
    for (size_t i = 0; i < report->gap_count; i++)
        if (stands_in(files, report->gaps[i].gap->place))
            report->gaps[kept++] = report->gaps[i];
    report->gap_count = kept;
    kept = 0;
    for (size_t i = 0; i < report->unused_count; i++)
        if (stands_in(files, report->unused[i].place))
            report->unused[kept++] = report->unused[i];
        else
            free(report->unused[i].text);
    report->unused_count = kept;
}

void report_stop(report *report)
{
    for (uint32_t i = 0; report->suppressions && i < report->program->file_count; i++)
        if (report->suppressions[i])
            suppressions_free(report->suppressions[i]);
    free(report->suppressions);
    for (size_t i = 0; i < report->unused_count; i++)
        free(report->unused[i].text);
    free(report->unused);
    free(report->findings);
    free(report->gaps);
    source_cache_free(report->sources);
}

report_counts report_count(const report *report)
{
    report_counts counts = {0};
    for (size_t i = 0; i < report->finding_count; i++) {
        const report_finding *finding = &report->findings[i];
        counts.shown += report_shows(finding);
        counts.suppressed += finding->mark.suppressed;
        counts.known += finding->mark.known && !finding->mark.suppressed;
    }
    for (size_t i = 0; i < report->gap_count; i++)
        counts.gaps += !report->gaps[i].mark.suppressed;
    return counts;
}
