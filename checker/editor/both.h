/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Diagnostics that two servers push for the same document: which of them are shown together, and when. Those of one
 * text are never shown with those of another one.
 *
 * clangd's are told as soon as they come: with devlock's, if these are for the same text, else alone. devlock's are
 * told with clangd's; if clangd has not told its own for this text yet, they wait for them, unless it has nothing to
 * show meanwhile, or a time is over.
 */
#ifndef DEVLOCK_EDITOR_BOTH_H
#define DEVLOCK_EDITOR_BOTH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define BOTH_PATIENCE 5000u /* milliseconds that devlock's diagnostics wait for clangd's */

/* Starts as both_new(); json_decref() ends it. */
json_t *both_new(void);

/* A version of a document has this text (a hash of it). */
void both_text(json_t *both, const char *uri, json_int_t version, uint64_t text);

/* A document was closed: what clangd told of it is gone. */
void both_closed(json_t *both, const char *uri);

/* Parameters of clangd's textDocument/publishDiagnostics. Gives those to publish in their place; NULL: as they are. */
json_t *both_theirs(json_t *both, json_t *params, uint64_t now);

/* Parameters of devlock's. Gives those to publish; NULL: none now. */
json_t *both_ours(json_t *both, json_t *params, uint64_t now);

/* Those of devlock's that waited long enough, one at a time; NULL: none. */
json_t *both_due(json_t *both, uint64_t now);

/* When the next wait is over; 0: nothing waits. */
uint64_t both_next(json_t *both);

#endif
