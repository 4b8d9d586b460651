/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Messages between processes that carry open files, over a socket that keeps their bounds (SOCK_SEQPACKET).
 */
#ifndef DEVLOCK_EDITOR_PASSING_H
#define DEVLOCK_EDITOR_PASSING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PASSING_FILES 3 /* at most */

/* Sends a message with files, which stay open here. Gives false if it cannot be sent; flags: as of sendmsg. */
bool passing_send(int socket, const void *message, size_t size, const int *files, size_t count, int flags);

/* Receives one; files without a use are -1. Gives its size, 0 at the end, -1 if something failed. */
ssize_t passing_receive(int socket, void *message, size_t size, int files[PASSING_FILES]);

#endif
