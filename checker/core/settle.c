/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The order of what was found, whatever order it was found in, and each thing once.
 *
 * Needs: a result whose causes are no longer wanted. Leaves behind: its findings and gaps by place. Cost: sorting them.
 */
#include "result.h"

#include <stdlib.h>
#include <string.h>

int result_compare_places(devlock_place a, devlock_place b)
{
    if (a.file != b.file)
        return a.file < b.file ? -1 : 1;
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return a.column < b.column ? -1 : a.column > b.column;
}

static int compare_notes(const devlock_finding *a, const devlock_finding *b)
{
    int order = a->note_count < b->note_count ? -1 : a->note_count > b->note_count;
    for (size_t i = 0; !order && i < a->note_count; i++) {
        order = result_compare_places(a->notes[i].place, b->notes[i].place);
        if (!order)
            order = strcmp(a->notes[i].text, b->notes[i].text);
    }
    return order;
}

/* Of two that are told alike the order is that of their paths, so that the same one is told whatever the order was. */
static int compare_findings(const void *x, const void *y)
{
    const devlock_finding *a = x, *b = y;
    int order = result_compare_places(a->place, b->place);
    if (!order)
        order = a->check < b->check ? -1 : a->check > b->check;
    if (!order)
        order = strcmp(a->message, b->message);
    if (!order)
        order = a->tier < b->tier ? -1 : a->tier > b->tier;
    if (!order)
        order = strcmp(a->routine, b->routine);
    return order ? order : compare_notes(a, b);
}

/* One place, one check, one lock: one finding, the surest. */
static void drop_repeats(devlock_result *r)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const devlock_finding *last = kept ? &r->findings[kept - 1] : NULL;
        if (last && result_compare_places(last->place, r->findings[i].place) == 0 &&
            last->check == r->findings[i].check && strcmp(last->message, r->findings[i].message) == 0)
            continue;
        r->findings[kept++] = r->findings[i];
    }
    r->count = kept;
}

static int compare_gaps(const void *x, const void *y)
{
    const devlock_gap *a = x, *b = y;
    int order = result_compare_places(a->place, b->place);
    if (!order)
        order = strcmp(a->reason, b->reason);
    return order ? order : strcmp(a->name ? a->name : "", b->name ? b->name : "");
}

/* A source that belongs to two drivers has its gaps once. */
static void drop_repeated_gaps(devlock_result *r)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->gap_count; i++)
        if (!kept || compare_gaps(&r->gaps[kept - 1], &r->gaps[i]) != 0)
            r->gaps[kept++] = r->gaps[i];
    r->gap_count = kept;
}

/* ---- callers of lock functions --------------------------------------------------------------------------------- */

static int compare_callers(const void *x, const void *y)
{
    const lock_caller *a = x, *b = y;
    int order = result_compare_places(a->place, b->place);
    if (!order)
        order = strcmp(a->name, b->name);
    return order ? order : (int)b->seen - (int)a->seen;
}

/* One that several sources or drivers have counts once, as where least was seen of it. */
static void drop_repeated_callers(devlock_result *r)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->caller_count; i++) {
        const lock_caller *last = kept ? &r->callers[kept - 1] : NULL, *c = &r->callers[i];
        if (!last || result_compare_places(last->place, c->place) != 0 || strcmp(last->name, c->name) != 0)
            r->callers[kept++] = *c;
    }
    r->caller_count = kept;
}

static void count_callers(devlock_result *r)
{
    size_t counts[CALLER_SEEN_COUNT] = {0};
    for (uint32_t i = 0; i < r->caller_count; i++)
        counts[r->callers[i].seen]++;
    r->statistics.callers_whole = counts[CALLER_WHOLE];
    r->statistics.callers_remarked = counts[CALLER_REMARKED];
    r->statistics.callers_damaged = counts[CALLER_DAMAGED];
    r->statistics.callers_given_up = counts[CALLER_GIVEN_UP];
    r->statistics.callers_unread = counts[CALLER_UNREAD];
}

void result_add_statistics(devlock_statistics *to, const devlock_statistics *of)
{
    to->routines += of->routines;
    to->routines_locking += of->routines_locking;
    to->locks += of->locks;
    to->block_runs += of->block_runs;
    to->candidates += of->candidates;
    to->refuted += of->refuted;
    to->solver_calls += of->solver_calls;
    to->out_of_budget += of->out_of_budget;
    to->undecided += of->undecided;
    to->proof_seconds += of->proof_seconds;
}

void result_settle(devlock_result *r)
{
    if (r->count)
        qsort(r->findings, r->count, sizeof *r->findings, compare_findings);
    if (r->gap_count)
        qsort(r->gaps, r->gap_count, sizeof *r->gaps, compare_gaps);
    if (r->caller_count)
        qsort(r->callers, r->caller_count, sizeof *r->callers, compare_callers);
    drop_repeats(r);
    drop_repeated_gaps(r);
    drop_repeated_callers(r);
    count_callers(r);
}
