/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Sharing what sources have in common while a scan captures them. Most of the cost of a source is that of its headers,
 * and the sources of a driver begin with the same ones. A capture that has read a beginning which others have too
 * leaves a keeper: a fork of it, which stands behind that beginning. The captures of the other sources are made by
 * forks of the keeper, which read what follows. The captures are the same, byte for byte, as those that are made alone.
 *
 * A host, a process of the scan, knows the keepers and brings them and the captures together: over a socket whose name
 * is in the environment. Where there is none, each capture reads all of its source.
 *
 *   capture -> host     sharing_ask, with the files of the capture: where it hears what is read, and its messages
 *   host -> capture     sharing_answer: ALONE
 *   host -> keeper      sharing_work, with the same files, and the socket to the capture
 *   fork -> capture     sharing_answer: TAKEN, then DONE, unless it crashed or took too long
 *   keeper -> host      sharing_ask, with the one beginning that it has read
 */
#ifndef DEVLOCK_SCAN_SHARING_H
#define DEVLOCK_SCAN_SHARING_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "beginning.h"

#define SHARING_VARIABLE "DEVLOCK_SHARING"

enum { SHARING_TOLD, SHARING_ERRORS, SHARING_SOCKET }; /* the files, in their order */

typedef struct sharing_ask {
    bool keeper;    /* it is one that asks: for work */
    unsigned count; /* of numbers */
    uint64_t numbers[BEGINNING_MOST];
    char file[PATH_MAX], output[PATH_MAX];
} sharing_ask;

typedef struct sharing_work {
    bool last;      /* there will be no more; the rest says nothing */
    uint64_t leave; /* 1 << i: a keeper behind line i */
    char file[PATH_MAX], output[PATH_MAX];
} sharing_work;

typedef struct sharing_answer {
    enum { SHARING_ALONE, SHARING_TAKEN, SHARING_DONE } kind;
    uint64_t leave; /* of one that reads alone */
    int64_t start;  /* taken: inputs_clock() before the keeper began */
    int status;     /* done: its exit status */
} sharing_answer;

/* The exit status of a process that did not come to where it should pause, or whose source has changed. */
enum { SHARING_MISSED = 91 };

/* Asks the host. Gives the socket, with what was answered; -1: there is no host, or none that answers. It is to be
 * closed when the capture is done. */
int sharing_ask_host(const beginning *beginning, const char *file, const char *output, int told,
                     sharing_answer *answer);

/* The exit status of the fork that makes the capture; -1: it has none. Waits for it. */
int sharing_wait(int socket);

/* A socket to the host that is named in the environment; -1: there is none. */
int sharing_connect(void);

#endif
