/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Pushed diagnostics of two servers. See both.h.
 *
 * Needs: what both tell, and which text a version has. Leaves: what to publish. Cost: linear in the diagnostics of one
 * document; a look at each document.
 */
#include "both.h"

#include <stdio.h>
#include <stdlib.h>

#include "report/json.h"

/* A JSON object: URI -> what is known of a document:
 *   "texts"   {version: hash} of versions that may still be told of, the oldest first
 *   "latest"  the hash of its newest text
 *   "theirs", "ours"  parameters as they were told last
 *   "shown"   whether the client has "ours"
 *   "due"     until when "ours" wait for "theirs" */

#define MOST_TEXTS 256u /* versions of a document that clangd has not told of */

json_t *both_new(void)
{
    return json_object();
}

static json_t *entry_of(json_t *both, const char *uri)
{
    json_t *entry = json_object_get(both, uri);
    if (!entry)
        json_object_set_new(both, uri, entry = json_make("texts", json_object(), NULL));
    return entry;
}

static json_t *list_of(json_t *params)
{
    return json_object_get(params, "diagnostics");
}

static const char *version_key(char *buffer, size_t size, json_int_t version)
{
    snprintf(buffer, size, "%" JSON_INTEGER_FORMAT, version);
    return buffer;
}

/* The text that is told of; NULL: it is not known, or of no version. */
static json_t *text_told(json_t *entry, json_t *params)
{
    char key[32];
    json_t *version = json_object_get(params, "version"), *texts = json_object_get(entry, "texts");
    if (!json_is_integer(version))
        return NULL;
    return json_object_get(texts, version_key(key, sizeof key, json_integer_value(version)));
}

/* Whether both told of the same text. Without a version nobody can know; then it is the same. */
static bool agree(json_t *entry)
{
    json_t *theirs = json_object_get(entry, "theirs"), *ours = json_object_get(entry, "ours");
    json_t *version = json_object_get(theirs, "version"), *mine = json_object_get(ours, "version");
    if (!json_is_integer(version) || !json_is_integer(mine) || json_equal(version, mine))
        return true;
    json_t *text = text_told(entry, theirs);
    return text && json_equal(text, text_told(entry, ours));
}

/* Whether devlock's are of the text that the document has now. */
static bool ours_are_current(json_t *entry)
{
    return json_equal(text_told(entry, json_object_get(entry, "ours")), json_object_get(entry, "latest"));
}

static void set_flag(json_t *entry, const char *name, bool on)
{
    if (on)
        json_object_set_new(entry, name, json_true());
    else
        json_object_del(entry, name);
}

static void wait_until(json_t *entry, uint64_t due)
{
    json_object_set_new(entry, "due", json_integer((json_int_t)due));
}

/* Of versions before the oldest that was told last nobody will tell any more. */
static void prune_texts(json_t *entry)
{
    json_t *texts = json_object_get(entry, "texts"),
           *version = json_object_get(json_object_get(entry, "theirs"), "version");
    json_t *mine = json_object_get(json_object_get(entry, "ours"), "version"), *unused;
    const char *key;
    void *next;
    json_object_foreach_safe(texts, next, key, unused)
    {
        json_int_t at = strtoll(key, NULL, 10);
        bool old = json_is_integer(version) && at < json_integer_value(version) &&
                   (!json_is_integer(mine) || at < json_integer_value(mine));
        if (old || json_object_size(texts) > MOST_TEXTS)
            json_object_del(texts, key);
    }
}

void both_text(json_t *both, const char *uri, json_int_t version, uint64_t text)
{
    char key[32];
    json_t *entry = entry_of(both, uri), *hash = json_integer((json_int_t)text);
    if (!json_equal(hash, json_object_get(entry, "latest")))
        json_object_del(entry, "due"); /* what waits is of an older text */
    json_object_set(json_object_get(entry, "texts"), version_key(key, sizeof key, version), hash);
    json_object_set_new(entry, "latest", hash);
    prune_texts(entry);
}

