/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Keepers: processes that have read the beginning of a document, with the headers that it includes, and fork a child
 * for each run of it. The child has all that was read, and reads only what follows. A keeper is of use as long as the
 * beginning of the text and all that was read are what they were; it sees that itself (keeping.h). What crashes is a
 * child of it, and costs that run only.
 *
 * The two speak over a socket: requests to the keeper, each with the pipe of the run and a file that holds the text,
 * and answers.
 */
#ifndef DEVLOCK_EDITOR_KEEPER_H
#define DEVLOCK_EDITOR_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "documents.h"

typedef struct keeper {
    char *uri;
    pid_t process;
    int socket;
    uint32_t number; /* of the last request */
    uint64_t made;   /* documents.changes when it was started */
    uint64_t used;   /* when it was asked last, in requests of all keepers */
    bool ready;      /* it has read the beginning, as far as is known (keeper_is_ready) */
    char *reading;   /* that, or more of the text: all up to the last line that includes something */
    size_t length;   /* of it */
    bool impossible; /* there is no place to pause in this document, or nothing comes of it: its runs go without */
} keeper;

#define KEEPERS_MOST 8

typedef struct keepers {
    keeper *items[KEEPERS_MOST];
    unsigned count;
    uint64_t requests;
} keepers;

/* What a keeper is asked for, or asks its child for. */
typedef struct keeper_request {
    uint32_t number;
    bool cancel;           /* the run with this number; the rest says nothing then */
    bool calls;            /* as in run_wish */
    uint64_t text_length;  /* the file begins with the text of the document ... */
    uint64_t paths_length; /* ... and has the paths of texts that were changed since the keeper was started, each with a
                              zero behind it */
} keeper_request;

typedef enum keeper_event {
    KEEPER_READY, /* number 0: it waits for requests */
    KEEPER_DONE,  /* the child has ended */
    KEEPER_STALE  /* something that was read is another now: it ends */
} keeper_event;

typedef struct keeper_answer {
    uint32_t number;
    keeper_event event;
    int status; /* of the child, as wait() gives it */
} keeper_answer;

/* The exit status of a keeper, or of its child, that has met a text which it should not have: the run is to be made
 * anew. And that of one that did not pause. */
enum { KEEPER_EXIT_STALE = 90, KEEPER_EXIT_MISSED = 91 };

/* The keeper of a document; NULL: it has none. */
keeper *keepers_find(const keepers *keepers, const char *uri);

/* A new one, in the place of the one that was not used for the longest time if there are too many. Its process is the
 * caller's to start. */
keeper *keepers_add(keepers *keepers, const char *uri);

/* Ends one; all. */
void keepers_remove(keepers *keepers, keeper *gone);
void keepers_stop(keepers *keepers);

/* Asks for a run, whose output goes to a pipe. Gives false if it cannot be asked. */
bool keeper_ask(keepers *keepers, keeper *keeper, const document *document, const documents *open, bool calls,
                int output);
void keeper_cancel(keeper *keeper);

/* A keeper is started for a text. */
void keeper_started(keeper *keeper, const document *document);

/* Whether it has read the beginning, or reads one that the document still has. If not, it may never end with it. */
bool keeper_is_of_use(keeper *keeper, const document *document);

/* What became of the last request, whose output has ended; waits for it. Gives false if the keeper has ended: its
 * status is in answer->status. */
bool keeper_wait(keeper *keeper, keeper_answer *answer);

#endif
