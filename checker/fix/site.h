/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A statement in its surroundings: where it begins and ends in the text, whether others can stand beside it, how its
 * lines are indented; and changes of it.
 */
#ifndef DEVLOCK_FIX_SITE_H
#define DEVLOCK_FIX_SITE_H

#include "edits.h"
#include "tokens.h"

typedef enum site_kind {
    SITE_LIST,   /* a statement among others */
    SITE_SINGLE, /* the whole body of an if, else, for …, without braces */
    SITE_BRACE   /* the closing brace of a routine */
} site_kind;

typedef struct site {
    const tokens *tokens;
    uint32_t file;
    uint32_t first, last; /* its tokens; the last one is the semicolon, or the brace */
    site_kind kind;
    uint32_t before; /* the token before it; SINGLE: the end of what it is the body of */
    bool own_line;   /* nothing else stands before it on its line */
} site;

/* The routine around a place, in the text. */
typedef struct body {
    uint32_t name, open, close; /* tokens: its name and its braces */
} body;

/* Finds the body of a routine by the token that is its name. Gives NULL, or in words why there is none. */
const char *body_find(body *body, const tokens *tokens, uint32_t name);

/* The statement that begins with a token, up to its semicolon. Gives NULL, or in words why it is to be left alone. */
const char *site_statement(site *site, const tokens *tokens, uint32_t file, uint32_t first, const body *body);

/* The closing brace. */
const char *site_brace(site *site, const tokens *tokens, uint32_t file, const body *body);

/* How far one level is indented in a routine: "    " or "\t". */
const char *site_unit(const site *site, arena *arena, const body *body);

/* Puts statements in the place of the site's, each without an indent of its own. block: they need braces of their own,
 * since one of them declares something. */
void site_replace(const site *site, arena *arena, const body *body, const char *const *lines, size_t count, bool block,
                  edit_list *edits);

/* Puts a statement before the site's. */
void site_insert(const site *site, arena *arena, const body *body, const char *line, edit_list *edits);

/* Takes the statement out, with its line if that holds nothing else. */
void site_delete(const site *site, edit_list *edits);

#endif
