/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The work of a scan as a manifest for ninja: one edge a source, and one for the
 * analysis of each driver.
 */
#ifndef DEVLOCK_SCAN_MANIFEST_H
#define DEVLOCK_SCAN_MANIFEST_H

#include <stdio.h>

#include "devlock/analysis.h"
#include "sources.h"

/* How the captures are analysed. */
typedef struct manifest_analysis {
    bool default_model;
    const char **models; /* files */
    size_t model_count;
    devlock_options options;
} manifest_analysis;

typedef struct manifest {
    const scan_sources *sources;       /* with commands */
    const char *folder;                /* the work folder, absolute */
    const char *root;                  /* see capture_maker */
    const char *launcher;              /* what runs commands; NULL: nothing does */
    unsigned cpu_limit;                /* of a capture; 0: the usual */
    const manifest_analysis *analysis; /* NULL: the captures are all */
} manifest;

/* Prints it. It is for ninja in the folder where the scan was started. */
void manifest_print(const manifest *manifest, FILE *out);

/* Prints the names and texts of the models, so that an older one that is restored counts, too. Those that ship with
 * devlock are part of the tool. */
void manifest_print_models(const manifest_analysis *analysis, FILE *out);

/* The path of a file in a folder that is named by some path: "FOLDER/NAME-HASHENDING". free() it. */
char *manifest_path(const char *folder, const char *of, const char *ending);

/* The capture of a source, from the work folder: "captures/NAME.capture". free() it. */
char *manifest_capture(const scan_source *source);

/* The result of the analysis of a driver, from the work folder, and the list of its captures; NULL: of the only one.
 * free() it. */
char *manifest_result(const char *driver);
char *manifest_list(const char *driver);

/* What stands before a path in such a list if it is that of a library's capture. */
#define LIBRARY_MARK "library "

/* Whether a manifest can speak of a source: it cannot of one with a line end in its name or command. */
bool manifest_can_name(const scan_source *source);

/* The program itself; free() it. */
char *manifest_tool(void);

/* The program that edges run, which has the scan run their commands (sharing.h); NULL: it is not there, and they run
 * them themselves. free() it. */
char *manifest_edge(void);

#endif
