/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running git, as a program.
 */
#ifndef DEVLOCK_SCAN_GIT_H
#define DEVLOCK_SCAN_GIT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct git_answer {
    int status;   /* its exit status; -1: it could not be run */
    char *output; /* ends with a 0 that does not count */
    size_t length;
    char *error; /* the first line that it wrote to stderr, without "fatal: "; or why it could not be run */
} git_answer;

/* Runs git in a folder, with words that a NULL ends. Gives whether it ended with status 0. git_free in any case. */
bool git_run(git_answer *answer, const char *folder, const char *const *words);
void git_free(git_answer *answer);

#endif
