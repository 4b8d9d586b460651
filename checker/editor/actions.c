/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Code actions: what can be done about the findings in a range of a document. Fixes first, then an annotation, then the
 * suppression, then the explanation.
 *
 * Needs: a document that is analysed as it is now. Leaves: JSON. Cost: a search for fixes (searches.c), once for each
 * version of the document.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "devlock/analysis.h"
#include "fix/fix.h"
#include "lines.h"
#include "report/json.h"
#include "server.h"
#include "suppressing.h"
#include "texts.h"

/* Actions under way. */
typedef struct acting {
    server *server;
    const char *uri;
    texts texts;
    json_t *list;
} acting;

/* ---- which findings ------------------------------------------------------------------------------------------ */

static position place_of(json_t *range, const char *end)
{
    return json_position(json_object_get(range, end));
}

static bool is_before(position a, position b)
{
    return a.line < b.line || (a.line == b.line && a.character < b.character);
}

static bool touch(json_t *a, json_t *b)
{
    return !is_before(place_of(a, "end"), place_of(b, "start")) && !is_before(place_of(b, "end"), place_of(a, "start"));
}

static const char *fingerprint_of(json_t *diagnostic)
{
    return line_text(json_object_get(diagnostic, "data"), "fingerprint");
}

static bool can_have_fixes(json_t *diagnostic)
{
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (strcmp(devlock_check_name((devlock_check)i), line_text(diagnostic, "code")) == 0)
            return fixes_known_for((devlock_check)i);
    return false;
}

/* Starts looking for the fixes that are not known yet, of one document's run. Gives false if something is to be waited
 * for. */
static bool fixes_are_known(server *s, const char *of, json_t *diagnostics, json_t *range)
{
    json_t *unknown = json_array(), *diagnostic;
    size_t i;
    json_array_foreach(diagnostics, i, diagnostic) if (touch(json_object_get(diagnostic, "range"), range) &&
                                                       can_have_fixes(diagnostic) &&
                                                       !search_result(s, of, fingerprint_of(diagnostic)))
        json_add(unknown, json_text(fingerprint_of(diagnostic)));
    bool known = !json_array_size(unknown);
    if (!known)
        search_start(s, of, unknown);
    json_decref(unknown);
    return known;
}

/* ---- edits --------------------------------------------------------------------------------------------------- */

/* Adds one edit of a file to a workspace's edit. */
static void add_edit(json_t *workspace, const text_view *view, json_t *edit)
{
    json_t *changes = json_object_get(workspace, "changes"), *documents = json_object_get(workspace, "documentChanges");
    json_t *of, *edits = json_object_get(changes, view->uri);
    size_t i;
    json_array_foreach(documents, i, of) if (strcmp(line_text(json_object_get(of, "textDocument"), "uri"), view->uri) ==
                                             0) edits = json_object_get(of, "edits");
    if (!edits) {
        edits = json_array();
        if (documents) {
            json_t *version = view->document ? json_integer(view->document->version) : json_null();
            json_t *named = json_make("uri", json_text(view->uri), "version", version, NULL);
            json_add(documents, json_make("textDocument", named, "edits", edits, NULL));
        } else {
            json_object_set_new(changes, view->uri, edits);
        }
    }
    json_add(edits, edit);
}

static json_t *new_workspace_edit(const server *s)
{
    return s->versioned ? json_make("documentChanges", json_array(), NULL) : json_make("changes", json_object(), NULL);
}

static json_t *edit_of_fix(acting *a, json_t *fix)
{
    json_t *workspace = new_workspace_edit(a->server), *edit;
    size_t i;
    json_array_foreach(json_object_get(fix, "edits"), i, edit)
    {
        text_view view = texts_of_path(&a->texts, line_text(edit, "file"));
        size_t at = (size_t)json_integer_value(json_object_get(edit, "at"));
        size_t length = (size_t)json_integer_value(json_object_get(edit, "length"));
        if (view.text)
            add_edit(workspace, &view,
                     json_make("range", text_range(a->texts.encoding, &view, at, at + length), "newText",
                               json_text(line_text(edit, "text")), NULL));
        free(view.uri);
    }
    return workspace;
}

/* ---- actions ------------------------------------------------------------------------------------------------- */

static json_t *title_of(const char *text)
{
    char *title = strdup(text);
    *title = (char)toupper((unsigned char)*title);
    json_t *value = json_text(title);
    free(title);
    return value;
}

