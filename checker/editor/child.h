/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The server that the proxy is put around, a process.
 */
#ifndef DEVLOCK_EDITOR_CHILD_H
#define DEVLOCK_EDITOR_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct child {
    pid_t process;
    int in, out; /* its standard input and output, which do not block; -1: closed */
} child;

/* Starts a command, found in PATH. Its standard error is this process's. Gives false, with errno, if it cannot be. */
bool child_start(child *child, char *const *command);

/* Closes one of its ends. */
void child_close(int *end);

/* Waits for its end; gives its status as waitpid does. */
int child_wait(child *child);

/* Ends it: asks, and insists after a while. */
void child_end(child *child);

/* Ends this process as the child ended: gives its exit status, or dies of the same signal. */
int child_follow(int status);

#endif
