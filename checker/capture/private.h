/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What writing and reading of captures share.
 */
#ifndef DEVLOCK_CAPTURE_PRIVATE_H
#define DEVLOCK_CAPTURE_PRIVATE_H

#include "capture.h"
#include "capture.pb-c.h"
#include "core/graph.h"

#define CAPTURE_FORMAT 2
#define RESULT_FORMAT  2

/* ---- envelopes: texts.c and envelope.c ------------------------------------------------------------------------- */

/* Eight bytes, then the length of the message and its checksum, each in four. */
#define CAPTURE_MAGIC "devlock"
#define RESULT_MAGIC  "devlres"

/* A message in its envelope; free() it. */
uint8_t *envelope_pack(const ProtobufCMessage *message, const char *magic, size_t *size);

/* The message in an envelope, in the arena; NULL with *error for what is no whole envelope with this magic. */
void *envelope_unpack(const ProtobufCMessageDescriptor *type, arena *arena, const char *magic, const uint8_t *bytes,
                      size_t size, const char **error);

/* ---- texts ----------------------------------------------------------------------------------------------------- */

/* Texts that are written, each once. */
typedef struct text_table {
    arena *arena;
    const char *root;
    string_map *ids;
    ProtobufCBinaryData *items;
    uint32_t count, capacity;
} text_table;

text_table text_table_start(arena *arena, const char *root);
void text_table_stop(text_table *table);

/* The id of a text; 0 for NULL. */
uint32_t text_table_id(text_table *table, const char *text);

/* The texts that were written, by id. */
const char **texts_read(arena *arena, const ProtobufCBinaryData *items, size_t count, const char *root);

#endif
