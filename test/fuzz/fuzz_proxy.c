/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A fuzzer of the proxy: what an editor and clangd say at the same time, and what devlock adds. An input begins with
 * 'i', after initialize and the opening of two documents, or with anything else, before it. Then each line is:
 *   c, d   a message of the client's, of clangd's (which get their headers here)
 *   C, D   bytes of the client's, of clangd's, as they are: damage, and headers of another form
 *   r      what a run of the first document printed
 *   p      the number of bytes that come at once from now on; 0: all
 *   t      some time passes
 * A byte 1 is a line's end within a line, where it is not one of the input's. What runs print is part of the input
 * (common.c).
 *
 * What must hold of each input, besides that nothing is accessed outside of memory: what comes out are messages, as
 * long as what comes in is; clangd gets what the client sends, byte for byte and in order, but for what is devlock's
 * own; so does the client, but for what is joined.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "editor/lines.h"
#include "editor/proxy.h"
#include "fuzz/common.h"

static uint64_t now;

uint64_t __wrap_server_clock(void);
uint64_t __wrap_server_clock(void)
{
    return now;
}

/* One side: what it says, and what comes to it. */
typedef struct side {
    int in, out;    /* a pipe to it */
    framing came;   /* through the pipe */
    framing said;   /* messages that it said and that have to come to the other side as they are, each as a message */
    stream *stream; /* of what it says */
    void (*has_said)(proxy *proxy, const char *why);
    bool untold; /* something that it said is no message: what follows cannot be expected */
} side;

typedef struct session {
    proxy proxy;
    side client, clangd;
    size_t piece;
    json_t *asked; /* JSON of ids of requests that may be joined */
} session;

static void open_pipe(side *s)
{
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    s->out = ends[0];
    s->in = ends[1];
    fcntl(s->out, F_SETFL, O_NONBLOCK);
    fcntl(s->in, F_SETFL, O_NONBLOCK);
}

/* ---- what comes out ---------------------------------------------------------------------------------------------- */

static void read_all(side *s)
{
    static char some[65536];
    ssize_t count;
    while ((count = read(s->out, some, sizeof some)) > 0)
        framing_add(&s->came, some, (size_t)count);
}

static void move(session *s)
{
    proxy *p = &s->proxy;
    do {
        proxy_write(p);
        read_all(&s->client);
        read_all(&s->clangd);
    } while ((p->client >= 0 && queue_size(&p->from_clangd.out)) ||
             (p->clangd.in >= 0 && queue_size(&p->from_client.out)));
}

static bool begins_with(json_t *all, json_t *first)
{
    size_t i;
    json_t *item;
    json_array_foreach(first, i, item)
    {
        if (!json_equal(item, json_array_get(all, i)))
            return false;
    }
    return json_is_array(all);
}

/* Whether a publication of diagnostics has those of another one, and maybe more. */
static bool is_joined(const char *wanted, size_t length, const char *got, size_t size)
{
    json_t *one = json_loadb(wanted, length, JSON_ALLOW_NUL, NULL);
    json_t *other = json_loadb(got, size, JSON_ALLOW_NUL, NULL);
    json_t *theirs = json_object_get(one, "params"), *both = json_object_get(other, "params");
    bool is = json_equal(json_object_get(one, "method"), json_object_get(other, "method")) &&
              json_equal(json_object_get(theirs, "uri"), json_object_get(both, "uri")) &&
              json_is_array(json_object_get(theirs, "diagnostics")) &&
              begins_with(json_object_get(both, "diagnostics"), json_object_get(theirs, "diagnostics"));
    json_decref(one);
    json_decref(other);
    return is;
}

/* Everything that was expected has come, in its order; between it, other messages may have. */
static void check_side(side *to, side *from)
{
    const char *wanted, *got, *why;
    size_t length, size;
    while (framing_next(&from->said, &wanted, &length, &why) == FRAMING_MESSAGE)
        do {
            if (framing_next(&to->came, &got, &size, &why) != FRAMING_MESSAGE)
                abort(); /* it is lost */
        } while ((size != length || memcmp(got, wanted, length) != 0) && !is_joined(wanted, length, got, size));
    if (!from->untold)
        while (framing_next(&to->came, &got, &size, &why) != FRAMING_MORE)
            if (why)
                abort(); /* it is no message */
}

/* ---- what goes in ------------------------------------------------------------------------------------------------ */

static void take(session *s, side *from, const char *bytes, size_t count)
{
    for (size_t at = 0; at < count && !s->proxy.damaged;) {
        size_t piece = s->piece && s->piece < count - at ? s->piece : count - at;
        from->has_said(&s->proxy, stream_take(from->stream, bytes + at, piece));
        at += piece;
        routes_due(&s->proxy);
        move(s);
    }
}

static bool begins_as_ours(json_t *id)
{
    return json_is_string(id) && strncmp(json_string_value(id), "devlock-", strlen("devlock-")) == 0;
}

/* The id as a key. */
static void note_asked(json_t *asked, json_t *id)
{
    char *text = json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);
    if (text)
        json_object_set_new(asked, text, json_true());
    free(text);
}

static bool was_asked(json_t *asked, json_t *id)
{
    char *text = json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);
    bool was = text && json_object_get(asked, text);
    free(text);
    return was;
}

