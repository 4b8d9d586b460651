/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Messages that pass from one side to the other: as they are, while they come, but for those that somebody wants whole.
 */
#ifndef DEVLOCK_EDITOR_STREAM_H
#define DEVLOCK_EDITOR_STREAM_H

#include "framing.h"
#include "peek.h"
#include "queue.h"

typedef enum verdict {
    VERDICT_PASS,  /* the message goes on as it is */
    VERDICT_WHOLE, /* it is to be looked at again when all of it is there */
    VERDICT_TAKEN  /* (only when it is whole) it does not go on, or has gone on already */
} verdict;

/* Looks at a message that is all there (whole), or whose beginning tells what it is. */
typedef verdict (*stream_look)(void *user, const framing_part *part, const peeked *seen, bool whole);

/* Start with zeros, look and user. */
typedef struct stream {
    stream_look look;
    void *user;
    framing in;
    queue out;
    size_t passing; /* bytes of the message that passes that have not come yet */
    bool ended;     /* nothing comes any more */
} stream;

/* Reads once, and passes on to `out` what can be. Gives NULL, or what is wrong with what came: nothing after it can be
 * trusted. */
const char *stream_read(stream *stream, int from);

/* The same with bytes that have been read. */
const char *stream_take(stream *stream, const char *bytes, size_t count);

/* Puts a message, as it is, into `out`. */
void stream_pass(stream *stream, const framing_part *part);

void stream_free(stream *stream);

#endif
