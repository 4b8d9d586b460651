/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the editor tells of its texts and of files.
 *
 * Needs: notifications. Leaves: texts, and documents to analyse. Cost: linear in the text of a changed document.
 */
#include <string.h>

#include "server.h"
#include "texts.h"

#define TYPING_PAUSE 150u /* milliseconds without a key before a run */

static const char *uri_of(json_t *params)
{
    return json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri"));
}

static void did_open(server *s, json_t *params)
{
    json_t *item = json_object_get(params, "textDocument"), *text = json_object_get(item, "text");
    const char *uri = uri_of(params);
    if (!uri || !json_is_string(text))
        return;
    document *d = documents_open(&s->open, uri, json_string_value(text), json_string_length(text),
                                 json_integer_value(json_object_get(item, "version")));
    if (!d)
        return;
    renewals_open(s, d);
    if (!d->source)
        renewals_typed(s, d);
    schedule_changed(s, d, 0);
}

static void did_change(server *s, json_t *params)
{
    const char *uri = uri_of(params);
    document *d = uri ? documents_find(&s->open, uri) : NULL;
    if (!d)
        return;
    size_t i;
    json_t *change;
    json_array_foreach(json_object_get(params, "contentChanges"), i, change)
    {
        json_t *text = json_object_get(change, "text"), *range = json_object_get(change, "range");
        if (!json_is_string(text))
            continue;
        if (range)
            document_change(d, json_position(json_object_get(range, "start")),
                            json_position(json_object_get(range, "end")), s->encoding, json_string_value(text),
                            json_string_length(text));
        else
            document_set(d, json_string_value(text), json_string_length(text));
    }
    d->version = json_integer_value(json_object_get(json_object_get(params, "textDocument"), "version"));
    documents_touch(&s->open, d);
    renewals_typed(s, d);
    schedule_changed(s, d, TYPING_PAUSE);
}

static void did_close(server *s, json_t *params)
{
    const char *uri = uri_of(params);
    document *d = uri ? documents_find(&s->open, uri) : NULL;
    if (!d)
        return;
    bool source = d->source;
    if (s->run.child && strcmp(s->run.uri, uri) == 0)
        schedule_cancel(s);
    search_forget(s, uri);
    keeper *k = keepers_find(&s->keepers, uri);
    if (k)
        keepers_remove(&s->keepers, k);
    json_object_del(s->functions, uri);
    char *own = strdup(uri), *path = strdup(d->path);
    documents_close(&s->open, own);
    renewals_close(s, own, path);
    free(path);
    publish_run(s, own, NULL);
    free(own);
    if (source)
        return;
    schedule_all(s, 0); /* the header's text is now what the disk has */
    renewals_all(s);
}

/* Other files read what was saved. */
static void did_save(server *s)
{
    renewals_all(s);
    schedule_all(s, 0);
}

bool sync_handle(server *s, const char *method, json_t *params)
{
    if (strcmp(method, "textDocument/didOpen") == 0)
        did_open(s, params);
    else if (strcmp(method, "textDocument/didChange") == 0)
        did_change(s, params);
    else if (strcmp(method, "textDocument/didClose") == 0)
        did_close(s, params);
    else if (strcmp(method, "textDocument/didSave") == 0 || strcmp(method, "workspace/didChangeWatchedFiles") == 0)
        did_save(s);
    else
        return false;
    return true;
}