/* Whether a message has to pass as it is, as far as is told by all of it; diagnostics may get more behind them. */
static bool must_pass(session *s, const side *from, json_t *message)
{
    static const char *const shared[] = {"initialize", "textDocument/codeAction", "textDocument/hover",
                                         "textDocument/diagnostic", "workspace/executeCommand"};
    json_t *id = json_object_get(message, "id");
    const char *method = json_string_value(json_object_get(message, "method"));
    if (from == &s->client) {
        for (size_t i = 0; id && method && i < sizeof shared / sizeof *shared; i++)
            if (strcmp(method, shared[i]) == 0)
                note_asked(s->asked, id);
        return method ? strcmp(method, "workspace/executeCommand") != 0 : !begins_as_ours(id);
    }
    if (method && strcmp(method, "textDocument/publishDiagnostics") == 0)
        return json_is_array(json_object_get(json_object_get(message, "params"), "diagnostics")) && !begins_as_ours(id);
    if (method)
        return !begins_as_ours(id);
    return !s->client.untold && !was_asked(s->asked, id);
}

static void expect(session *s, side *from, const char *content, size_t length)
{
    json_t *message = json_loadb(content, length, JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);
    json_t *method = json_object_get(message, "method");
    if (!json_is_object(message) || (method && !json_is_string(method))) {
        from->untold = true; /* what is no message, or an ambiguous one, goes where it likes */
    } else if (must_pass(s, from, message) && !from->untold) {
        char header[64];
        snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", length);
        framing_add(&from->said, header, strlen(header));
        framing_add(&from->said, content, length);
    }
    json_decref(message);
}

static void say(session *s, side *from, const char *content, size_t length)
{
    char header[64];
    if (s->proxy.damaged)
        return;
    snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", length);
    expect(s, from, content, length);
    take(s, from, header, strlen(header));
    take(s, from, content, length);
}

static void say_text(session *s, side *from, const char *text)
{
    say(s, from, text, strlen(text));
}

/* As schedule.c takes what a run says. */
static void take_result(session *s, const char *text, size_t length)
{
    server *devlock = &s->proxy.session;
    json_t *names = lines_first(text, length, "lock-functions");
    for (size_t i = 0; i < devlock->open.count; i++)
        devlock->open.items[i].dirty = false;
    if (names)
        json_object_set(devlock->functions, "file:///x/a.c", json_object_get(names, "names"));
    json_decref(names);
    publish_run(devlock, "file:///x/a.c", diagnostics_of_run(text, length, &devlock->open, devlock->encoding));
    questions_answer(devlock);
    move(s);
}

static void take_line(session *s, char *line, size_t length)
{
    char kind = *line++;
    length--;
    for (size_t i = 0; strchr("CDr", kind) && i < length; i++)
        line[i] = line[i] == 1 ? '\n' : line[i];
    if (kind == 'c' || kind == 'd')
        say(s, kind == 'c' ? &s->client : &s->clangd, line, length);
    if (kind == 'C' || kind == 'D') {
        side *from = kind == 'C' ? &s->client : &s->clangd;
        from->untold = true;
        take(s, from, line, length);
    }
    if (kind == 'r' && s->proxy.ready && !s->proxy.shut)
        take_result(s, line, length);
    if (kind == 'p')
        s->piece = length ? (size_t)(*line - '0') % 64 : 0;
    if (kind == 't') {
        now += 700;
        routes_due(&s->proxy);
        move(s);
    }
}

/* ---- a session --------------------------------------------------------------------------------------------------- */

static void begin(session *s)
{
    say_text(
        s, &s->client,
        "{\"id\":0,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"textDocument\":{\"codeAction\":"
        "{\"codeActionLiteralSupport\":{}},\"diagnostic\":{},\"publishDiagnostics\":{\"relatedInformation\":true}},"
        "\"workspace\":{\"diagnostics\":{\"refreshSupport\":true}}}}}");
    say_text(s, &s->clangd, "{\"id\":0,\"result\":{\"capabilities\":{\"hoverProvider\":true}}}");
    for (const char *name = "ab"; *name; name++) {
        char text[256];
        snprintf(text, sizeof text,
                 "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///x/%c.c\","
                 "\"version\":1,\"text\":\"void f(void)\\n{\\n    g(x);\\n}\\n\"}}}",
                 *name);
        say_text(s, &s->client, text);
    }
}

static void start(session *s)
{
    proxy *p = &s->proxy;
    open_pipe(&s->client);
    open_pipe(&s->clangd);
    p->session.version = "fuzz";
    p->client = s->client.in;
    p->clangd = (child){.in = s->clangd.in, .out = -1};
    s->client.stream = &p->from_client;
    s->clangd.stream = &p->from_clangd;
    s->client.has_said = proxy_client_said;
    s->clangd.has_said = proxy_clangd_said;
    s->asked = json_object();
    routes_start(p);
    server_start(&p->session);
}

static void stop(session *s)
{
    proxy *p = &s->proxy;
    server_stop(&p->session);
    proxy_free(p);
    close(s->client.in);
    child_close(&p->clangd.in);
    side *sides[] = {&s->client, &s->clangd};
    for (size_t i = 0; i < 2; i++) {
        close(sides[i]->out);
        framing_free(&sides[i]->came);
        framing_free(&sides[i]->said);
    }
    json_decref(s->asked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    session s = {0};
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\n';
    signal(SIGPIPE, SIG_IGN);
    now = 1000;
    start(&s);
    if (size && *text == 'i')
        begin(&s);
    for (char *at = text, *end; at < text + size && !s.proxy.damaged; at = end + 1) {
        end = memchr(at, '\n', (size_t)(text + size + 1 - at));
        if (end > at)
            take_line(&s, at, (size_t)(end - at));
    }
    if (!s.proxy.damaged) {
        now += 60000;
        routes_due(&s.proxy);
        routes_shut(&s.proxy); /* answers that wait for devlock */
        move(&s);
    }
    check_side(&s.clangd, &s.client);
    if (!s.proxy.damaged)
        check_side(&s.client, &s.clangd);
    stop(&s);
    free(text);
    return 0;
}
