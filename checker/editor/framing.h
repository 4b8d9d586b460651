/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The base protocol of language servers: messages with a header that tells their length (Language Server Protocol 3.17,
 * "Base Protocol": https://microsoft.github.io/language-server-protocol/).
 */
#ifndef DEVLOCK_EDITOR_FRAMING_H
#define DEVLOCK_EDITOR_FRAMING_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that have come and that are no whole message yet. Start with zeros. */
typedef struct framing {
    char *bytes;
    size_t count, capacity;
    size_t taken; /* by the message that was given last */
} framing;

typedef enum framing_result {
    FRAMING_MORE,    /* no whole message is there: add bytes */
    FRAMING_MESSAGE, /* *content and *length are set */
    FRAMING_DAMAGED  /* what comes is no message; nothing after it can be trusted */
} framing_result;

/* The longest message that is taken, in bytes. */
#define FRAMING_LONGEST ((size_t)256 << 20)

void framing_add(framing *framing, const char *bytes, size_t count);

/* The next message; its content lies in the framing until the next call. On damage *why tells what is wrong. */
framing_result framing_next(framing *framing, const char **content, size_t *length, const char **why);

/* What has come of the next message, whose header is there. */
typedef struct framing_part {
    const char *bytes; /* the header; the content behind it */
    size_t header;     /* bytes of the header */
    size_t length;     /* of the content, all of it */
    size_t have;       /* of the content, what has come */
} framing_part;

/* Looks at the next message without taking it: FRAMING_MORE until its header has come, then FRAMING_MESSAGE. */
framing_result framing_peek(framing *framing, framing_part *part, const char **why);

/* Passes over bytes that were looked at. */
void framing_skip(framing *framing, size_t count);

/* Bytes that were not taken yet. */
size_t framing_left(const framing *framing, const char **bytes);

void framing_free(framing *framing);

/* Writes bytes to a file descriptor, all of them. Gives false if they cannot be written (errno). */
bool framing_put(int to, const char *bytes, size_t count);

#endif