void both_closed(json_t *both, const char *uri)
{
    json_t *entry = json_object_get(both, uri);
    if (!entry)
        return;
    json_object_clear(json_object_get(entry, "texts"));
    json_object_del(entry, "latest");
    json_object_del(entry, "theirs");
    json_object_del(entry, "due");
    if (!json_array_size(list_of(json_object_get(entry, "ours"))))
        json_object_del(both, uri);
}

/* clangd's diagnostics and devlock's. */
static json_t *joined(json_t *entry, json_t *version)
{
    json_t *theirs = json_object_get(entry, "theirs"), *ours = json_object_get(entry, "ours");
    json_t *params = json_copy(theirs ? theirs : ours), *all = json_array();
    json_array_extend(all, list_of(theirs));
    json_array_extend(all, list_of(ours));
    json_object_set_new(params, "diagnostics", all);
    if (version)
        json_object_set(params, "version", version);
    else
        json_object_del(params, "version");
    set_flag(entry, "shown", json_array_size(list_of(ours)) > 0);
    json_object_del(entry, "due");
    return params;
}

/* The newer of both versions, which have the same text. */
static json_t *newer_version(json_t *entry)
{
    json_t *version = json_object_get(json_object_get(entry, "theirs"), "version");
    json_t *mine = json_object_get(json_object_get(entry, "ours"), "version");
    if (!json_is_integer(version) || !json_is_integer(mine))
        return json_is_integer(version) ? version : mine;
    return json_integer_value(mine) > json_integer_value(version) ? mine : version;
}

json_t *both_theirs(json_t *both, json_t *params, uint64_t now)
{
    const char *uri = json_string_value(json_object_get(params, "uri"));
    if (!uri)
        return NULL;
    json_t *entry = entry_of(both, uri), *ours;
    json_object_set(entry, "theirs", params);
    prune_texts(entry);
    ours = list_of(json_object_get(entry, "ours"));
    if (json_array_size(ours) && agree(entry))
        return joined(entry, newer_version(entry));
    set_flag(entry, "shown", false);
    if (json_array_size(ours) && ours_are_current(entry))
        wait_until(entry, now + BOTH_PATIENCE); /* clangd is behind */
    else
        json_object_del(entry, "due");
    return NULL;
}

json_t *both_ours(json_t *both, json_t *params, uint64_t now)
{
    const char *uri = json_string_value(json_object_get(params, "uri"));
    if (!uri)
        return NULL;
    json_t *entry = entry_of(both, uri), *old = json_object_get(entry, "ours");
    bool shown = json_is_true(json_object_get(entry, "shown"));
    bool some = json_array_size(list_of(params)) > 0;
    bool told = shown ? json_equal(old, params) : !some;
    json_object_set(entry, "ours", params);
    if (told) {
        if (!some)
            json_object_del(entry, "due");
        return NULL;
    }
    json_t *theirs = json_object_get(entry, "theirs");
    if (!json_array_size(list_of(theirs)))
        return joined(entry, json_object_get(params, "version"));
    if (agree(entry))
        return joined(entry, newer_version(entry));
    wait_until(entry, now + BOTH_PATIENCE);
    return NULL;
}

json_t *both_due(json_t *both, uint64_t now)
{
    const char *uri;
    json_t *entry;
    json_object_foreach(both, uri, entry)
    {
        json_t *due = json_object_get(entry, "due");
        if (!due || (uint64_t)json_integer_value(due) > now)
            continue;
        json_t *ours = json_object_get(entry, "ours"), *theirs = json_object_get(entry, "theirs");
        bool some = json_array_size(list_of(ours)) > 0;
        set_flag(entry, "shown", some);
        json_object_del(entry, "due");
        return json_incref(some ? ours : theirs); /* clangd's without devlock's, which are gone */
    }
    return NULL;
}

uint64_t both_next(json_t *both)
{
    const char *uri;
    json_t *entry;
    uint64_t next = 0;
    json_object_foreach(both, uri, entry)
    {
        uint64_t due = (uint64_t)json_integer_value(json_object_get(entry, "due"));
        if (due && (!next || due < next))
            next = due;
    }
    return next;
}
