/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a text says, for sketches; see sketch.h.
 *
 * Declarations are told apart by what stands before their brace or semicolon: a name before parentheses is a routine's,
 * one behind `class` or `struct` a type's. Where that is wrong, a name too many is the result.
 *
 * Needs: an emptied builder and a text. Leaves behind: lists of the builder. Cost: linear.
 */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"

uint32_t builder_entity(builder *b)
{
    return b->entity_count++;
}

static void add_of(of_entities *list, uint32_t entity, uint32_t word)
{
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = (of_entity){entity, word};
}

void builder_name(builder *b, uint32_t entity, uint32_t word)
{
    add_of(&b->names, entity, word);
}

/* Once is enough: this leaves out most of what is said twice, for nothing. */
void builder_mention(builder *b, uint32_t entity, uint32_t word)
{
    text_word *w = &b->words.items[word];
    if (w->entity == entity)
        return;
    w->entity = entity;
    add_of(&b->mentions, entity, word);
}

uint32_t builder_word(builder *b, const token *t)
{
    uint32_t word = text_words_number(&b->words, t->text, t->length);
    text_word *w = &b->words.items[word];
    if (!w->all) {
        w->all = true;
        word_list_add(&b->all, word);
    }
    return word;
}

static void add_code(builder *b, uint32_t word)
{
    text_word *w = &b->words.items[word];
    if (!w->code) {
        w->code = true;
        word_list_add(&b->code, word);
    }
}

static void push(builder *b, scope_kind kind, uint32_t entity)
{
    ARRAY_RESERVE(b->scopes, b->scope_count, b->scope_capacity);
    b->scopes[b->scope_count++] = (scope){kind, entity, 0};
}

/* ---- heads of declarations ------------------------------------------------------------------------------------- */

static void clear_head(builder *b)
{
    b->head_count = b->round = 0;
    b->cut = UINT32_MAX;
    b->behind_class = NO_ENTITY;
}

static bool head_has(const builder *b, uint16_t trait)
{
    for (uint32_t i = 0; i < b->head_count; i++)
        if (b->head[i].top && b->head[i].traits & trait)
            return true;
    return false;
}

static bool is_routine_name(const builder *b, uint32_t i)
{
    const head_word *w = &b->head[i];
    return w->called && w->top && i < b->cut && !(w->traits & (WORD_ANNOTATION | WORD_KEYWORD));
}

static void name_routine(builder *b, uint32_t entity)
{
    for (uint32_t i = 0; i < b->head_count; i++) {
        if (!is_routine_name(b, i))
            continue;
        builder_name(b, entity, b->head[i].word);
        if (b->head[i].member && i) /* Class::Method: who uses the class may call it */
            builder_name(b, entity, b->head[i - 1].word);
    }
}

static void define_routines(builder *b)
{
    if (head_has(b, WORD_STATIC))
        return;
    for (uint32_t i = 0; i < b->head_count; i++)
        if (is_routine_name(b, i))
            word_list_add(&b->defines, b->head[b->head[i].member && i ? i - 1 : i].word);
}

/* The words that stand for a declaration; what is within parentheses does not. */
static void add_top_words(builder *b, uint32_t entity)
{
    for (uint32_t i = 0; i < b->head_count; i++)
        if (b->head[i].top && !is_routine_name(b, i))
            builder_mention(b, entity, b->head[i].word);
}

static void add_name(builder *b, uint32_t entity, uint32_t i)
{
    if (!(b->head[i].traits & WORD_KEYWORD))
        builder_name(b, entity, b->head[i].word);
}

static bool is_class_word(const builder *b, uint32_t i)
{
    return b->head[i].top && b->head[i].traits & WORD_CLASS;
}

/* A name of a type: each stands for all others, too. */
static void add_type_name(builder *b, uint32_t entity, uint32_t i)
{
    add_name(b, entity, i);
    builder_mention(b, entity, b->head[i].word);
}

