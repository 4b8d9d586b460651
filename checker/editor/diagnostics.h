/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Findings as an editor shows them.
 */
#ifndef DEVLOCK_EDITOR_DIAGNOSTICS_H
#define DEVLOCK_EDITOR_DIAGNOSTICS_H

#include <jansson.h>

#include "documents.h"

/* How diagnostics are told. */
typedef struct diagnostics_style {
    position_encoding encoding;
    bool related; /* the client shows related information */
} diagnostics_style;

/* What a run printed (JSON lines), as an object: URI -> array of diagnostics. Findings that are suppressed or known are
 * left out. Places in open documents are told from their texts, and by their URIs. */
json_t *diagnostics_of_run(const char *text, size_t length, const documents *open, diagnostics_style style);

/* The diagnostics of one URI out of those of several runs (URI of the run's document -> diagnostics_of_run); those that
 * say the same are told once. */
json_t *diagnostics_at(json_t *runs, const char *uri);

#endif
