/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The other sources of a document's drivers, while it is analysed for an editor: captures that a scan left, that were
 * taken again since (renewing.h), or that were made of other documents that are open. All of them are linked with the
 * document as a scan links them.
 *
 * A session of an editor has a folder. In it is, for each document, a record (record.h) of what its context is, which
 * renewing.c writes, and the capture of its text, which the runs write.
 */
#ifndef DEVLOCK_SCAN_CONTEXT_H
#define DEVLOCK_SCAN_CONTEXT_H

#include "reading.h"
#include "spelling.h"

typedef struct context context;

/* The context of a document, by its path, as far as it is there now. It is looked at again with context_look. */
context *context_new(const char *session, const char *document, const devlock_model *model);
void context_free(context *context);

/* Takes what is another one than it was. */
void context_look(context *context);

/* Whether a scan knows the document; and whether that is all of several sources, as far as there are any: then no
 * routine has callers elsewhere. */
bool context_is_there(const context *context);
bool context_sees_all(const context *context);

/* Gives the document the command of the scan, where only that knew it: it was called with flags. */
void context_set_command(const context *context, scan_source *document);

/* Links what was read in the document, and the other sources, in the order of the scan. Paths in it are made absolute.
 */
void context_link(context *context, reading *reading, const scan_source *document, devlock_program *unit);

/* Keeps what was read in the document for others that are open. Gives whether it is something else than before. */
bool context_keep(const context *context, devlock_program *unit, bool parsed);

/* Reads that back; capture_free it. Gives false if there is none. */
bool context_kept(const context *context, capture *capture);

/* The files of the document: it, and its headers; by file id of the program that it was linked to last. */
const bool *context_files(const context *context);

/* Whether a path is that of another source. */
bool context_has(const context *context, const char *path);

/* Where a session keeps something of a source, by its path; free() it. */
char *context_record(const char *session, const char *document);
char *context_capture(const char *session, const char *document);

/* A path of a scan as an absolute one, spelt as the editor does. source: whose directory relative paths begin at; NULL:
 * the root. free() it. */
char *context_path(const spelling *spelling, const char *root, const scan_source *source, const char *path);

/* Whether the command of a source stood on the command line of the scan. */
bool context_was_given(const scan_source *source);

#endif
