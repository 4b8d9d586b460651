/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The state of a session with an editor, and what its parts do: server.c has the loop and the life of a session, sync.c
 * the texts, publish.c the diagnostics, schedule.c the runs.
 */
#ifndef DEVLOCK_EDITOR_SERVER_H
#define DEVLOCK_EDITOR_SERVER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "diagnostics.h"
#include "runs.h"

typedef enum session_phase { SESSION_NEW, SESSION_OPEN, SESSION_SHUT, SESSION_ENDED } session_phase;

typedef struct server {
    const char *version;
    run_analysis analysis;
    void *user;
    session_phase phase;
    int status;
    diagnostics_style style;
    bool pulls;     /* the client asks for diagnostics; else they are pushed */
    bool refreshes; /* the client can be told to ask again */
    bool watches;   /* the client can be asked to watch files */
    documents open;
    run run;           /* the one that is going */
    json_t *runs;      /* URI of a document -> what its last run said */
    json_t *asked;     /* requests for diagnostics that wait: {"id", "uri"} */
    uint64_t due;      /* when the next run may start, in milliseconds */
    bool complained;   /* that a run ended badly */
    unsigned requests; /* made to the client */
} server;

/* Errors of JSON-RPC and of the protocol. */
enum {
    RPC_PARSE_ERROR = -32700,
    RPC_INVALID_REQUEST = -32600,
    RPC_UNKNOWN_METHOD = -32601,
    RPC_INVALID_PARAMS = -32602,
    RPC_NOT_INITIALIZED = -32002,
    RPC_CANCELLED = -32800
};

/* Messages to the client; values are taken over. id stays the caller's. */
void server_notify(server *server, const char *method, json_t *params);
void server_request(server *server, const char *method, json_t *params);
void server_answer(server *server, json_t *id, json_t *result);
void server_refuse(server *server, json_t *id, int code, const char *message);

/* Notifications about texts and files (sync.c). Gives false if the method is none of them. */
bool sync_handle(server *server, const char *method, json_t *params);

/* A text was changed, or was opened: what has to be analysed again, and from when on (schedule.c). */
void schedule_changed(server *server, document *document, unsigned delay);
void schedule_all(server *server, unsigned delay);

/* Starts what is due; gives the time to wait for the next, in milliseconds, or -1 (schedule.c). */
int schedule_start(server *server);

/* The run that is going has printed something, or ended (schedule.c). */
void schedule_read(server *server);

/* Puts what a run of a document says in the place of what its last one said, and tells the client (publish.c). NULL:
 * the document is closed. */
void publish_run(server *server, const char *uri, json_t *result);

/* The client asks for diagnostics; takes its question back (publish.c). */
void publish_asked(server *server, json_t *id, json_t *params);
void publish_cancelled(server *server, json_t *id);

/* Answers the questions whose documents are analysed (publish.c). */
void publish_answers(server *server);

#endif
