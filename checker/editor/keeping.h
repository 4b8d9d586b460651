/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A keeper, seen from its own process: what the analysis does where the reading of the source pauses.
 */
#ifndef DEVLOCK_EDITOR_KEEPING_H
#define DEVLOCK_EDITOR_KEEPING_H

#include "keeper.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the analysis knows of what it has read so far. */
typedef struct keeping_reader {
    /* Whether all of it still is what it was. */
    bool (*stands)(void *user);
    /* Whether a file was read. */
    bool (*has_read)(void *user, const char *path);
    void *user;
} keeping_reader;

typedef struct keeping {
    int socket;
    document *document;
    size_t room; /* for texts of the document */
    bool served; /* a request */
    bool child;  /* this is a child, which makes a run */
    keeper_request request;
    char *changed; /* in a child: paths, each with a zero behind it, of texts that are others than they were */
} keeping;

/* Waits for requests, and ends the process when there are no more; returns in children, with the text of the document
 * that was asked for. beginning: how much of the text has been read. */
void keeping_wait(keeping *keeping, size_t beginning, const keeping_reader *reader);

/* Whether a path is among those whose texts are others now. */
bool keeping_changed(const keeping *keeping, const char *path);

/* Whether two paths are of one file. */
bool keeping_same_file(const char *a, const char *b);

#ifdef __cplusplus
}
#endif

#endif
