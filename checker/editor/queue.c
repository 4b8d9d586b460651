/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Bytes that wait. See queue.h.
 *
 * Needs: a file descriptor that does not block. Leaves: bytes in it. Cost: each byte is copied once, and moved at most
 * once for each time that the bytes before it were written.
 */
#include "queue.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"

#define KEPT ((size_t)1 << 20) /* room that is kept when nothing waits */

static void make_room(queue *q, size_t count)
{
    size_t size = queue_size(q);
    if (q->to + count <= q->capacity)
        return;
    if (size)
        memmove(q->bytes, q->bytes + q->from, size);
    q->from = 0;
    q->to = size;
    if (size + count <= q->capacity / 2)
        return; /* there is room enough, and not so little that the next bytes are moved again */
    q->capacity = (size + count) * 2;
    q->bytes = must_resize(q->bytes, q->capacity);
}

void queue_add(queue *q, const char *bytes, size_t count)
{
    if (!count)
        return;
    make_room(q, count);
    memcpy(q->bytes + q->to, bytes, count);
    q->to += count;
}

void queue_message(queue *q, const char *content, size_t length)
{
    char header[64];
    int size = snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", length);
    queue_add(q, header, (size_t)size);
    queue_add(q, content, length);
}

void queue_move(queue *to, queue *from)
{
    if (queue_size(from))
        queue_add(to, from->bytes + from->from, queue_size(from));
    from->from = from->to = 0;
}

size_t queue_size(const queue *q)
{
    return q->to - q->from;
}

bool queue_write(queue *q, int to)
{
    while (queue_size(q)) {
        ssize_t wrote = write(to, q->bytes + q->from, queue_size(q));
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK;
        q->from += (size_t)wrote;
    }
    q->from = q->to = 0;
    if (q->capacity > KEPT)
        queue_free(q); /* a long message has gone */
    return true;
}

void queue_free(queue *q)
{
    free(q->bytes);
    *q = (queue){0};
}
