/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Diagnostics to the client: pushed, or given when it asks.
 *
 * Needs: what runs said. Leaves: messages. Cost: linear in the diagnostics of a run's files.
 */
#include <string.h>

#include "report/json.h"
#include "server.h"

static void push(server *s, const char *uri)
{
    const document *d = documents_find(&s->open, uri);
    json_t *version = d ? json_integer(d->version) : NULL;
    server_notify(
        s, "textDocument/publishDiagnostics",
        json_make("uri", json_text(uri), "version", version, "diagnostics", diagnostics_at(s->runs, uri), NULL));
}

void publish_run(server *s, const char *uri, json_t *result)
{
    json_t *touched = json_object(), *unused;
    const char *at;
    json_t *old = json_object_get(s->runs, uri);
    if (old)
        json_object_update(touched, old);
    if (result)
        json_object_update(touched, result);
    json_object_set_new(touched, uri, json_true());
    if (result)
        json_object_set_new(s->runs, uri, result);
    else
        json_object_del(s->runs, uri);
    if (s->pulls) {
        if (s->refreshes && json_object_size(touched) > 1)
            server_request(s, "workspace/diagnostic/refresh", NULL);
    } else {
        json_object_foreach(touched, at, unused) push(s, at);
    }
    json_decref(touched);
}

/* ---- questions ----------------------------------------------------------------------------------------------- */

static const char *uri_asked(json_t *question)
{
    return json_string_value(json_object_get(question, "uri"));
}

void publish_asked(server *s, json_t *id, json_t *params)
{
    const char *uri = json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri"));
    if (!uri) {
        server_refuse(s, id, RPC_INVALID_PARAMS, "textDocument/diagnostic wants the document: textDocument.uri");
        return;
    }
    json_add(s->asked, json_make("id", json_incref(id), "uri", json_text(uri), NULL));
}

void publish_cancelled(server *s, json_t *id)
{
    for (size_t i = json_array_size(s->asked); i-- > 0;)
        if (json_equal(json_object_get(json_array_get(s->asked, i), "id"), id)) {
            server_refuse(s, id, RPC_CANCELLED, "the request was cancelled");
            json_array_remove(s->asked, i);
        }
}

static bool is_pending(const server *s, const char *uri)
{
    const document *d = documents_find(&s->open, uri);
    return d && (d->dirty || (s->run.child && strcmp(s->run.uri, uri) == 0));
}

void publish_answers(server *s)
{
    for (size_t i = 0; i < json_array_size(s->asked);) {
        json_t *question = json_array_get(s->asked, i);
        if (is_pending(s, uri_asked(question))) {
            i++;
            continue;
        }
        json_t *items = diagnostics_at(s->runs, uri_asked(question));
        server_answer(s, json_object_get(question, "id"), json_make("kind", json_text("full"), "items", items, NULL));
        json_array_remove(s->asked, i);
    }
}
