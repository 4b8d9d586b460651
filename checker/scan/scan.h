/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What `devlock scan` does once its command line is read.
 */
#ifndef DEVLOCK_SCAN_SCAN_H
#define DEVLOCK_SCAN_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "frontend/frontend.h"
#include "inputs.h"
#include "sources.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The exit status of the program. */
enum {
    SCAN_CLEAN = 0,
    SCAN_FINDINGS = 1, /* also when something could not be analysed besides */
    SCAN_FAILED = 2    /* no findings, but something that was asked for could not be analysed, or the call was wrong */
};

/* What is made of the findings. */
typedef enum scan_purpose {
    SCAN_REPORT,
    SCAN_BASELINE_UPDATE, /* the baseline is written anew */
    SCAN_BASELINE_DIFF,   /* what is new and what is fixed is printed */
    SCAN_DUMP_CONFIG,     /* nothing is scanned: what holds is printed */
    SCAN_NINJA            /* nothing is scanned: the manifest of the work is printed */
} scan_purpose;

typedef struct scan_request {
    scan_purpose purpose;
    scan_sources sources; /* those without a command get the default one */
    const char *checks;   /* globs; NULL: all */
    const char **models;  /* files */
    size_t model_count;
    bool no_default_model;
    const char *config;   /* a file; NULL: .devlock.yaml near the sources (config.h) */
    const char **exclude; /* patterns of paths to leave out */
    size_t exclude_count;
    const char *possible; /* "true" or "false": whether possible findings are shown; NULL: not said */
    unsigned loop_bound, solver_budget, routine_budget; /* 0: not said */
    const char **formats;                               /* "sarif" or "sarif=FILE" … */
    size_t format_count;
    const char *output;        /* where the format without a file is written; NULL: to standard output */
    const char *baseline;      /* a file; NULL: none */
    const char *root;          /* a folder; NULL: the current one */
    const char *changed_since; /* a revision: only what the change since then touches is told; NULL: all is */
    bool show_suppressed;
    bool unused_suppressions;      /* are told, too */
    const char *ddk;               /* NULL: default_ddk */
    const char *wdk;               /* the folder of a WDK; NULL: the headers that stand in for it */
    size_t explain_path;           /* 0, or the number of the finding whose path is wanted */
    bool fix;                      /* change the sources */
    const devlock_buffer *buffers; /* texts in place of those of files */
    size_t buffer_count;
    devlock_pause *pause;                                            /* of reading the source; NULL: none */
    void (*on_input)(void *user, const char *path, input_kind kind); /* is told of what is read; NULL: nobody is */
    void *input_user;
    const char *session;        /* an editor's folder for what its documents are known by (context.h); NULL: none */
    bool recalled;              /* what was read in the source last is there, and is right */
    struct renewing *renewing;  /* nothing is analysed: the context of a document is renewed; NULL: it is not */
    bool editor; /* the source is a document of an editor: that Exclude leaves it out is no error */
    const char *const
        *fixes_of; /* in place of a report: fixes of the findings with these fingerprints, as JSON lines */
    size_t fixes_of_count;
    bool calls;           /* in place of a report: what is known at calls of lock functions, as JSON lines */
    const char *work;     /* the work folder; NULL: not said */
    bool without_work;    /* read all in this process */
    const char *launcher; /* what runs the commands of the work; NULL: nothing does */
    unsigned jobs;        /* how many at a time; 0: not said */
    unsigned keep_going;  /* after how many failures ninja stops; 0: never */
    unsigned cpu_limit;   /* seconds for a source; 0: not said */
    bool no_prefilter;    /* parse what cannot matter, too */
    bool alone;           /* read each source whole, sharing no beginnings (sharing.h) */
    bool one_driver;      /* all sources are one, whatever the build says */
    bool verbose;
    bool time;
    bool quiet;
    bool color;
} scan_request;

/* Scans all sources as one program; prints findings to stdout and all else to stderr. Gives the exit status. */
int scan_run(scan_request *request);

/* Ways of main.c that need no scan; each gives the exit status. */
int scan_list_checks(void);
int scan_explain(const char *check, bool color);
int scan_version(void);
int scan_help(void);
int scan_lsp_help(void);

#ifdef __cplusplus
}
#endif

#endif
