/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The state of the proxy around clangd: proxy.c has the loop, routes.c says which message goes where, pending.c and
 * join.c make one answer out of two, both.c one publication, stream.c lets pass what is neither.
 */
#ifndef DEVLOCK_EDITOR_PROXY_H
#define DEVLOCK_EDITOR_PROXY_H

#include "child.h"
#include "pending.h"
#include "queue.h"
#include "server.h"
#include "stream.h"

typedef struct proxy {
    server session; /* devlock's: gets copies of messages of the client, and writes to the client through this */
    child clangd;
    stream from_client; /* its `out` is for clangd */
    stream from_clangd; /* its `out` is for the client */
    queue own;          /* for the client, too: waits until the message that passes has passed */
    framing first;      /* the client's initialize, for the session */
    framing later;      /* what came before clangd has answered that */
    pendings pending;
    json_t *both;  /* pushed diagnostics (both.h) */
    bool ready;    /* the session is initialised */
    bool shut;     /* it has nothing to do any more */
    bool refresh;  /* an answer to a pull went without devlock's part: the client is to be told to ask again */
    int client;    /* where the client is written to; -1: it does not read any more */
    uint64_t ends; /* when the session is over, whatever clangd does; 0: not yet */
    bool damaged;  /* what the client, or clangd, sent is no message */
} proxy;

/* Sets up who looks at what; the rest of the proxy is zeros (routes.c). */
void routes_start(proxy *proxy);

/* Writes what can be written (proxy.c). */
void proxy_write(proxy *proxy);

/* The client, or clangd, has said something, or nothing more; why: what is wrong with it, or NULL (proxy.c). */
void proxy_client_said(proxy *proxy, const char *why);
void proxy_clangd_said(proxy *proxy, const char *why);

/* Frees what the proxy has of the traffic (proxy.c). */
void proxy_free(proxy *proxy);

/* Gives the client what waits for it, unless one of clangd's messages is passing just now (routes.c). */
void routes_flush(proxy *proxy);

/* The session has nothing to do any more: what waits for it goes as it is (routes.c). */
void routes_shut(proxy *proxy);

/* Tells the client something of the proxy's own (routes.c); the message is taken over. */
void routes_tell(proxy *proxy, json_t *message);

/* Does what is due: answers that have waited long enough, diagnostics that have. Gives the time to wait for the next,
 * in milliseconds, or -1 (routes.c). */
int routes_due(proxy *proxy);

#endif
