/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The texts that are open in the editor.
 */
#ifndef DEVLOCK_EDITOR_DOCUMENTS_H
#define DEVLOCK_EDITOR_DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "position.h"

typedef struct document {
    char *uri;  /* as the editor spells it */
    char *path; /* absolute, without dots */
    char *text; /* with a zero behind it */
    size_t length;
    long long version, told; /* told: of which there are findings */
    bool source;             /* a translation unit of its own, no header */
    bool dirty;              /* not analysed since it, or another text, was changed */
    bool captured;           /* what the last run read in it is its text */
    bool unsure;             /* a run that read it was ended: what it left may be new to the others */
    bool derived;            /* captured, and to be analysed again: what it is linked with was changed */
    bool renew;              /* what is known of its driver is to be looked at */
    bool waits;              /* and has not been looked at yet: it is not analysed before */
    bool noted;              /* the proxy knows which text this version has */
    uint64_t changed;        /* documents.changes when it was changed last */
    uint64_t looked;         /* when what is known of its driver was looked at last, in milliseconds */
    uint64_t look;           /* when it is to be looked at if there is nothing else to do; 0: it need not be */
} document;

/* A text that was open. */
typedef struct closed_document {
    char *path;
    uint64_t changed; /* when it was closed */
} closed_document;

typedef struct documents {
    document *items;
    size_t count, capacity;
    closed_document *closed;
    size_t closed_count, closed_capacity;
    uint64_t changes; /* of texts so far: each time one is opened, changed or closed */
} documents;

/* A document by its URI or its path; NULL: it is not open. */
document *documents_find(const documents *documents, const char *uri);
document *documents_at_path(const documents *documents, const char *path);

/* Opens a document, or gives an open one a new text. NULL: the URI names no file on this machine. */
document *documents_open(documents *documents, const char *uri, const char *text, size_t length, long long version);

/* Replaces a range of a document's text. */
void document_change(document *document, position from, position to, position_encoding encoding, const char *text,
                     size_t length);
void document_set(document *document, const char *text, size_t length);

/* A text was changed. */
void documents_touch(documents *documents, document *document);

/* The paths of texts that were opened, changed or closed since some number of changes, one after the other; *at is 0 at
 * first. NULL: there are no more. */
const char *documents_changed(const documents *documents, uint64_t since, size_t *at);

void documents_close(documents *documents, const char *uri);
void documents_free(documents *documents);

/* The path that a file: URI names, absolute and without dots; NULL if it names none. free() it. */
char *path_of_uri(const char *uri);

#endif
