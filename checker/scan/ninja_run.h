/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running ninja.
 */
#ifndef DEVLOCK_SCAN_NINJA_RUN_H
#define DEVLOCK_SCAN_NINJA_RUN_H

#include <stdbool.h>

typedef struct ninja_run {
    const char *manifest;
    const char *log;     /* where its output goes without progress */
    unsigned jobs;       /* at a time; 0: one for each processor */
    unsigned keep_going; /* after how many failures it stops; 0: never */
    bool progress;       /* show it, on stderr */
} ninja_run;

/* Whether there is a ninja. */
bool ninja_is_there(void);

/* Runs it, to its end. Gives false if something failed; why stands in the log or was shown. */
bool ninja_go(const ninja_run *run);

#endif