/* A type is known by the names between its keyword and its colon or brace. Behind the colon stand its bases. */
static void name_class(builder *b, uint32_t entity)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < b->head_count && i < b->cut; i++)
        if (is_class_word(b, i))
            from = i + 1;
    for (uint32_t i = from; i < b->head_count; i++)
        if (b->head[i].top && !b->head[i].called && i < b->cut)
            add_type_name(b, entity, i);
        else if (b->head[i].top)
            builder_mention(b, entity, b->head[i].word);
}

/* The names that a typedef gives: "typedef OLD NEW, *POINTER;". */
static void name_typedef(builder *b)
{
    uint32_t entity = builder_entity(b);
    for (uint32_t i = 0; i < b->head_count; i++) {
        const head_word *w = &b->head[i];
        if (w->top && (w->ends || w->called))
            add_name(b, entity, i);
        builder_mention(b, entity, w->word);
    }
}

/* "typedef OLD NEW;", "} NEW, *POINTER;", "void f(…);": what has a name without braces. */
static void end_declaration(builder *b)
{
    if (b->head_count)
        b->head[b->head_count - 1].ends = true;
    if (b->behind_class != NO_ENTITY) {
        for (uint32_t i = 0; i < b->head_count; i++)
            if (b->head[i].top && (!b->head[i].star || b->head[i].ends)) /* "* const NAME" */
                add_type_name(b, b->behind_class, i);
    } else if (head_has(b, WORD_TYPEDEF)) {
        name_typedef(b);
    } else if (b->head_count > 1) {
        uint32_t entity = builder_entity(b);
        name_routine(b, entity);
        for (uint32_t i = 0; i < b->head_count; i++)
            if (b->head[i].top && b->head[i].ends && !b->head[i].called) /* a variable or field */
                add_name(b, entity, i);
        add_top_words(b, entity);
    }
    clear_head(b);
}

/* ---- braces ---------------------------------------------------------------------------------------------------- */

static bool is_class_head(const builder *b)
{
    for (uint32_t i = 0; i < b->head_count; i++)
        if (is_class_word(b, i) && !(b->head[i].traits & WORD_ENUM))
            return true;
    return false;
}

static bool has_routine_name(const builder *b)
{
    for (uint32_t i = 0; i < b->head_count; i++)
        if (is_routine_name(b, i))
            return true;
    return false;
}

static void open_brace(builder *b)
{
    if (head_has(b, WORD_NAMESPACE) || (head_has(b, WORD_EXTERN) && b->head_count == 1)) {
        push(b, SCOPE_TRANSPARENT, NO_ENTITY);
    } else {
        uint32_t entity = builder_entity(b);
        bool routine = has_routine_name(b);
        if (!routine)
            name_class(b, entity);
        else
            name_routine(b, entity);
        if (routine && builder_top(b)->kind != SCOPE_CLASS)
            define_routines(b);
        push(b, !routine && is_class_head(b) ? SCOPE_CLASS : SCOPE_BODY, entity);
    }
    clear_head(b);
}

static void close_brace(builder *b)
{
    clear_head(b);
    if (b->scope_count == 1) {
        b->sketch->opaque = true;
        return;
    }
    scope closed = b->scopes[--b->scope_count];
    if (closed.kind == SCOPE_CLASS)
        b->behind_class = closed.entity;
}

/* ---- tokens ---------------------------------------------------------------------------------------------------- */

static void add_to_entities(builder *b, uint32_t word)
{
    for (uint32_t i = 0; i < b->scope_count; i++)
        if (b->scopes[i].entity != NO_ENTITY)
            builder_mention(b, b->scopes[i].entity, word);
}

static void take_colon(builder *b, const token *t)
{
    if (b->last_mark == ':' && t->touches) {
        if (b->cut == b->head_count)
            b->cut = UINT32_MAX; /* it was the first one of "::" */
    } else if (b->head_count == 1 && b->head[0].traits & WORD_ACCESS) {
        clear_head(b);
    } else if (!b->round && b->cut == UINT32_MAX) {
        b->cut = b->head_count;
    }
}

/* "x = …": what follows is the value of x. */
static void take_equals(builder *b)
{
    if (b->round || !b->head_count || head_has(b, WORD_OPERATOR))
        return;
    uint32_t entity = builder_entity(b), last = b->head_count;
    while (last && !b->head[last - 1].top)
        last--;
    if (last)
        add_name(b, entity, last - 1);
    clear_head(b);
    push(b, SCOPE_VALUE, entity);
}

