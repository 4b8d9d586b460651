/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading sources by way of captures: each in a process of its own, many at a time, and only what changed since the
 * last time. What comes of it is what reading them in this process gives.
 */
#ifndef DEVLOCK_SCAN_CAPTURED_H
#define DEVLOCK_SCAN_CAPTURED_H

#include "capture/result.h"
#include "devlock/model.h"
#include "manifest.h"
#include "ninja_run.h"
#include "scan.h"
#include "work.h"

/* From how many sources on a scan works this way by itself. */
#define CAPTURED_FROM 16

typedef struct captured {
    work work;
    ninja_run ninja;
    char *manifest, *log, *root;
    scan_names drivers; /* none: all sources are one */
    char *asked;        /* what the models want to know */
    const manifest_analysis *analysis;
    bool good; /* ninja made all of it */
    bool told; /* that it did not */
} captured;

/* Whether a scan works by way of captures. Gives false with *error for one that shall and cannot (free() it). */
bool captured_wanted(const scan_request *request, char **error);

/* Whether the user asked for it: then the scan does not go on without. */
bool captured_must(const scan_request *request);

/* Captures all sources. analysis: how they are analysed then, if the result is to be kept; else NULL. Gives false with
 * an error on stderr if that could not be begun. */
bool captured_start(captured *captured, const scan_request *request, const devlock_model *model,
                    const manifest_analysis *analysis);
void captured_stop(captured *captured);

/* The capture of a source; capture_free it. Gives false, with why in *error, if there is none. */
bool captured_read(captured *captured, const scan_source *source, capture *capture, const char **error);

/* The result of the analysis, if it was wanted and is there; kept_result_free it. Gives false if the captures have to
 * be read. */
bool captured_result(const captured *captured, const scan_request *request, kept_result *kept);

/* Prints the manifest, and writes what it needs into the work folder. Gives the exit status. */
int captured_print(const scan_request *request, const devlock_model *model, const manifest_analysis *analysis);

#endif
