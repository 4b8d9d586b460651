/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A fuzzer of the language server: framing, JSON, texts, and what runs say. The first byte of an input chooses:
 *   's'  the rest is what a client sends, byte for byte;
 *   'm'  each line is one message, after initialize and the opening of two documents;
 *   'r'  as 'm', but behind a line that is a zero byte, lines are what a run of the first document printed, and then
 *        come messages again.
 * What runs print is part of the input (common.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editor/server.h"
#include "fuzz/common.h"

/* ---- a session ----------------------------------------------------------------------------------------------- */

/* What is written must be JSON. */
static bool check_message(void *to, const char *content, size_t length)
{
    (void)to;
    json_t *message = json_loadb(content, length, JSON_ALLOW_NUL, NULL);
    if (!message)
        abort();
    json_decref(message);
    return true;
}

static void send_message(server *s, framing *in, const char *content, size_t length)
{
    char header[64];
    snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", length);
    framing_add(in, header, strlen(header));
    framing_add(in, content, length);
    server_take(s, in);
}

static void send_text(server *s, framing *in, const char *text)
{
    send_message(s, in, text, strlen(text));
}

static void begin(server *s, framing *in)
{
    send_text(
        s, in,
        "{\"id\":0,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"textDocument\":{\"codeAction\":"
        "{\"codeActionLiteralSupport\":{}},\"publishDiagnostics\":{\"relatedInformation\":true,\"tagSupport\":{}}},"
        "\"workspace\":{\"workspaceEdit\":{\"documentChanges\":true}}}}}");
    for (const char *name = "ab"; *name; name++) {
        char text[256];
        snprintf(text, sizeof text,
                 "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///x/"
                 "%c.c\",\"version\":1,"
                 "\"text\":\"void f(void)\\n{\\n    \xc3\xa4 \xf0\x9f\x94\x92 g(x); /* y */\\r\\n}\\n\"}}}",
                 *name);
        send_text(s, in, text);
    }
}

/* The document counts as analysed, with this result. */
static void take_result(server *s, const char *text, size_t length)
{
    for (size_t i = 0; i < s->open.count; i++)
        s->open.items[i].dirty = false;
    publish_run(s, "file:///x/a.c", diagnostics_of_run(text, length, &s->open, s->encoding));
}

static void send_lines(server *s, framing *in, const char *at, const char *end)
{
    while (at < end && s->phase != SESSION_ENDED) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        send_message(s, in, at, (size_t)(stop - at));
        questions_answer(s);
        at = stop + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    server s = {.version = "fuzz", .write = check_message};
    framing in = {0};
    const char *at = (const char *)data + 1, *end = at + size - 1;
    const char *result = *data == 'r' ? memchr(at, 0, (size_t)(end - at)) : NULL;
    const char *after = result ? memchr(result + 1, 0, (size_t)(end - result - 1)) : NULL;
    server_start(&s);
    if (*data == 's') {
        framing_add(&in, at, (size_t)(end - at));
        server_take(&s, &in);
    } else {
        begin(&s, &in);
        send_lines(&s, &in, at, result ? result : end);
        if (result && s.phase == SESSION_OPEN) {
            take_result(&s, result + 1, (size_t)((after ? after : end) - result - 1));
            send_lines(&s, &in, after ? after + 1 : end, end);
        }
    }
    server_stop(&s);
    framing_free(&in);
    return 0;
}
