/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Messages in a stream of bytes. See framing.h.
 *
 * Needs: bytes. Leaves: messages. Cost: each byte is copied once, and moved once for each message that is taken.
 */
#include "framing.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/arena.h"

#define LONGEST_HEADER 4096u             /* bytes of all header fields together */
#define KEPT           ((size_t)1 << 20) /* room that is kept for messages to come */

void framing_add(framing *f, const char *bytes, size_t count)
{
    if (f->taken) {
        memmove(f->bytes, f->bytes + f->taken, f->count - f->taken);
        f->count -= f->taken;
        f->taken = 0;
    }
    if (!f->count && f->capacity > KEPT)
        framing_free(f); /* a long message has gone */
    if (f->count + count > f->capacity) {
        f->capacity = (f->count + count) * 2;
        f->bytes = must_resize(f->bytes, f->capacity);
    }
    if (count)
        memcpy(f->bytes + f->count, bytes, count);
    f->count += count;
}

/* Where the header ends, behind its empty line; NULL: it is not all there. */
static const char *header_end(const char *from, const char *end)
{
    for (const char *at = from; end - at >= 4; at++)
        if (memcmp(at, "\r\n\r\n", 4) == 0)
            return at + 4;
    return NULL;
}

/* Reads one header field; false if it is a length that is no number. */
static bool read_field(const char *field, const char *end, bool *known, size_t *length)
{
    static const char name[] = "Content-Length:";
    if ((size_t)(end - field) < sizeof name - 1 || strncasecmp(field, name, sizeof name - 1) != 0)
        return memchr(field, ':', (size_t)(end - field)) != NULL;
    const char *at = field + sizeof name - 1;
    while (at < end && *at == ' ')
        at++;
    *known = at < end;
    *length = 0;
    for (; at < end && *known; at++) {
        *known = *at >= '0' && *at <= '9' && *length <= FRAMING_LONGEST;
        *length = *length * 10 + (size_t)(*at - '0');
    }
    return *known;
}

static const char *read_header(const char *from, const char *end, size_t *length)
{
    bool known = false;
    while (end - from > 2) {
        const char *line = memchr(from, '\r', (size_t)(end - from));
        if (!read_field(from, line, &known, length))
            return "a header field that is none";
        from = line + 2;
    }
    return !known ? "a header without Content-Length" : *length > FRAMING_LONGEST ? "a message that is too long" : NULL;
}

size_t framing_left(const framing *f, const char **bytes)
{
    *bytes = f->bytes ? f->bytes + f->taken : NULL;
    return f->count - f->taken;
}

framing_result framing_peek(framing *f, framing_part *part, const char **why)
{
    size_t left = framing_left(f, &part->bytes);
    const char *body = left ? header_end(part->bytes, part->bytes + left) : NULL;
    if (!body) {
        *why = "a header that does not end";
        return left > LONGEST_HEADER ? FRAMING_DAMAGED : FRAMING_MORE;
    }
    *why = read_header(part->bytes, body, &part->length);
    part->header = (size_t)(body - part->bytes);
    part->have = left - part->header < part->length ? left - part->header : part->length;
    return *why ? FRAMING_DAMAGED : FRAMING_MESSAGE;
}

void framing_skip(framing *f, size_t count)
{
    f->taken += count;
}

framing_result framing_next(framing *f, const char **content, size_t *length, const char **why)
{
    framing_part part;
    framing_result result = framing_peek(f, &part, why);
    if (result != FRAMING_MESSAGE)
        return result;
    if (part.have < part.length)
        return FRAMING_MORE;
    *content = part.bytes + part.header;
    *length = part.length;
    framing_skip(f, part.header + part.length);
    return FRAMING_MESSAGE;
}

void framing_free(framing *f)
{
    free(f->bytes);
    *f = (framing){0};
}

bool framing_put(int to, const char *bytes, size_t count)
{
    while (count) {
        ssize_t wrote = write(to, bytes, count);
        if (wrote < 0 && errno == EAGAIN) {
            struct pollfd room = {.fd = to, .events = POLLOUT};
            poll(&room, 1, -1);
        } else if (wrote < 0 && errno != EINTR) {
            return false;
        } else if (wrote > 0) {
            bytes += wrote;
            count -= (size_t)wrote;
        }
    }
    return true;
}