/* What a mark says of the word before it. */
static void mark_word(builder *b, char mark)
{
    if (!b->head_count || b->last != TOKEN_WORD)
        return;
    head_word *w = &b->head[b->head_count - 1];
    w->called |= mark == '(' && w->top;
    w->ends |= mark == ',' || mark == '[';
    w->closes = mark == ')';
}

/* "RESULT (CALL *NAME)(…", "RESULT (NAME)(…": the name is in the parentheses, and RESULT is none of a routine. */
static void take_declarator(builder *b)
{
    uint32_t from = b->head_count;
    while (from && !(b->head[from - 1].top && b->head[from - 1].called))
        from--;
    if (!from || from == b->head_count || b->head[from - 1].traits & WORD_ANNOTATION)
        return;
    uint32_t name = b->head_count - 1;
    for (uint32_t i = b->head_count; i-- > from;)
        if (b->head[i].star && b->head[i].closes)
            name = i;
    b->head[from - 1].called = false;
    b->head[name].top = b->head[name].called = true;
}

static void declaring_mark(builder *b, const token *t)
{
    mark_word(b, t->mark);
    if (t->mark == '(' && !b->round && b->last_mark == ')')
        take_declarator(b);
    switch (t->mark) {
    case '(':
    case '[':
        b->round++;
        break;
    case ')':
    case ']':
        b->round -= b->round > 0;
        break;
    case ';':
        end_declaration(b);
        break;
    case '=':
        take_equals(b);
        break;
    case ':':
        take_colon(b, t);
        break;
    case '{':
        open_brace(b);
        break;
    case '}':
        close_brace(b);
        break;
    default:
        break;
    }
}

/* In a body or value, braces and semicolons alone matter. */
static void doing_mark(builder *b, const token *t)
{
    scope *s = builder_top(b);
    if (t->mark == '{') {
        s->braces++;
    } else if (t->mark == '}' && s->braces) {
        s->braces--;
    } else if (t->mark == '}') {
        b->scope_count--;
        if (s->kind == SCOPE_VALUE) /* the ";" is missing */
            declaring_mark(b, t);
    } else if (t->mark == ';' && s->kind == SCOPE_VALUE && !s->braces) {
        b->scope_count--;
    }
}

static void take_word(builder *b, const token *t, bool doing)
{
    uint32_t word = builder_word(b, t);
    add_to_entities(b, word);
    if (doing) {
        add_code(b, word);
        return;
    }
    ARRAY_RESERVE(b->head, b->head_count, b->head_capacity);
    b->head[b->head_count++] = (head_word){.word = word,
                                           .traits = b->words.items[word].traits,
                                           .top = b->round == 0,
                                           .member = b->behind_colons,
                                           .star = b->last_mark == '*'};
}

static void take_token(builder *b, const token *t)
{
    bool doing = builder_top(b)->kind == SCOPE_BODY || builder_top(b)->kind == SCOPE_VALUE;
    if (t->kind == TOKEN_DIRECTIVE)
        builder_directive(b);
    else if (t->kind == TOKEN_WORD)
        take_word(b, t, doing);
    else if (t->kind == TOKEN_MARK && doing)
        doing_mark(b, t);
    else if (t->kind == TOKEN_MARK)
        declaring_mark(b, t);
    bool colons = t->mark == ':' && b->last_mark == ':' && t->touches;
    b->behind_colons = colons || (b->behind_colons && t->mark == '~');
    b->last = t->kind;
    b->last_mark = t->mark;
}

void builder_run(builder *b, const char *text, size_t length)
{
    token t;
    push(b, SCOPE_FILE, NO_ENTITY);
    clear_head(b);
    lexer_start(&b->lexer, text, length);
    for (lexer_next(&b->lexer, &t); t.kind != TOKEN_END; lexer_next(&b->lexer, &t))
        take_token(b, &t);
    b->sketch->opaque |= b->scope_count != 1 || memchr(text, 0, length) != NULL;
}
