/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Texts and places. See texts.h.
 *
 * Needs: open documents, and readable files. Leaves: JSON. Cost: a read of each file that is not open, and linear in
 * the texts before the places.
 */
#include "texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "report/json.h"
#include "report/paths.h"

texts texts_start(const documents *open, position_encoding encoding)
{
    return (texts){open, encoding, source_cache_new()};
}

void texts_stop(texts *t)
{
    source_cache_free(t->files);
}

static text_view view_of(texts *t, const document *d, const char *path)
{
    text_view view = {.document = d};
    view.text = d ? d->text : path ? source_text(t->files, path, &view.length) : NULL;
    view.length = d ? d->length : view.length;
    return view;
}

text_view texts_of_path(texts *t, const char *name)
{
    char *path = must_allocate(strlen(name) + 2);
    sprintf(path, "%s%s", *name == '/' ? "" : "/", name);
    const document *d = documents_at_path(t->open, path);
    text_view view = view_of(t, d, path);
    view.uri = d ? strdup(d->uri) : path_uri(path);
    free(path);
    return view;
}

text_view texts_of_uri(texts *t, const char *uri)
{
    char *path = path_of_uri(uri);
    text_view view = view_of(t, documents_find(t->open, uri), path);
    view.uri = strdup(uri);
    free(path);
    return view;
}

static json_t *place_json(position at)
{
    return json_make("line", json_number(at.line), "character", json_number(at.character), NULL);
}

position json_position(json_t *object)
{
    json_int_t line = json_integer_value(json_object_get(object, "line"));
    json_int_t character = json_integer_value(json_object_get(object, "character"));
    return (position){line < 0 ? 0 : (uint32_t)line, character < 0 ? 0 : (uint32_t)character};
}

json_t *text_range(position_encoding encoding, const text_view *view, size_t from, size_t to)
{
    position start = position_at(view->text, view->length, from, encoding);
    position end = position_at(view->text, view->length, to, encoding);
    return json_make("start", place_json(start), "end", place_json(end), NULL);
}
