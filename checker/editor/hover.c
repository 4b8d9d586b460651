/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Hovers on calls of lock functions: the state of the lock before the call and behind it, the IRQL, and who may make
 * the call.
 *
 * Needs: a document that is analysed as it is now. Leaves: Markdown. Cost: a search (searches.c), once for each version
 * of the document, where the place is the name of a lock function; else nothing to speak of.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "lines.h"
#include "report/json.h"
#include "server.h"
#include "texts.h"

/* The word at a place of a document. */
typedef struct word {
    size_t from, to;
} word;

static bool is_part(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static word word_at(const server *s, const document *d, json_t *params)
{
    position p = json_position(json_object_get(params, "position"));
    size_t at = position_offset(d->text, d->length, p, s->encoding);
    word w = {at, at};
    while (w.from && is_part(d->text[w.from - 1]))
        w.from--;
    while (w.to < d->length && is_part(d->text[w.to]))
        w.to++;
    return w;
}

static bool is_lock_function(json_t *names, const char *text, size_t length)
{
    size_t i;
    json_t *name;
    json_array_foreach(names, i, name) if (json_string_length(name) == length &&
                                           memcmp(json_string_value(name), text, length) == 0) return true;
    return false;
}

bool hover_needs_run(server *s, const char *uri, json_t *params)
{
    const document *d = documents_find(&s->open, uri);
    json_t *names = json_object_get(s->functions, uri);
    if (!d || !d->source)
        return false;
    word w = word_at(s, d, params);
    return w.to > w.from && (!names || is_lock_function(names, d->text + w.from, w.to - w.from));
}

/* ---- words --------------------------------------------------------------------------------------------------- */

/* "free or released" */
static void print_states(FILE *out, json_t *states)
{
    size_t i;
    json_t *state;
    json_array_foreach(states, i, state)
    {
        const char *text = json_string_value(state);
        fprintf(out, "%s%s", i ? " or " : "",
                strcmp(text, "as entered") == 0 ? "as the caller of the routine left it" : text);
    }
}

static void print_allowed(FILE *out, json_t *call)
{
    json_t *name;
    size_t i;
    if (*line_text(call, "allowed"))
        fprintf(out, "- may be called at %s (%s)\n", line_text(call, "allowed"),
                json_is_true(json_object_get(call, "inferred")) ? "inferred" : "documented");
    json_array_foreach(json_object_get(call, "forbidden"), i, name)
        fprintf(out, "%s%s", i ? ", " : "- must not be called in ", json_string_value(name));
    if (json_array_size(json_object_get(call, "forbidden")))
        fputc('\n', out);
}

static void print_entries(FILE *out, json_t *call)
{
    json_t *entry;
    size_t i;
    json_array_foreach(json_object_get(call, "entries"), i, entry)
    {
        fprintf(out, "- `%s` is entered as %s", line_text(call, "routine"), line_text(entry, "context"));
        if (*line_text(entry, "what"))
            fprintf(out, ", %s", line_text(entry, "what"));
        fprintf(out, "; IRQL: %s\n", line_text(entry, "irql"));
    }
}

/* free() it. */
static char *describe(json_t *call)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        must_allocate(SIZE_MAX / 2);
    bool acquires = strcmp(line_text(call, "role"), "acquire") == 0;
    fprintf(out, "**devlock**: `%s` %s %s\n\n- before the call: ", line_text(call, "function"),
            acquires ? "acquires" : "releases", line_text(call, "lock"));
    print_states(out, json_object_get(call, "before"));
    fputs("\n- behind it: ", out);
    print_states(out, json_object_get(call, "after"));
    if (!json_array_size(json_object_get(call, "after")))
        fputs("no path goes on that is right", out);
    fprintf(out, "\n- IRQL here: %s\n", *line_text(call, "irql") ? line_text(call, "irql") : "not known");
    print_allowed(out, call);
    print_entries(out, call);
    fclose(out);
    return text;
}

/* ---- the answer ---------------------------------------------------------------------------------------------- */

/* Whether a call stands at a word of a document. */
static bool is_at(const document *d, json_t *call, word w)
{
    const char *file = line_text(call, "file");
    json_int_t line = json_integer_value(json_object_get(call, "line"));
    json_int_t column = json_integer_value(json_object_get(call, "column"));
    return strcmp(d->path + (*file != '/'), file) == 0 && line &&
           position_of_column(d->text, d->length, (uint32_t)line - 1, (uint32_t)column) == w.from;
}

json_t *hover_for(server *s, const char *uri, json_t *params)
{
    const document *d = documents_find(&s->open, uri);
    json_t *calls = search_calls(s, uri), *call;
    size_t i;
    if (!calls) {
        search_start(s, uri, NULL);
        return NULL;
    }
    word w = word_at(s, d, params);
    json_array_foreach(calls, i, call)
    {
        if (!is_at(d, call, w))
            continue;
        text_view view = {.text = d->text, .length = d->length};
        char *text = describe(call);
        json_t *contents = json_make("kind", json_text("markdown"), "value", json_text(text), NULL);
        json_t *range = text_range(s->encoding, &view, w.from, w.to);
        json_t *hover = json_make("contents", contents, "range", range, NULL);
        free(text);
        return hover;
    }
    return json_null();
}
