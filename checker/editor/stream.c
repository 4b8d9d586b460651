/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Messages that pass. See stream.h.
 *
 * Needs: a file descriptor that does not block. Leaves: bytes in a queue. Cost: two copies of each byte; of a message
 * that passes never more than was read at once is kept.
 */
#include "stream.h"

#include <errno.h>
#include <unistd.h>

#define BEGINNING 1024u /* bytes of a message that usually tell what it is */

void stream_pass(stream *s, const framing_part *part)
{
    queue_add(&s->out, part->bytes, part->header + part->length);
}

/* Passes on what has come of the message that passes. Gives false if there is more to come. */
static bool go_on(stream *s)
{
    const char *bytes;
    size_t left = framing_left(&s->in, &bytes), count = left < s->passing ? left : s->passing;
    queue_add(&s->out, bytes, count);
    framing_skip(&s->in, count);
    s->passing -= count;
    return !s->passing;
}

/* Deals with one message; false: more has to come first. */
static bool take(stream *s, const framing_part *part)
{
    peeked seen;
    bool whole = part->have == part->length;
    if (!whole && part->have < BEGINNING)
        return false;
    /* What the beginning does not tell is looked at once more, when all is there. */
    if (!peek_message(part->bytes + part->header, whole ? part->have : BEGINNING, whole, &seen))
        return false;
    verdict verdict = s->look(s->user, part, &seen, whole);
    if (verdict == VERDICT_WHOLE)
        return false;
    if (verdict == VERDICT_PASS)
        s->passing = part->header + part->length;
    else
        framing_skip(&s->in, part->header + part->length);
    return true;
}

static const char *take_all(stream *s)
{
    framing_part part;
    const char *why;
    for (;;) {
        if (s->passing && !go_on(s))
            return NULL;
        framing_result result = framing_peek(&s->in, &part, &why);
        if (result == FRAMING_DAMAGED)
            return why;
        if (result == FRAMING_MORE || !take(s, &part))
            return NULL;
    }
}

const char *stream_take(stream *s, const char *bytes, size_t count)
{
    framing_add(&s->in, bytes, count);
    return take_all(s);
}

const char *stream_read(stream *s, int from)
{
    static char some[65536];
    ssize_t count = read(from, some, sizeof some);
    if (count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK))
        return NULL;
    if (count <= 0) {
        s->ended = true;
        return NULL;
    }
    return stream_take(s, some, (size_t)count);
}

void stream_free(stream *s)
{
    framing_free(&s->in);
    queue_free(&s->out);
}
