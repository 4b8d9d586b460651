/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Bytes that wait until they can be written.
 */
#ifndef DEVLOCK_EDITOR_QUEUE_H
#define DEVLOCK_EDITOR_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that wait for somebody who does not read: beyond the first number, nothing more is made for him; beyond the
 * second one, he is not heard any more. */
#define QUEUE_ENOUGH   ((size_t)1 << 20)
#define QUEUE_TOO_MANY ((size_t)64 << 20)

/* Start with zeros. */
typedef struct queue {
    char *bytes;
    size_t from, to, capacity;
} queue;

void queue_add(queue *queue, const char *bytes, size_t count);

/* Adds a message with its header. */
void queue_message(queue *queue, const char *content, size_t length);

/* Moves all of one to the end of another. */
void queue_move(queue *to, queue *from);

/* How many bytes wait. */
size_t queue_size(const queue *queue);

/* Writes what can be written without waiting. Gives false if nobody reads any more (errno). */
bool queue_write(queue *queue, int to);

void queue_free(queue *queue);

#endif
