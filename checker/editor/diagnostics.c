/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Findings as diagnostics of the Language Server Protocol. See diagnostics.h.
 *
 * Needs: JSON lines as report/jsonlines.c prints them, and the texts of the files that they name. Leaves: JSON. Cost:
 * linear in the findings, and in the texts before their places.
 */
#include "diagnostics.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "report/json.h"
#include "report/pages.h"
#include "texts.h"

enum { SEVERITY_WARNING = 2, SEVERITY_INFORMATION = 3 };

typedef struct telling {
    texts texts;
    json_t *by_uri;
} telling;

static const char *text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* The word or the sign at an offset. */
static size_t end_of_token(const char *text, size_t length, size_t at)
{
    size_t end = at;
    while (end < length && (isalnum((unsigned char)text[end]) || text[end] == '_' || text[end] == '~'))
        end++;
    return end > at || end >= length || text[end] == '\n' || text[end] == '\r' ? end : end + 1;
}

/* Sets *uri, which is to be freed; gives the range of an object with "file", "line" and "column". */
static json_t *range_of(telling *t, json_t *object, char **uri)
{
    text_view view = texts_of_path(&t->texts, text_of(object, "file"));
    json_int_t line = json_integer_value(json_object_get(object, "line"));
    json_int_t column = json_integer_value(json_object_get(object, "column"));
    *uri = view.uri;
    if (!view.text) {
        json_t *start = json_make("line", json_number(line ? line - 1 : 0), "character", json_number(0), NULL);
        return json_make("start", start, "end", json_incref(start), NULL);
    }
    size_t at = position_of_column(view.text, view.length, (uint32_t)(line ? line - 1 : 0), (uint32_t)column);
    return text_range(&t->texts, &view, at, end_of_token(view.text, view.length, at));
}

static json_t *related_of(telling *t, json_t *finding)
{
    json_t *all = json_array(), *step;
    size_t i;
    json_array_foreach(json_object_get(finding, "path"), i, step)
    {
        char *uri;
        json_t *range = range_of(t, step, &uri);
        json_t *place = json_make("uri", json_text(uri), "range", range, NULL);
        json_add(all, json_make("location", place, "message", json_text(text_of(step, "message")), NULL));
        free(uri);
    }
    return all;
}

static json_t *page_of(const char *check)
{
    char *link = page_link(check);
    json_t *page = link ? json_make("href", json_text(link), NULL) : NULL;
    free(link);
    return page;
}

static void tell(telling *t, json_t *object, const char *check, int severity, const char *message)
{
    char *uri;
    const char *tier = text_of(object, "tier");
    json_t *range = range_of(t, object, &uri);
    json_t *related = *tier ? related_of(t, object) : NULL;
    const char *fingerprint = text_of(object, "fingerprint");
    json_t *data = *tier ? json_make("tier", json_text(tier), "fingerprint", json_text(fingerprint), NULL) : NULL;
    json_t *diagnostic = json_make("range", range, "severity", json_number((unsigned)severity), "code",
                                   json_text(check), "codeDescription", page_of(check), "source", json_text("devlock"),
                                   "message", json_text(message), "relatedInformation", related, "data", data, NULL);
    json_t *list = json_object_get(t->by_uri, uri);
    if (!list)
        json_object_set_new(t->by_uri, uri, list = json_array());
    json_add(list, diagnostic);
    free(uri);
}

static void tell_finding(telling *t, json_t *finding)
{
    const char *message = text_of(finding, "message"), *reason = text_of(finding, "reason");
    size_t size = strlen(message) + strlen(reason) + sizeof " (possible: )";
    char *all = must_allocate(size);
    snprintf(all, size, *reason ? "%s (possible: %s)" : "%s", message, reason);
    tell(t, finding, text_of(finding, "check"), SEVERITY_WARNING, all);
    free(all);
}

static void tell_gap(telling *t, json_t *gap)
{
    const char *routine = text_of(gap, "routine"), *reason = text_of(gap, "reason");
    size_t size = strlen(routine) + strlen(reason) + sizeof "'' is not analysed: ";
    char *all = must_allocate(size);
    snprintf(all, size, "'%s' is not analysed: %s", routine, reason);
    if (*text_of(gap, "file"))
        tell(t, gap, "devlock-not-analysed", SEVERITY_INFORMATION, all);
    free(all);
}

static void tell_line(telling *t, const char *line, size_t length)
{
    json_t *object = json_loadb(line, length, 0, NULL);
    const char *type = text_of(object, "type");
    bool wanted = !json_object_get(object, "suppressed") && !json_object_get(object, "known");
    if (wanted && strcmp(type, "finding") == 0)
        tell_finding(t, object);
    if (wanted && strcmp(type, "not-analysed") == 0)
        tell_gap(t, object);
    json_decref(object);
}

json_t *diagnostics_of_run(const char *text, size_t length, const documents *open, position_encoding encoding)
{
    telling t = {texts_start(open, encoding), json_object()};
    for (const char *end = text + length; text < end;) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop ? stop : end;
        tell_line(&t, text, (size_t)(stop - text));
        text = stop + 1;
    }
    texts_stop(&t.texts);
    return t.by_uri;
}

static bool is_told(json_t *list, json_t *diagnostic)
{
    size_t i;
    json_t *other;
    json_array_foreach(list, i, other)
    {
        if (json_equal(json_object_get(other, "range"), json_object_get(diagnostic, "range")) &&
            json_equal(json_object_get(other, "message"), json_object_get(diagnostic, "message")))
            return true;
    }
    return false;
}

json_t *diagnostics_at(json_t *runs, const char *uri)
{
    json_t *all = json_array(), *run, *diagnostic;
    const char *of;
    size_t i;
    json_object_foreach(runs, of, run)
        json_array_foreach(json_object_get(run, uri), i, diagnostic) if (!is_told(all, diagnostic))
            json_array_append(all, diagnostic);
    return all;
}

json_t *diagnostic_shown(json_t *diagnostic, bool related)
{
    json_t *shown = json_copy(diagnostic);
    if (!related)
        json_object_del(shown, "relatedInformation");
    return shown;
}

json_t *diagnostics_shown(json_t *runs, const char *uri, bool related)
{
    json_t *all = diagnostics_at(runs, uri), *shown = json_array(), *diagnostic;
    size_t i;
    json_array_foreach(all, i, diagnostic) json_add(shown, diagnostic_shown(diagnostic, related));
    json_decref(all);
    return shown;
}
