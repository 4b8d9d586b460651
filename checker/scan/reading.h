/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading all sources of a scan, each by itself, and linking them to one program, the first time or, with changed
 * texts, again.
 */
#ifndef DEVLOCK_SCAN_READING_H
#define DEVLOCK_SCAN_READING_H

#include "capture/result.h"
#include "devlock/model.h"
#include "scan.h"

typedef struct reading {
    const scan_sources *sources;
    const devlock_model *model;
    const devlock_buffer *buffers; /* texts in place of those of files */
    size_t buffer_count;
    bool verbose;  /* print commands, and all errors */
    bool silent;   /* print nothing */
    bool library;  /* what is read next is of a library */
    bool warnings; /* count Clang's warnings, too */

    /* What comes of it. */
    devlock_program *program; /* the caller's to free */
    bool unread;              /* a source could not be read at all */
    unsigned complaints;      /* errors, and warnings if they are counted */
    unsigned errors;          /* in the source that is being read */
    struct missing *missing;  /* headers; there while sources are read */
    double parse_seconds, lower_seconds;
    const scan_request *request; /* whose pause and on_input hold here; NULL: none do */
    struct touched *touched;     /* is told who includes whom; NULL: nobody is */
    struct captured *captured;   /* where the sources are captured; NULL: they are read here */
    struct context *context;     /* of the one source, a document of an editor (context.h); NULL: it has none */
    bool recalled;               /* the source is not read: what was read in it last is there, and is right */
    bool other;                  /* what was read in it is not what was read in it last */
} reading;

void reading_run(reading *reading);

/* Links what was read in a source to the others of its drivers. */
void reading_link(reading *reading, const scan_source *source, const devlock_program *unit);

/* Links a capture of a source to the program. Gives false if it does not belong to it; that is a gap then. */
bool reading_take(reading *reading, const scan_source *source, const capture *capture);

/* Says what reading the sources said that a result was made of; it has as many. */
void reading_kept(reading *reading, const kept_result *kept);

#endif
