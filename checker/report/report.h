/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A report: the findings of a run with what the formats say of them besides: fingerprints, whether they are suppressed
 * or known from a baseline, paths from a root folder. Every format is a function from a report to a stream.
 */
#ifndef DEVLOCK_REPORT_REPORT_H
#define DEVLOCK_REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "devlock/analysis.h"
#include "fingerprint.h"
#include "source.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The name under which a routine that was not analysed is reported, suppressed and explained. */
#define NOT_ANALYSED "devlock-not-analysed"

/* Why a finding is not shown. */
typedef struct report_mark {
    bool suppressed;     /* by the source */
    bool known;          /* in the baseline */
    const char *how;     /* suppressed: "NOLINT", "#pragma prefast" … */
    const char *reason;  /* suppressed: as written there; NULL: none */
    devlock_place place; /* suppressed: where that is written */
} report_mark;

typedef struct report_finding {
    const devlock_finding *finding;
    size_t index; /* in the result */
    fingerprint fingerprint;
    report_mark mark;
} report_finding;

typedef struct report_gap {
    const devlock_gap *gap;
    report_mark mark;
} report_gap;

/* A finding of the baseline that is there no more. */
typedef struct report_fixed {
    const char *fingerprint, *check, *file, *routine, *message;
} report_fixed;

/* A suppression that suppresses nothing. */
typedef struct report_unused {
    devlock_place place;
    char *text; /* in words */
} report_unused;

typedef struct report {
    const devlock_program *program;
    const devlock_statistics *statistics;
    const devlock_map_routine *routines; /* the map; none without devlock_options.picture */
    size_t routine_count;
    const char *version; /* of devlock */
    const char *root;    /* absolute; paths below it are told from it */
    uint32_t checks;     /* those that ran */
    const char *const *scanned;
    size_t scanned_count; /* the sources, as messages name them */
    bool complete;        /* every source could be read */
    const char *baseline; /* its file; NULL: none */
    report_finding *findings;
    size_t finding_count;
    size_t hidden;                /* possible findings that were taken out */
    const char *since;            /* only what the change since this revision touches is told; NULL: all */
    size_t outside, outside_gaps; /* findings and gaps that it does not touch, and that were taken out */
    report_gap *gaps;
    size_t gap_count;
    const report_fixed *fixed;
    size_t fixed_count;
    report_unused *unused;
    size_t unused_count;
    const struct fixes *fixes; /* fix/fix.h; NULL: they have not been looked for */
    source_cache *sources; /* set before by a caller that knows texts better than the files; else report_start does */
    struct suppressions **suppressions; /* by file id; NULL: not read */
} report;

/* Fills a report from a result: findings, gaps, statistics, fingerprints. program, version, root, checks, scanned and
 * complete are the caller's to set before, the rest after. The result must outlive it. */
void report_start(report *report, const devlock_result *result);
void report_stop(report *report);

/* Takes the findings that are possible only out of the report. */
void report_hide_possible(report *report);

/* Takes out what does not stand in some files, by file id; what has no place stays. */
void report_keep_files(report *report, const bool *files);

/* Marks what the sources suppress (suppress.h). unused: looks for suppressions that suppress nothing, too. */
void report_suppress(report *report, bool unused);

/* Whether a finding is neither suppressed nor known. */
static inline bool report_shows(const report_finding *finding)
{
    return !finding->mark.suppressed && !finding->mark.known;
}

/* How many findings are shown, suppressed, and known; and how many gaps are not suppressed. */
typedef struct report_counts {
    size_t shown, suppressed, known, gaps;
} report_counts;
report_counts report_count(const report *report);

#ifdef __cplusplus
}
#endif

#endif
