/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Runs of the analysis, each in a process of its own: what crashes or does not end costs that run only.
 */
#ifndef DEVLOCK_EDITOR_RUNS_H
#define DEVLOCK_EDITOR_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "documents.h"
#include "keeper.h"

struct keeping;

/* What is wanted of a run. */
typedef struct run_wish {
    const document *source;
    const documents *open;       /* their texts go before those of files */
    const char *const *fixes_of; /* fixes of the findings with these fingerprints; none: the findings are wanted */
    size_t fixes_of_count;
    bool calls;          /* what is known at calls of lock functions is wanted */
    const char *session; /* the folder for what runs leave for each other (scan/context.h); NULL: there is none */
    bool recalled;       /* what was read in the source last is right: it need not be read */
    bool renewing;       /* nothing is analysed: what is known of the source's driver is renewed (scan/renewing.h) */
    struct keeping *keeping; /* not NULL: the reading of the source pauses (keeping.h) */
} run_wish;

/* Analyses a source, in the child: prints findings, or fixes, as JSON lines (docs/reports.md) with paths from "/" to
 * standard output. Gives the exit status of a scan. */
typedef int (*run_analysis)(void *user, const run_wish *wish);

typedef struct run {
    pid_t child; /* 0: none is running */
    keeper *by;  /* not NULL: the keeper that makes it, whose process child is */
    int output;  /* what it prints */
    char *uri;   /* of the document */
    char *text;  /* printed so far */
    size_t length, capacity;
    size_t so_far;  /* how much of it is what was known before long proofs; 0: nothing */
    size_t looked;  /* how much of it was looked through for the end of that */
    bool truncated; /* it printed too much */
} run;

/* What came of a run. */
typedef enum run_outcome {
    RUN_GOING,
    RUN_DONE,
    RUN_FAILED,   /* it could not be made, or said why on standard error */
    RUN_CRASHED,  /* by a signal */
    RUN_TOO_LONG, /* its CPU limit was reached */
    RUN_AGAIN     /* the keeper was of no use any more: it is to be started again */
} run_outcome;

/* Starts a run. Gives false if no process can be started (errno). */
bool run_start(run *run, const run_wish *wish, run_analysis analysis, void *user);

/* The same, made by the document's keeper, which is started if there is none; without one where that cannot be. */
bool run_start_kept(run *run, keepers *keepers, const run_wish *wish, run_analysis analysis, void *user);

/* Takes what it has printed; at its end what became of it. */
run_outcome run_read(run *run);

/* Ends a run whose result nobody wants. */
void run_cancel(run *run);

#endif
