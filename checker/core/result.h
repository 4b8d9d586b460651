/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The layout of results, for those that make them: the analysis, and the reader of results that were kept.
 */
#ifndef DEVLOCK_CORE_RESULT_H
#define DEVLOCK_CORE_RESULT_H

#include "arena.h"
#include "devlock/analysis.h"
#include "lock_calls.h"

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
    devlock_statistics statistics;
};

#endif
