/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a scan knows before it reads its sources: how they are compiled, which are one driver, and which cannot matter.
 * To find out, it reads the projects around all sources and the words of them and their headers. The plan is kept in
 * the work folder, with what it was made of; a later scan whose files and folders are as they were takes it.
 */
#ifndef DEVLOCK_SCAN_PLAN_H
#define DEVLOCK_SCAN_PLAN_H

#include "defaults.h"
#include "inputs.h"
#include "manifest.h"
#include "scan.h"
#include "wdk.h"
#include "work.h"

#define PLAN_COMMAND_LONGEST                                                                                           \
    (DEFAULT_COMMAND_LONGEST > WDK_COMMAND_LONGEST ? DEFAULT_COMMAND_LONGEST : WDK_COMMAND_LONGEST)

typedef struct plan {
    const char *base[PLAN_COMMAND_LONGEST]; /* what commands begin with (commands.h) */
    size_t base_count;
    scan_names unread;    /* projects that could not be read, with the reason */
    scan_sources skipped; /* sources that cannot matter */
    inputs *inputs;       /* what it is made of; NULL: it is not to be kept */
    int64_t start;        /* inputs_clock() before anything was read */
    char *key;            /* all else that it depends on */
    size_t key_size;
    bool recalled; /* it is that of an earlier scan */
} plan;

/* Begins one that can be kept, if the request works with a work folder. */
void plan_begin(plan *plan, const scan_request *request, const manifest_analysis *analysis);

/* Takes the plan that was kept, if it still holds: the sources have commands and drivers then, and those that cannot
 * matter are moved to plan->skipped. Gives false if there is none; nothing is changed then. The sources are sorted. */
bool plan_recall(plan *plan, scan_request *request);

/* Keeps it, if it is new and can be kept. What goes wrong here costs the next scan some time, and is not told. */
void plan_keep(const plan *plan, const work *work, const scan_request *request);

void plan_free(plan *plan);

#endif
