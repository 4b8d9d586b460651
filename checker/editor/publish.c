/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Diagnostics to the client: pushed, or told that they changed.
 *
 * Needs: what runs said. Leaves: messages. Cost: linear in the diagnostics of a run's files.
 */
#include <string.h>

#include "report/json.h"
#include "server.h"

static void push(server *s, const char *uri)
{
    const document *d = documents_find(&s->open, uri);
    json_t *version = d ? json_integer(d->version) : NULL, *shown = diagnostics_shown(s->runs, uri, s->style);
    server_notify(s, "textDocument/publishDiagnostics",
                  json_make("uri", json_text(uri), "version", version, "diagnostics", shown, NULL));
}

/* Whether a document whose text is what it was has other findings: nobody asks for these by himself. */
static bool is_other(server *s, const char *uri, const json_t *old, const json_t *result)
{
    document *d = documents_find(&s->open, uri);
    bool other = d && old && d->told == d->version && !json_equal(old, result);
    if (d)
        d->told = d->version;
    return other;
}

void publish_run(server *s, const char *uri, json_t *result)
{
    json_t *touched = json_object(), *unused;
    const char *at;
    json_t *old = json_object_get(s->runs, uri);
    bool other = is_other(s, uri, old, result);
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
        if (s->refreshes && (other || json_object_size(touched) > 1))
            server_request(s, "workspace/diagnostic/refresh", NULL);
    } else {
        json_object_foreach(touched, at, unused) push(s, at);
    }
    json_decref(touched);
}