/* edit and command are taken over; one of them is NULL. */
static void add_action(acting *a, json_t *diagnostic, const char *title, bool preferred, json_t *edit, json_t *command)
{
    json_t *about = json_array();
    json_add(about, diagnostic_shown(diagnostic, a->server->style));
    json_add(a->list, json_make("title", title_of(title), "kind", json_text("quickfix"), "diagnostics", about,
                                "isPreferred", preferred ? json_true() : NULL, "edit", edit, "command", command, NULL));
}

static void add_fixes(acting *a, const char *of, json_t *diagnostic)
{
    json_t *fix;
    size_t i;
    json_array_foreach(search_result(a->server, of, fingerprint_of(diagnostic)), i, fix)
        add_action(a, diagnostic, line_text(fix, "title"), i == 0, edit_of_fix(a, fix), NULL);
}

static void add_suppression(acting *a, json_t *diagnostic)
{
    text_view view = texts_of_uri(&a->texts, a->uri);
    position at = place_of(json_object_get(diagnostic, "range"), "start");
    size_t place;
    char *text =
        view.text ? suppressing_text(view.text, view.length, at.line, line_text(diagnostic, "code"), &place) : NULL;
    if (text) {
        json_t *workspace = new_workspace_edit(a->server);
        json_t *range = text_range(a->texts.encoding, &view, place, place);
        add_edit(workspace, &view, json_make("range", range, "newText", json_text(text), NULL));
        char title[128];
        snprintf(title, sizeof title, "suppress %s on this line, with a reason", line_text(diagnostic, "code"));
        add_action(a, diagnostic, title, false, workspace, NULL);
    }
    free(text);
    free(view.uri);
}

static void add_explanation(acting *a, json_t *diagnostic)
{
    char title[128];
    snprintf(title, sizeof title, "explain %s", line_text(diagnostic, "code"));
    json_t *arguments = json_array();
    json_add(arguments, json_text(a->uri));
    json_add(arguments, json_text(fingerprint_of(diagnostic)));
    add_action(
        a, diagnostic, title, false, NULL,
        json_make("title", title_of(title), "command", json_text(EXPLAIN_COMMAND), "arguments", arguments, NULL));
}

/* Whether the client wants quick fixes. */
static bool wants_quickfixes(json_t *only)
{
    size_t i;
    json_t *kind;
    json_array_foreach(
        only, i, kind) if (json_is_string(kind) &&
                           (!*json_string_value(kind) || strcmp(json_string_value(kind), "quickfix") == 0)) return true;
    return !json_is_array(only);
}

static bool is_met(json_t *met, json_t *diagnostic)
{
    size_t i;
    json_t *other;
    json_array_foreach(met, i, other) if (json_equal(other, diagnostic)) return true;
    json_array_append(met, diagnostic);
    return false;
}

static bool wants_any(const server *s, json_t *params)
{
    return s->literal_actions && wants_quickfixes(json_object_get(json_object_get(params, "context"), "only"));
}

bool actions_any(server *s, const char *uri, json_t *params)
{
    json_t *range = json_object_get(params, "range"), *run, *diagnostic;
    const char *of;
    size_t i;
    json_object_foreach(s->runs, of, run) json_array_foreach(json_object_get(run, uri), i, diagnostic)
    {
        if (touch(json_object_get(diagnostic, "range"), range))
            return true;
    }
    return false;
}

json_t *actions_known(server *s, const char *uri, json_t *params)
{
    json_t *range = json_object_get(params, "range"), *run, *diagnostic;
    const char *of;
    size_t i;
    if (!wants_any(s, params))
        return json_array();
    acting a = {s, uri, texts_start(&s->open, s->encoding), json_array()};
    json_t *met = json_array();
    json_object_foreach(s->runs, of, run) json_array_foreach(json_object_get(run, uri), i, diagnostic)
    {
        if (!touch(json_object_get(diagnostic, "range"), range) || is_met(met, diagnostic))
            continue;
        add_fixes(&a, of, diagnostic);
        add_suppression(&a, diagnostic);
        if (*fingerprint_of(diagnostic))
            add_explanation(&a, diagnostic);
    }
    json_decref(met);
    texts_stop(&a.texts);
    return a.list;
}

json_t *actions_for(server *s, const char *uri, json_t *params)
{
    json_t *range = json_object_get(params, "range"), *run;
    const char *of;
    bool known = true;
    if (wants_any(s, params))
        json_object_foreach(s->runs, of, run) known &= fixes_are_known(s, of, json_object_get(run, uri), range);
    return known ? actions_known(s, uri, params) : NULL;
}
