/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The texts that runs saw: those of open documents, else those of files; and places in them as the editor counts.
 */
#ifndef DEVLOCK_EDITOR_TEXTS_H
#define DEVLOCK_EDITOR_TEXTS_H

#include <jansson.h>

#include "documents.h"
#include "report/source.h"

typedef struct texts {
    const documents *open;
    position_encoding encoding;
    source_cache *files;
} texts;

/* A file's text, and how the editor names it. */
typedef struct text_view {
    const document *document; /* NULL: it is not open */
    char *uri;                /* free() it */
    const char *text;         /* NULL: it cannot be read */
    size_t length;
} text_view;

texts texts_start(const documents *open, position_encoding encoding);
void texts_stop(texts *texts);

/* A file by its path from the root, as runs name it (with or without the first slash); or by its URI. */
text_view texts_of_path(texts *texts, const char *path);
text_view texts_of_uri(texts *texts, const char *uri);

/* A range of a text, from offset to offset, as the protocol has it. */
json_t *text_range(position_encoding encoding, const text_view *view, size_t from, size_t to);

/* A position of the protocol; what is none is the beginning. */
position json_position(json_t *object);

#endif
