/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The loop of the proxy around clangd: nothing here waits but poll. See proxy.h and editor.h.
 *
 * Needs: a client on standard input and output, and the command of clangd. Leaves: clangd's exit status. Cost: two
 * copies of each byte that passes; a side that does not read stops the other one, so that no more than a message waits.
 */
#include "proxy.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "editor.h"
#include "report/json.h"

#define FAREWELL 2000 /* milliseconds that clangd has to end when the client cannot be understood any more */

enum { MESSAGE_ERROR = 1, STATUS_CANNOT_START = 2 };

/* ---- writing ------------------------------------------------------------------------------------------------- */

static void write_clangd(proxy *p)
{
    queue *out = &p->from_client.out;
    if (p->clangd.in < 0 || !queue_write(out, p->clangd.in)) {
        queue_free(out); /* clangd reads no more; it is about to end */
        child_close(&p->clangd.in);
    } else if (p->from_client.ended && !queue_size(out)) {
        child_close(&p->clangd.in); /* as the client closed its end */
    }
}

static void write_client(proxy *p)
{
    queue *out = &p->from_clangd.out;
    if (p->client >= 0 && queue_write(out, p->client))
        return;
    queue_free(out);
    p->client = -1;
    p->shut = true;
    child_close(&p->clangd.out); /* so that clangd sees it */
}

void proxy_write(proxy *p)
{
    write_clangd(p);
    write_client(p);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

void proxy_client_said(proxy *p, const char *why)
{
    if (why) {
        json_t *error = json_make("code", json_integer(RPC_PARSE_ERROR), "message", json_text(why), NULL);
        routes_tell(p, json_make("id", json_null(), "error", error, NULL));
        fprintf(stderr, "devlock: error: what the editor sends is no message: %s; the session ends\n", why);
        p->damaged = p->from_client.ended = true;
        p->ends = server_clock() + FAREWELL;
    }
    if (p->from_client.ended)
        routes_shut(p);
}

void proxy_clangd_said(proxy *p, const char *why)
{
    const char *bytes;
    routes_flush(p); /* a message may have passed */
    if (why) {
        char text[256];
        snprintf(text, sizeof text, "devlock: what clangd sends is no message: %s; the session ends", why);
        fprintf(stderr, "devlock: error: %s\n", text + sizeof "devlock: " - 1);
        json_t *params = json_make("type", json_number(MESSAGE_ERROR), "message", json_text(text), NULL);
        routes_tell(p, json_make("method", json_text("window/showMessage"), "params", params, NULL));
        p->damaged = p->from_clangd.ended = true;
        routes_shut(p);
    } else if (p->from_clangd.ended) {
        routes_shut(p);
        size_t left = framing_left(&p->from_clangd.in, &bytes);
        queue_add(&p->from_clangd.out, bytes, left); /* what it said of a message */
    }
}

/* ---- the loop ------------------------------------------------------------------------------------------------ */

static bool hears_client(const proxy *p)
{
    const char *unused;
    return !p->from_client.ended && queue_size(&p->from_client.out) < QUEUE_ENOUGH &&
           queue_size(&p->from_clangd.out) < QUEUE_TOO_MANY && framing_left(&p->later, &unused) < QUEUE_TOO_MANY;
}

static bool hears_clangd(const proxy *p)
{
    return queue_size(&p->from_clangd.out) < QUEUE_ENOUGH;
}

static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 || a < b ? a : b;
}

/* devlock's own work: nothing new while the client does not read what there is. */
static int work(proxy *p)
{
    int wait = routes_due(p);
    if (!p->ready || p->shut || queue_size(&p->from_clangd.out) >= QUEUE_ENOUGH)
        return wait;
    wait = sooner(wait, schedule_start(&p->session));
    questions_answer(&p->session);
    return wait;
}

static void turn(proxy *p)
{
    server *s = &p->session;
    int wait = work(p);
    if (p->ends)
        wait = sooner(wait, FAREWELL);
    proxy_write(p);
    bool to_clangd = queue_size(&p->from_client.out), to_client = queue_size(&p->from_clangd.out);
    struct pollfd ready[] = {{.fd = hears_client(p) ? STDIN_FILENO : -1, .events = POLLIN},
                             {.fd = hears_clangd(p) ? p->clangd.out : -1, .events = POLLIN},
                             {.fd = to_clangd ? p->clangd.in : -1, .events = POLLOUT},
                             {.fd = to_client ? p->client : -1, .events = POLLOUT},
                             SCHEDULE_POLLED(s)};
    if (poll(ready, sizeof ready / sizeof *ready, wait) <= 0)
        return;
    if (ready[1].revents)
        proxy_clangd_said(p, stream_read(&p->from_clangd, p->clangd.out));
    if (ready[0].revents)
        proxy_client_said(p, stream_read(&p->from_client, STDIN_FILENO));
    proxy_write(p);
    schedule_poll(s, ready + 4);
}

/* What is left goes to the client, if it reads. */
static void drain(proxy *p)
{
    write_client(p);
    while (p->client >= 0 && queue_size(&p->from_clangd.out)) {
        struct pollfd room = {.fd = p->client, .events = POLLOUT};
        poll(&room, 1, -1);
        write_client(p);
    }
}

static int serve(proxy *p)
{
    int flags[] = {fcntl(STDIN_FILENO, F_GETFL), fcntl(STDOUT_FILENO, F_GETFL)};
    fcntl(STDIN_FILENO, F_SETFL, flags[0] | O_NONBLOCK);
    fcntl(STDOUT_FILENO, F_SETFL, flags[1] | O_NONBLOCK);
    while (!p->from_clangd.ended && p->clangd.out >= 0 && (!p->ends || server_clock() < p->ends))
        turn(p);
    server_stop(&p->session);
    fcntl(STDIN_FILENO, F_SETFL, flags[0]);
    close(STDIN_FILENO); /* the client sees that nobody reads any more */
    drain(p);
    int status = 0;
    if (p->damaged)
        child_end(&p->clangd);
    else
        status = child_wait(&p->clangd);
    fcntl(STDOUT_FILENO, F_SETFL, flags[1]);
    return status;
}

void proxy_free(proxy *p)
{
    stream_free(&p->from_client);
    stream_free(&p->from_clangd);
    queue_free(&p->own);
    framing_free(&p->first);
    framing_free(&p->later);
    pendings_free(&p->pending);
    json_decref(p->both);
}

int editor_proxy(const char *version, run_analysis analysis, void *user, char *const *command)
{
    proxy p = {.session = {.version = version, .analysis = analysis, .user = user}, .client = STDOUT_FILENO};
    if (!child_start(&p.clangd, command)) {
        fprintf(
            stderr,
            "devlock: error: '%s' cannot be started: %s; what stands behind -- is the command of clangd: devlock lsp "
            "-- clangd\n",
            command[0], strerror(errno));
        return STATUS_CANNOT_START;
    }
    signal(SIGPIPE, SIG_IGN);
    routes_start(&p);
    server_start(&p.session);
    int status = serve(&p);
    proxy_free(&p);
    return p.damaged ? 1 : child_follow(status);
}
