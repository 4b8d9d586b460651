/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Directives, for sketches: what is included, what macros stand for, and which braces are alternatives.
 *
 * All branches of a condition are read. A brace that is opened in one branch is mostly opened in the other one as well,
 * so each branch begins where the first one began (as ctags does).
 *
 * Needs: a builder behind a "#". Leaves it behind the line. Cost: linear in the line.
 */
#include "builder.h"

#include <string.h>

#include "core/arena.h"

static bool is(const token *t, const char *text)
{
    return t->kind == TOKEN_WORD && t->length == strlen(text) && memcmp(t->text, text, t->length) == 0;
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */

static void begin_condition(builder *b)
{
    ARRAY_RESERVE(b->conditions, b->condition_count, b->condition_capacity);
    b->conditions[b->condition_count++] = (condition){b->scope_count, builder_top(b)->braces, b->round};
}

static void next_branch(builder *b)
{
    if (!b->condition_count)
        return;
    const condition *c = &b->conditions[b->condition_count - 1];
    if (b->scope_count < c->scopes) {
        b->sketch->opaque = true; /* what was closed cannot be opened again */
        return;
    }
    b->scope_count = c->scopes;
    builder_top(b)->braces = c->braces;
    b->round = c->round;
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

static void take_include(builder *b)
{
    const char *text;
    size_t length;
    lexer_rest(&b->lexer, &text, &length);
    sketch *s = b->sketch;
    ARRAY_RESERVE(s->includes, s->include_count, s->include_capacity);
    sketch_include *i = &s->includes[s->include_count++];
    *i = (sketch_include){.quoted = length && *text == '"'};
    if (length < 2 || (*text != '"' && *text != '<'))
        return;
    const char *close = memchr(text + 1, *text == '"' ? '"' : '>', length - 1);
    if (!close)
        return;
    size_t size = (size_t)(close - text) - 1;
    i->name = must_allocate(size + 1);
    memcpy(i->name, text + 1, size);
    i->name[size] = '\0';
    for (char *c = i->name; *c; c++)
        if (*c == '\\')
            *c = '/';
}

/* #define NAME(PARAMETERS) BODY. Parameters stay among the words: they are names too many. */
static void take_macro(builder *b)
{
    token t;
    lexer_next(&b->lexer, &t);
    if (t.kind != TOKEN_WORD)
        return;
    uint32_t entity = builder_entity(b);
    char before = 0;
    builder_name(b, entity, text_words_number(&b->words, t.text, t.length));
    for (lexer_next(&b->lexer, &t); t.kind != TOKEN_LINE_END && t.kind != TOKEN_END; lexer_next(&b->lexer, &t)) {
        b->sketch->pastes |= t.mark == '#' && before == '#';
        before = t.mark;
        if (t.kind != TOKEN_WORD)
            continue;
        uint32_t word = builder_word(b, &t);
        builder_mention(b, entity, word);
        word_list_add(&b->macros, word);
    }
}

void builder_directive(builder *b)
{
    token t;
    lexer_next(&b->lexer, &t);
    if (is(&t, "include") || is(&t, "include_next") || is(&t, "import"))
        take_include(b);
    else if (is(&t, "define"))
        take_macro(b);
    else if (is(&t, "if") || is(&t, "ifdef") || is(&t, "ifndef"))
        begin_condition(b);
    else if (is(&t, "else") || is(&t, "elif") || is(&t, "elifdef") || is(&t, "elifndef"))
        next_branch(b);
    else if (is(&t, "endif") && b->condition_count)
        b->condition_count--;
    while (b->lexer.in_directive)
        lexer_next(&b->lexer, &t);
}
