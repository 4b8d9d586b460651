/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a message is. See peek.h.
 *
 * Needs: bytes. Leaves: places in them. Cost: linear in what stands before the last member that matters: nothing to
 * speak of where the id and the method come first, as from clangd.
 */
#include "peek.h"

#include <string.h>

typedef struct reader {
    const char *at, *end;
} reader;

static void skip_space(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

/* Skips a string, from its first quote on; false: it does not end. */
static bool skip_string(reader *r)
{
    for (const char *at = r->at + 1; at < r->end && (at = memchr(at, '"', (size_t)(r->end - at))); at++) {
        const char *before = at;
        while (before[-1] == '\\')
            before--;
        if ((at - before) % 2 == 0) {
            r->at = at + 1;
            return true;
        }
    }
    return false;
}

/* Skips an object or an array. */
static bool skip_nested(reader *r)
{
    size_t depth = 0;
    while (r->at < r->end) {
        char c = *r->at;
        if (c == '"') {
            if (!skip_string(r))
                return false;
            continue;
        }
        r->at++;
        depth += c == '{' || c == '[';
        if ((c == '}' || c == ']') && --depth == 0)
            return true;
    }
    return false;
}

static bool skip_value(reader *r)
{
    if (r->at < r->end && *r->at == '"')
        return skip_string(r);
    if (r->at < r->end && (*r->at == '{' || *r->at == '['))
        return skip_nested(r);
    while (r->at < r->end && !strchr(",}] \t\r\n", *r->at))
        r->at++;
    return r->at < r->end;
}

static bool is_key(const char *from, const char *to, const char *name)
{
    return (size_t)(to - from) == strlen(name) + 2 && memcmp(from + 1, name, strlen(name)) == 0;
}

/* Some write / as \/. */
static void take_method(peeked *seen, const char *from, const char *to)
{
    json_t *text = json_loadb(from, (size_t)(to - from), JSON_DECODE_ANY, NULL);
    seen->has_method = true;
    if (json_is_string(text) && json_string_length(text) < sizeof seen->method)
        memcpy(seen->method, json_string_value(text), json_string_length(text) + 1);
    json_decref(text);
}

typedef enum met { MET_MEMBER, MET_END, MET_CUT, MET_ENOUGH } met;

/* The next member of the object. */
static met read_member(reader *r, peeked *seen)
{
    skip_space(r);
    const char *key = r->at;
    if (r->at < r->end && *r->at == '}')
        return MET_END;
    if (r->at >= r->end || *r->at != '"')
        return r->at < r->end ? MET_END : MET_CUT;
    if (!skip_string(r))
        return MET_CUT;
    const char *key_end = r->at;
    skip_space(r);
    if (r->at >= r->end)
        return MET_CUT;
    if (*r->at++ != ':')
        return MET_END;
    if (seen->id && (is_key(key, key_end, "result") || is_key(key, key_end, "error")))
        return MET_ENOUGH; /* an answer */
    skip_space(r);
    const char *value = r->at;
    if (!skip_value(r))
        return MET_CUT;
    if (is_key(key, key_end, "id")) {
        seen->id = value;
        seen->id_length = (size_t)(r->at - value);
    } else if (is_key(key, key_end, "method")) {
        take_method(seen, value, r->at);
    }
    skip_space(r);
    if (r->at < r->end && *r->at == ',')
        r->at++;
    return seen->id && seen->has_method ? MET_ENOUGH : MET_MEMBER;
}

bool peek_message(const char *content, size_t length, bool whole, peeked *seen)
{
    reader r = {content, content + length};
    met met = MET_MEMBER;
    *seen = (peeked){0};
    skip_space(&r);
    if (r.at >= r.end)
        return whole;
    if (*r.at++ != '{')
        return true;
    while (met == MET_MEMBER)
        met = read_member(&r, seen);
    return met != MET_CUT || whole;
}

json_t *peek_id(const peeked *seen)
{
    return seen->id ? json_loadb(seen->id, seen->id_length, JSON_DECODE_ANY, NULL) : NULL;
}
