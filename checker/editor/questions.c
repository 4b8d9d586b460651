/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Requests whose answers need a run: they wait until the document is analysed as it is now.
 *
 * Needs: requests. Leaves: answers. Cost: a look at each that waits.
 */
#include <string.h>

#include "report/json.h"
#include "server.h"

static bool is_question(const server *s, const char *method)
{
    return strcmp(method, "textDocument/codeAction") == 0 || strcmp(method, "textDocument/hover") == 0 ||
           (s->pulls && strcmp(method, "textDocument/diagnostic") == 0);
}

bool questions_add(server *s, json_t *id, const char *method, json_t *params)
{
    if (!is_question(s, method))
        return false;
    const char *uri = json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri"));
    if (!uri)
        server_refuse(s, id, RPC_INVALID_PARAMS, "the request wants the document: textDocument.uri");
    else {
        if (!s->beside)
            progress_asked(s, params);
        json_add(s->asked, json_make("id", json_incref(id), "uri", json_text(uri), "method", json_text(method),
                                     "params", json_incref(params), NULL));
    }
    return true;
}

static void answered(server *s, json_t *question)
{
    if (!s->beside)
        progress_answered(s, json_object_get(question, "params"));
}

void questions_cancel(server *s, json_t *id)
{
    for (size_t i = json_array_size(s->asked); i-- > 0;)
        if (json_equal(json_object_get(json_array_get(s->asked, i), "id"), id)) {
            answered(s, json_array_get(s->asked, i));
            server_refuse(s, id, RPC_CANCELLED, "the request was cancelled");
            json_array_remove(s->asked, i);
        }
}

bool questions_pending(const server *s, const char *uri)
{
    const document *d = documents_find(&s->open, uri);
    return d && (d->dirty || d->derived || (s->run.child && strcmp(s->run.uri, uri) == 0));
}

/* The answer; NULL: it has to wait. */
static json_t *answer(server *s, json_t *question)
{
    const char *uri = json_string_value(json_object_get(question, "uri"));
    const char *method = json_string_value(json_object_get(question, "method"));
    json_t *params = json_object_get(question, "params");
    bool hover = strcmp(method, "textDocument/hover") == 0;
    if (hover && !hover_needs_run(s, uri, params))
        return json_null();
    if (questions_pending(s, uri))
        return NULL;
    if (hover)
        return hover_for(s, uri, params);
    if (strcmp(method, "textDocument/codeAction") == 0)
        return actions_for(s, uri, params);
    json_t *items = diagnostics_shown(s->runs, uri, s->style);
    return json_make("kind", json_text("full"), "items", items, NULL);
}

void questions_answer(server *s)
{
    for (size_t i = 0; i < json_array_size(s->asked);) {
        json_t *question = json_array_get(s->asked, i), *result = answer(s, question);
        if (!result) {
            i++;
            continue;
        }
        answered(s, question);
        server_answer(s, json_object_get(question, "id"), result);
        json_array_remove(s->asked, i);
    }
}

void questions_hurry(server *s, json_t *id)
{
    for (size_t i = json_array_size(s->asked); i-- > 0;) {
        json_t *question = json_array_get(s->asked, i), *params = json_object_get(question, "params");
        const char *uri = json_string_value(json_object_get(question, "uri"));
        const char *method = json_string_value(json_object_get(question, "method"));
        if (!json_equal(json_object_get(question, "id"), id) || strcmp(method, "textDocument/codeAction") != 0 ||
            questions_pending(s, uri))
            continue;
        answered(s, question);
        server_answer(s, id, actions_known(s, uri, params));
        json_array_remove(s->asked, i);
    }
    questions_cancel(s, id);
}
