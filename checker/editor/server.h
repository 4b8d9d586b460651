/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The state of a session with an editor, and what its parts do: server.c has the loop, session.c the life of a session,
 * sync.c the texts, schedule.c the runs, publish.c the diagnostics, questions.c the requests that wait for runs,
 * searches.c the looking for fixes, actions.c and explain.c what can be done about a finding.
 */
#ifndef DEVLOCK_EDITOR_SERVER_H
#define DEVLOCK_EDITOR_SERVER_H

#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "diagnostics.h"
#include "framing.h"
#include "runs.h"

typedef enum session_phase { SESSION_NEW, SESSION_OPEN, SESSION_SHUT, SESSION_ENDED } session_phase;

typedef struct server {
    const char *version;
    run_analysis analysis;
    void *user;
    bool (*write)(void *to, const char *content, size_t length); /* a message to the client; false: errno */
    void *to;
    session_phase phase;
    int status;
    /* What the client can do. */
    position_encoding encoding;
    diagnostics_style style;
    bool pulls;           /* it asks for diagnostics; else they are pushed */
    bool refreshes;       /* it can be told to ask again */
    bool watches;         /* it can be asked to watch files */
    bool literal_actions; /* it takes code actions that are no commands */
    bool versioned;       /* it takes edits that name the document's version */
    bool shows;           /* it can be asked to show a document */
    bool works;           /* it shows the progress of work that it did not ask for */
    bool beside;          /* another server answers the same requests, and tells their progress (proxy.c) */
    documents open;
    keepers keepers;   /* of documents: they make the runs */
    run run;           /* the one that is going */
    json_t *runs;      /* URI of a document -> what its last run said */
    run search;        /* the search for fixes that is going */
    json_t *searched;  /* the fingerprints of its findings; NULL: it is for calls */
    run renewal;       /* of what is known of other files (renewals.c) */
    size_t renewed;    /* how much of what it printed has been taken */
    json_t *contexts;  /* URI of a document -> paths that it is linked with -> true */
    json_t *said;      /* what was said once -> true */
    bool recalling;    /* the run that is going does not read its document */
    json_t *fixes;     /* URI of a document -> fingerprint -> fixes */
    json_t *calls;     /* URI of a document -> what is known at its calls of lock functions */
    json_t *functions; /* URI of a document -> names of lock functions */
    json_t *asked;     /* requests that wait: {"id", "uri", "method", "params"} */
    uint64_t due;      /* when the next run may start, in milliseconds */
    bool complained;   /* that a run ended badly */
    unsigned requests; /* made to the client */
    struct {
        bool any, going;
        unsigned done, total;
    } progress;   /* of runs (progress.c) */
    char *folder; /* of the session (folder.c); NULL: none yet */
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

/* A session, whose version, analysis, user and writer are set; and its end. */
void server_start(server *server);
void server_stop(server *server);

/* Takes all whole messages that have come. */
void server_take(server *server, framing *in);

/* Messages to the client; values are taken over. id stays the caller's. */
void server_notify(server *server, const char *method, json_t *params);
void server_request(server *server, const char *method, json_t *params);
void server_answer(server *server, json_t *id, json_t *result);
void server_refuse(server *server, json_t *id, int code, const char *message);

/* The session's folder; NULL: there can be none (errno). Its end, with all that is in it (folder.c). */
const char *server_folder(server *server);
void server_remove_folder(server *server);

/* What is known of the other files of documents (renewals.c): a document was opened, changed, or is not open any more;
 * files may be others; what was read in a document is something else than it was. */
void renewals_open(server *server, document *document);
void renewals_typed(server *server, document *document);
void renewals_close(server *server, const char *uri, const char *path);
void renewals_all(server *server);
void renewals_other(server *server, const char *path);

/* Starts what is to be looked at; gives the time to wait for the next, in milliseconds, or -1. Takes what it printed.
 */
int renewals_start(server *server);
void renewals_read(server *server);

/* Notifications about texts and files (sync.c). Gives false if the method is none of them. */
bool sync_handle(server *server, const char *method, json_t *params);

/* A clock in milliseconds that only goes forward (schedule.c). */
uint64_t server_clock(void);

/* A text was changed, or was opened: what has to be analysed again, and from when on (schedule.c). */
void schedule_changed(server *server, document *document, unsigned delay);
void schedule_all(server *server, unsigned delay);

/* Starts what is due; gives the time to wait for the next, in milliseconds, or -1 (schedule.c). */
int schedule_start(server *server);

/* The run that is going is of no use any more (schedule.c). */
void schedule_cancel(server *server);

/* The run that is going has printed something, or ended (schedule.c). */
void schedule_read(server *server);

/* What poll() is to look at of a session's processes; and takes what they printed, after it (schedule.c). */
#define SCHEDULE_POLLED(server)                                                                                        \
    {.fd = (server)->run.child ? (server)->run.output : -1, .events = POLLIN},                                         \
        {.fd = (server)->search.child ? (server)->search.output : -1, .events = POLLIN},                               \
    {                                                                                                                  \
        .fd = (server)->renewal.child ? (server)->renewal.output : -1, .events = POLLIN                                \
    }
void schedule_poll(server *server, const struct pollfd ready[3]);

/* Puts what a run of a document says in the place of what its last one said, and tells the client (publish.c). NULL:
 * the document is closed. */
void publish_run(server *server, const char *uri, json_t *result);

/* Requests that wait for runs; false: the method is none of them (questions.c). */
bool questions_add(server *server, json_t *id, const char *method, json_t *params);
void questions_cancel(server *server, json_t *id);

/* Answers those whose documents are analysed. */
void questions_answer(server *server);

/* Answers one at once, with what is known. */
void questions_hurry(server *server, json_t *id);

/* Whether a document is to be analysed, or is being analysed. */
bool questions_pending(const server *server, const char *uri);

/* Looks for fixes of some findings of a document, by fingerprint, or (NULL) for what is known at calls of lock
 * functions; if nothing else is looked for (searches.c). */
void search_start(server *server, const char *uri, json_t *fingerprints);
void search_read(server *server);

/* What was found for one: an array of JSON lines (report_json_fix); NULL: it has not been looked for. */
json_t *search_result(server *server, const char *uri, const char *fingerprint);

/* What was found for calls: an array of JSON lines (report_json_call); NULL: it has not been looked for. */
json_t *search_calls(server *server, const char *uri);

/* The document, or what it is analysed with, is another one now. */
void search_forget(server *server, const char *uri);

/* Code actions for a range of a document, from the request's parameters; NULL: a search has to end first (actions.c).
 */
json_t *actions_for(server *server, const char *uri, json_t *params);

/* Those that need no search, with the fixes that are known already; and whether there can be any: something was found
 * in the range. */
json_t *actions_known(server *server, const char *uri, json_t *params);
bool actions_any(server *server, const char *uri, json_t *params);

/* What is known at the place of a request; NULL: a search has to end first (hover.c). hover_needs_run: whether it is a
 * call of a lock function at all, or it is not known yet; only then the other is asked. */
bool hover_needs_run(server *server, const char *uri, json_t *params);
json_t *hover_for(server *server, const char *uri, json_t *params);

/* A run of a document starts, or is over; a request waits, or is answered (progress.c). */
void progress_run(server *server, const document *document);
void progress_ran(server *server);
void progress_asked(server *server, json_t *params);
void progress_answered(server *server, json_t *params);

/* The command that explains a finding: its arguments are the URI and the fingerprint (explain.c). */
#define EXPLAIN_COMMAND "devlock.explain"
void explain_asked(server *server, json_t *id, json_t *arguments);

#endif
