/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Running the commands of a scan's manifest in forks of processes that are there already. Most of the cost of a source
 * is that of its headers, and the sources of a driver begin with the same ones; and a program as large as devlock takes
 * longer to start than such a source to read.
 *
 * A host, a process of the scan, is asked to run commands: over a socket whose name is in the environment. It forks
 * itself for an analysis, and for a source that begins like no other one. A capture that has read a beginning which
 * others have too leaves a keeper: a fork of it, which stands behind that beginning. The captures of the other sources
 * are made by forks of the keeper, which read what follows. The captures are the same, byte for byte, as those that are
 * made alone. Whoever gets no answer runs the command for itself: so it is with one that crashes, or takes too long.
 *
 *   command -> host     SHARING_COMMAND: its words, with the files of its output, errors
 *   host -> keeper      SHARING_WORK: the same, with the socket to the command
 *   fork -> command     SHARING_DONE, unless it crashed or took too long; of the host, or of a keeper
 *   host -> command     SHARING_ALONE
 *   keeper -> host      SHARING_OFFER: the number of what it has read
 *   fork -> host        SHARING_MISSED: the roots and the name of a source that cannot go on from them
 *   host -> keeper      SHARING_LAST: there will be no more
 */
#ifndef DEVLOCK_SCAN_SHARING_H
#define DEVLOCK_SCAN_SHARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SHARING_VARIABLE "DEVLOCK_SHARING"
#define SHARING_ROOM     ((size_t)128 << 10)
#define SHARING_ROOTS    2048

enum { SHARING_OUTPUT, SHARING_ERRORS, SHARING_SOCKET, SHARING_FILES }; /* the files, in their order */

typedef enum sharing_kind {
    SHARING_COMMAND,
    SHARING_WORK,
    SHARING_DONE,
    SHARING_ALONE,
    SHARING_OFFER,
    SHARING_MISSED,
    SHARING_LAST
} sharing_kind;

typedef struct sharing_message {
    sharing_kind kind;
    int status;      /* done: the exit status; missed: 1 if the roots cannot be read before a source */
    uint64_t number; /* offer: of the beginning; work: 1 << i for a keeper behind line i; missed: 1 if one was asked */
    char roots[SHARING_ROOTS]; /* work, missed: those of the source (roots.h); "": it has none */
    size_t size;               /* of text */
    char text[SHARING_ROOM];   /* words, each with a 0 byte at its end */
} sharing_message;

/* Has a command of devlock run by the host; argv: from the program's name on. Gives its exit status; -1: there is no
 * host, or it was not run to its end. Waits for it. */
int sharing_run(int argc, char **argv);

/* A socket to the host that is named in the environment; -1: there is none. */
int sharing_connect(void);

/* Sends and receives a message with files (passing.h). Giving false: it cannot be sent; the other one is gone, or what
 * came is no message. */
bool sharing_send(int socket, const sharing_message *message, const int *files, size_t count, int flags);
bool sharing_receive(int socket, sharing_message *message, int files[SHARING_FILES]);

/* The words of a message, copied, with NULL behind the last; free() it. */
char **sharing_words(const sharing_message *message, int *count);

#ifdef __cplusplus
}
#endif

#endif
