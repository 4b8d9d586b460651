/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The layout of results, for those that make them: the analysis, and the reader of results that were kept.
 */
#ifndef DEVLOCK_CORE_RESULT_H
#define DEVLOCK_CORE_RESULT_H

#include "arena.h"
#include "devlock/analysis.h"
#include "lock_calls.h"

/* How much was seen of a routine that calls a lock function. Of several a later one counts. */
typedef enum caller_seen {
    CALLER_WHOLE,
    CALLER_REMARKED, /* something in it is named as a gap */
    CALLER_DAMAGED,  /* its file has damage */
    CALLER_GIVEN_UP,
    CALLER_UNREAD, /* it could not be read */
    CALLER_SEEN_COUNT
} caller_seen;

typedef struct lock_caller {
    devlock_place place;
    const char *name;
    caller_seen seen;
} lock_caller;

struct devlock_result {
    arena *arena;
    devlock_finding *findings;
    uint32_t count, capacity;
    const step **causes; /* of each finding, while they are collected */
    uint32_t cause_capacity;
    devlock_gap *gaps;
    uint32_t gap_count;
    devlock_map_routine *routines;
    size_t routine_count;
    lock_calls calls;
    lock_caller *callers;
    uint32_t caller_count, caller_capacity;
    devlock_statistics statistics;
};

/* Adds to statistics those of another driver, but for the times of the flow and for the callers, which result_settle
 * counts. */
void result_add_statistics(devlock_statistics *to, const devlock_statistics *of);

/* By file, line and column. */
int result_compare_places(devlock_place a, devlock_place b);

/* Sorts findings, gaps and callers by place, drops those that are there already, and counts the callers in the
 * statistics. */
void result_settle(devlock_result *result);

#endif
