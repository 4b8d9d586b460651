/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Joined answers. See join.h.
 *
 * Needs: two results. Leaves: a third. Cost: linear in both.
 */
#include "join.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "report/json.h"

/* ---- initialize ---------------------------------------------------------------------------------------------- */

/* Adds the words of a list that another one does not have. */
static void add_words(json_t *to, json_t *from)
{
    size_t i, k;
    json_t *word, *other;
    json_array_foreach(from, i, word)
    {
        bool known = false;
        json_array_foreach(to, k, other) known |= json_equal(word, other);
        if (!known)
            json_array_append(to, word);
    }
}

/* A provider that is not there is devlock's; one that is an object gets devlock's words in one of its lists. What is
 * `true` is without limits already. */
static void join_provider(json_t *theirs, json_t *ours, const char *name, const char *list)
{
    json_t *mine = json_object_get(ours, name), *other = json_object_get(theirs, name);
    if (!mine)
        return;
    if (!other || json_is_false(other) || json_is_null(other))
        json_object_set_new(theirs, name, json_deep_copy(mine));
    else if (list && json_is_array(json_object_get(other, list)))
        add_words(json_object_get(other, list), json_object_get(mine, list));
}

static json_t *join_initialize(json_t *theirs, json_t *ours)
{
    if (!json_is_object(json_object_get(theirs, "capabilities")))
        return NULL;
    json_t *joined = json_deep_copy(theirs), *can = json_object_get(joined, "capabilities");
    json_t *mine = json_object_get(ours, "capabilities"), *pull = json_object_get(can, "diagnosticProvider");
    join_provider(can, mine, "codeActionProvider", "codeActionKinds");
    join_provider(can, mine, "executeCommandProvider", "commands");
    join_provider(can, mine, "hoverProvider", NULL);
    if (json_is_object(pull) && json_object_get(mine, "diagnosticProvider"))
        json_object_set_new(pull, "interFileDependencies", json_true());
    return joined;
}

position_encoding join_encoding(json_t *initialized)
{
    json_t *agreed = json_object_get(json_object_get(initialized, "capabilities"), "positionEncoding");
    if (!json_is_string(agreed))
        agreed = json_object_get(initialized, "offsetEncoding"); /* clangd's own way, older than the protocol's */
    for (position_encoding e = POSITION_UTF16; json_is_string(agreed) && e <= POSITION_UTF32; e++)
        if (strcmp(json_string_value(agreed), position_encoding_name(e)) == 0)
            return e;
    return POSITION_UTF16;
}

/* ---- code actions, pulled diagnostics ------------------------------------------------------------------------ */

static json_t *join_actions(json_t *theirs, json_t *ours)
{
    if (!json_array_size(ours) || (!json_is_array(theirs) && !json_is_null(theirs)))
        return NULL;
    json_t *joined = json_is_array(theirs) ? json_copy(theirs) : json_array();
    json_array_extend(joined, ours);
    return joined;
}

/* A report that says "unchanged" cannot be: the client never gets a resultId (below), which it would have to name. */
static json_t *join_pull(json_t *theirs, json_t *ours)
{
    json_t *items = json_object_get(theirs, "items"), *mine = json_object_get(ours, "items");
    if (!json_is_array(items))
        return NULL;
    json_t *joined = json_copy(theirs), *all = json_copy(items);
    json_array_extend(all, mine);
    json_object_set_new(joined, "items", all);
    json_object_del(joined, "resultId"); /* it would stand for clangd's part alone */
    return joined;
}

/* ---- hovers -------------------------------------------------------------------------------------------------- */

/* The text of a hover as Markdown: it is a MarkupContent, a MarkedString or a list of these. free() it. */
static char *markdown_of(json_t *contents)
{
    char *text = NULL;
    size_t size, i;
    json_t *part;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        must_allocate(SIZE_MAX / 2);
    if (json_is_string(contents)) {
        fputs(json_string_value(contents), out);
    } else if (json_is_array(contents)) {
        json_array_foreach(contents, i, part)
        {
            char *one = markdown_of(part);
            fprintf(out, "%s%s", i ? "\n\n" : "", one);
            free(one);
        }
    } else {
        const char *kind = json_string_value(json_object_get(contents, "kind"));
        const char *value = json_string_value(json_object_get(contents, "value"));
        const char *language = json_string_value(json_object_get(contents, "language"));
        if (language || (kind && strcmp(kind, "plaintext") == 0)) /* as it stands */
            fprintf(out, "```%s\n%s\n```", language ? language : "text", value ? value : "");
        else
            fputs(value ? value : "", out);
    }
    fclose(out);
    return text;
}

static bool is_plain(json_t *contents)
{
    const char *kind = json_string_value(json_object_get(contents, "kind"));
    return kind && strcmp(kind, "plaintext") == 0;
}

static json_t *join_hover(json_t *theirs, json_t *ours)
{
    json_t *contents = json_object_get(theirs, "contents"), *mine = json_object_get(ours, "contents");
    if (!mine)
        return NULL;
    if (!contents)
        return json_is_null(theirs) ? json_incref(ours) : NULL;
    /* A client that wants plain text gets clangd's as it stands: Markdown's marks are plain enough to read. */
    char *first =
        is_plain(contents) ? strdup(json_string_value(json_object_get(contents, "value"))) : markdown_of(contents);
    const char *second = json_string_value(json_object_get(mine, "value"));
    size_t size = strlen(first) + strlen(second) + sizeof "\n\n---\n";
    char *all = must_allocate(size);
    snprintf(all, size, is_plain(contents) ? "%s\n\n%s" : "%s\n\n---\n%s", first, second);
    json_t *joined = json_copy(theirs), *kind = json_text(is_plain(contents) ? "plaintext" : "markdown");
    json_object_set_new(joined, "contents", json_make("kind", kind, "value", json_text(all), NULL));
    free(first);
    free(all);
    return joined;
}

json_t *join_results(join_kind kind, json_t *theirs, json_t *ours)
{
    switch (kind) {
    case JOIN_INITIALIZE:
        return join_initialize(theirs, ours);
    case JOIN_ACTIONS:
        return join_actions(theirs, ours);
    case JOIN_HOVER:
        return join_hover(theirs, ours);
    case JOIN_PULL:
        return join_pull(theirs, ours);
    }
    return NULL;
}
