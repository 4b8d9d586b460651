/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fingerprints; see fingerprint.h.
 *
 * Needs: readable sources; without them the statement is taken to be empty. Leaves: texts. Cost: linear in findings.
 */
#include "fingerprint.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

#define STATEMENT_LINES 32 /* of a statement, that are looked at */

struct fingerprints {
    const devlock_program *program;
    source_cache *sources;
    string_map *counts; /* hash -> how many had it */
    arena *keys;
};

fingerprints *fingerprints_new(const devlock_program *program, source_cache *sources)
{
    fingerprints *prints = must_zero(sizeof *prints);
    *prints = (fingerprints){program, sources, string_map_new(), arena_new()};
    return prints;
}

void fingerprints_free(fingerprints *prints)
{
    string_map_free(prints->counts);
    arena_free(prints->keys);
    free(prints);
}

/* ---- hashing ------------------------------------------------------------------------------------------------- */

/* FNV-1a, 64 bits: short, well known, and good enough to tell a few thousand findings apart. */
static void hash_byte(uint64_t *hash, unsigned char byte)
{
    *hash = (*hash ^ byte) * UINT64_C(0x100000001b3);
}

/* A text and its end. */
static void hash_text(uint64_t *hash, const char *text)
{
    for (; text && *text; text++)
        hash_byte(hash, (unsigned char)*text);
    hash_byte(hash, 0);
}

/* ---- statements ---------------------------------------------------------------------------------------------- */

typedef struct reading {
    uint64_t *hash;
    bool comment; /* inside one that goes on on the next line */
    bool gap;     /* white space or a comment since the last byte */
    bool word;    /* the last byte was part of a word */
    bool end;     /* of the statement */
} reading;

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static void take(reading *r, char c)
{
    if (r->gap && r->word && is_word(c))
        hash_byte(r->hash, ' ');
    hash_byte(r->hash, (unsigned char)c);
    r->word = is_word(c);
    r->gap = false;
}

/* A literal in quotes, as it is; gives the index behind it. */
static size_t take_literal(reading *r, const char *line, size_t length, size_t at)
{
    char quote = line[at];
    take(r, line[at++]);
    for (; at < length && line[at] != quote; at++) {
        hash_byte(r->hash, (unsigned char)line[at]);
        if (line[at] == '\\' && at + 1 < length)
            hash_byte(r->hash, (unsigned char)line[++at]);
    }
    if (at < length)
        hash_byte(r->hash, (unsigned char)line[at++]);
    return at;
}

static size_t skip_comment(reading *r, const char *line, size_t length, size_t at)
{
    for (; at + 1 < length; at++)
        if (line[at] == '*' && line[at + 1] == '/') {
            r->comment = false;
            return at + 2;
        }
    return length;
}

static void take_line(reading *r, const char *line, size_t length, size_t at)
{
    while (at < length && !r->end) {
        char c = line[at], next = at + 1 < length ? line[at + 1] : '\0';
        if (r->comment) {
            at = skip_comment(r, line, length, at);
        } else if (c == '/' && next == '/') {
            break;
        } else if (c == '/' && next == '*') {
            r->comment = r->gap = true;
            at += 2;
        } else if (c == ' ' || c == '\t' || c == '\v' || c == '\f') {
            r->gap = true;
            at++;
        } else if (c == '"' || c == '\'') {
            at = take_literal(r, line, length, at);
        } else {
            take(r, c);
            r->end = c == ';' || c == '{' || c == '}';
            at++;
        }
    }
    r->gap = true;
}

/* From the place to the end of the statement or its head. */
static void hash_statement(const fingerprints *prints, devlock_place place, uint64_t *hash)
{
    reading r = {.hash = hash};
    if (place.file == DEVLOCK_NONE)
        return;
    const char *path = devlock_program_path(prints->program, place.file);
    for (uint32_t i = 0; i < STATEMENT_LINES && !r.end; i++) {
        size_t length;
        const char *line = source_line(prints->sources, path, place.line + i, &length);
        if (!line)
            return;
        take_line(&r, line, length, i || !place.column ? 0 : place.column - 1);
    }
}

/* ---- fingerprints -------------------------------------------------------------------------------------------- */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/'), *back = strrchr(path, '\\');
    if (back && (!slash || back > slash))
        slash = back;
    return slash ? slash + 1 : path;
}

fingerprint fingerprints_add(fingerprints *prints, const devlock_finding *finding)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    hash_text(&hash, FINGERPRINT_VERSION);
    hash_text(&hash, devlock_check_name(finding->check));
    hash_text(&hash, base_name(devlock_program_path(prints->program, finding->place.file)));
    hash_text(&hash, finding->routine);
    hash_text(&hash, finding->lock);
    hash_statement(prints, finding->place, &hash);

    fingerprint print;
    snprintf(print.text, sizeof print.text, "%016" PRIx64, hash);
    const uint32_t *known = string_map_find(prints->counts, print.text);
    uint32_t number = known ? *known + 1 : 1;
    *string_map_at(prints->counts, known ? print.text : arena_string(prints->keys, print.text)) = number;
    snprintf(print.text, sizeof print.text, "%016" PRIx64 ":%" PRIu32, hash, number);
    return print;
}
