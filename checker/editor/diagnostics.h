/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Findings as an editor shows them.
 */
#ifndef DEVLOCK_EDITOR_DIAGNOSTICS_H
#define DEVLOCK_EDITOR_DIAGNOSTICS_H

#include <jansson.h>

#include "documents.h"

/* What a run printed (JSON lines), as an object: URI -> array of diagnostics. Findings that are suppressed or known are
 * left out. Places in open documents are told from their texts, and by their URIs. */
json_t *diagnostics_of_run(const char *text, size_t length, const documents *open, position_encoding encoding);

/* The same of what a run has printed so far. Where it is still looking at a finding, that counts as before, at the place
 * where it is now; before: what the last run said, as the function above gives it. */
json_t *diagnostics_so_far(const char *text, size_t length, const documents *open, position_encoding encoding,
                           json_t *before);

/* The diagnostics of one URI out of those of several runs (URI of the run's document -> diagnostics_of_run); those that
 * say the same are told once. All of them have their related information. */
json_t *diagnostics_at(json_t *runs, const char *uri);

/* What of diagnostics the client shows. */
typedef struct diagnostics_style {
    bool related; /* related information */
    bool tags;
} diagnostics_style;

/* A diagnostic, or those of one URI, as the client shows them. */
json_t *diagnostic_shown(json_t *diagnostic, diagnostics_style style);
json_t *diagnostics_shown(json_t *runs, const char *uri, diagnostics_style style);

#endif
