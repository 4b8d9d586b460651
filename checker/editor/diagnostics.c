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
#include "lines.h"
#include "report/json.h"
#include "report/pages.h"
#include "texts.h"

enum { SEVERITY_WARNING = 2, SEVERITY_INFORMATION = 3, SEVERITY_HINT = 4, TAG_UNNECESSARY = 1 };

typedef struct telling {
    texts texts;
    json_t *by_uri;
    json_t *before; /* NULL: the run is over */
} telling;

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
    text_view view = texts_of_path(&t->texts, line_text(object, "file"));
    json_int_t line = json_integer_value(json_object_get(object, "line"));
    json_int_t column = json_integer_value(json_object_get(object, "column"));
    *uri = view.uri;
    if (!view.text) {
        json_t *start = json_make("line", json_number(line ? line - 1 : 0), "character", json_number(0), NULL);
        return json_make("start", start, "end", json_incref(start), NULL);
    }
    size_t at = position_of_column(view.text, view.length, (uint32_t)(line ? line - 1 : 0), (uint32_t)column);
    return text_range(t->texts.encoding, &view, at, end_of_token(view.text, view.length, at));
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
        json_add(all, json_make("location", place, "message", json_text(line_text(step, "message")), NULL));
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

static void put(telling *t, const char *uri, json_t *diagnostic)
{
    json_t *list = json_object_get(t->by_uri, uri);
    if (!list)
        json_object_set_new(t->by_uri, uri, list = json_array());
    json_add(list, diagnostic);
}

static void tell(telling *t, json_t *object, const char *check, int severity, const char *message, json_t *tags)
{
    char *uri;
    const char *tier = line_text(object, "tier");
    json_t *range = range_of(t, object, &uri);
    json_t *related = *tier ? related_of(t, object) : NULL;
    const char *fingerprint = line_text(object, "fingerprint");
    json_t *data = *tier ? json_make("tier", json_text(tier), "fingerprint", json_text(fingerprint), NULL) : NULL;
    json_t *diagnostic =
        json_make("range", range, "severity", json_number((unsigned)severity), "code", json_text(check),
                  "codeDescription", page_of(check), "source", json_text("devlock"), "message", json_text(message),
                  "relatedInformation", related, "data", data, "tags", tags, NULL);
    put(t, uri, diagnostic);
    free(uri);
}

/* Of a finding that is still being looked at. */
static void tell_as_before(telling *t, json_t *finding)
{
    char *uri;
    json_t *range = range_of(t, finding, &uri), *diagnostic;
    size_t i;
    json_array_foreach(json_object_get(t->before, uri), i, diagnostic)
    {
        json_t *data = json_object_get(diagnostic, "data");
        if (strcmp(line_text(data, "fingerprint"), line_text(finding, "fingerprint")) != 0)
            continue;
        json_t *moved = json_copy(diagnostic);
        json_object_set(moved, "range", range);
        put(t, uri, moved);
        break;
    }
    json_decref(range);
    free(uri);
}

static void tell_finding(telling *t, json_t *finding)
{
    const char *message = line_text(finding, "message"), *reason = line_text(finding, "reason");
    size_t size = strlen(message) + strlen(reason) + sizeof " (possible: )";
    char *all = must_allocate(size);
    snprintf(all, size, *reason ? "%s (possible: %s)" : "%s", message, reason);
    tell(t, finding, line_text(finding, "check"), SEVERITY_WARNING, all, NULL);
    free(all);
}

static void tell_gap(telling *t, json_t *gap)
{
    const char *routine = line_text(gap, "routine"), *reason = line_text(gap, "reason");
    size_t size = strlen(routine) + strlen(reason) + sizeof "'' is not analysed: ";
    char *all = must_allocate(size);
    snprintf(all, size, "'%s' is not analysed: %s", routine, reason);
    if (*line_text(gap, "file"))
        tell(t, gap, "devlock-not-analysed", SEVERITY_INFORMATION, all, NULL);
    free(all);
}

/* A suppression that suppresses nothing. */
static void tell_unused(telling *t, json_t *unused)
{
    json_t *tags = json_array();
    json_add(tags, json_number(TAG_UNNECESSARY));
    tell(t, unused, "devlock-unused-suppression", SEVERITY_HINT, line_text(unused, "message"), tags);
}

static void tell_one(telling *t, json_t *line)
{
    bool wanted = !json_object_get(line, "suppressed") && !json_object_get(line, "known");
    if (wanted && line_is(line, "finding") && json_object_get(line, "pending"))
        tell_as_before(t, line);
    else if (wanted && line_is(line, "finding"))
        tell_finding(t, line);
    if (wanted && line_is(line, "not-analysed"))
        tell_gap(t, line);
    if (line_is(line, "unused-suppression"))
        tell_unused(t, line);
}

json_t *diagnostics_of_run(const char *text, size_t length, const documents *open, position_encoding encoding)
{
    return diagnostics_so_far(text, length, open, encoding, NULL);
}

json_t *diagnostics_so_far(const char *text, size_t length, const documents *open, position_encoding encoding,
                           json_t *before)
{
    telling t = {texts_start(open, encoding), json_object(), before};
    const char *end = lines_end(text, length);
    json_t *line;
    while ((line = lines_next(&text, end))) {
        tell_one(&t, line);
        json_decref(line);
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

json_t *diagnostic_shown(json_t *diagnostic, diagnostics_style style)
{
    json_t *shown = json_copy(diagnostic);
    if (!style.related)
        json_object_del(shown, "relatedInformation");
    if (!style.tags)
        json_object_del(shown, "tags");
    return shown;
}

json_t *diagnostics_shown(json_t *runs, const char *uri, diagnostics_style style)
{
    json_t *all = diagnostics_at(runs, uri), *shown = json_array(), *diagnostic;
    size_t i;
    json_array_foreach(all, i, diagnostic) json_add(shown, diagnostic_shown(diagnostic, style));
    json_decref(all);
    return shown;
}
