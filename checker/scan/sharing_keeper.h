/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sharing, as a process sees it that reads a source: it pauses behind beginnings that other sources have, leaves
 * keepers there, and is, after a keeper was asked for another source, a process that reads that one.
 */
#ifndef DEVLOCK_SCAN_SHARING_KEEPER_H
#define DEVLOCK_SCAN_SHARING_KEEPER_H

#include "capturing.h"
#include "sharing.h"

typedef struct sharing_reader {
    beginning beginning;
    uint64_t leave;     /* 1 << i: a keeper behind line i */
    beginning_of of;    /* the source */
    const char *output; /* its capture */
    int told;           /* to where it is told what is read */
    int socket;         /* to the capture command that waits; -1: this process is its own child */
    int64_t start;      /* inputs_clock() before the beginning was read */

    /* Set by sharing_pause. */
    char *path; /* by which the text is read, until the source is known */
    devlock_buffer buffer;
    devlock_pause pause;
    capturing *capturing;
    char *heard; /* all that was told, for those who hear of it later */
    size_t heard_size, heard_capacity;
} sharing_reader;

/* Makes the reading of a source one that pauses. leave is not 0. */
void sharing_pause(sharing_reader *reader, capturing *capturing);

/* Tells what is read: a capturing_callback. */
void sharing_tell(void *user, const char *path, bool is_folder);

/* Ends the process, with a word to the command that waits for it. */
_Noreturn void sharing_exit(const sharing_reader *reader, int status);

#endif
