/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A sketch under way; for sketch.c, directives.c and draft.c.
 */
#ifndef DEVLOCK_SKETCH_BUILDER_H
#define DEVLOCK_SKETCH_BUILDER_H

#include "lexer.h"
#include "sketch.h"
#include "text_words.h"

#define NO_ENTITY UINT32_MAX

typedef enum scope_kind {
    SCOPE_FILE,
    SCOPE_TRANSPARENT, /* a namespace, extern "C" */
    SCOPE_CLASS,       /* also a structure; declarations, within an entity */
    SCOPE_BODY,        /* of a routine, or of anything else in braces */
    SCOPE_VALUE        /* behind "=", up to the ";" */
} scope_kind;

typedef struct scope {
    scope_kind kind;
    uint32_t entity; /* its words are those of this, too; NO_ENTITY: of none */
    uint32_t braces; /* that are open within a BODY or VALUE */
} scope;

/* A word of a declaration that has not come to its end. */
typedef struct head_word {
    uint32_t word;
    uint16_t traits; /* WORD_… */
    bool top;        /* not within parentheses or brackets */
    bool called;     /* a "(" follows */
    bool member;     /* "::" stands before it */
    bool star;       /* "*" stands before it */
    bool closes;     /* ")" follows */
    bool ends;       /* "," or ";" follows, or nothing */
} head_word;

/* Where an #if began. */
typedef struct condition {
    uint32_t scopes, braces, round;
} condition;

/* That an entity has a name, or mentions a word. */
typedef struct of_entity {
    uint32_t entity, word;
} of_entity;

typedef struct of_entities {
    of_entity *items;
    uint32_t count, capacity;
} of_entities;

/* What it holds is used for one text after the other. */
typedef struct builder {
    text_words words;
    sketch *sketch;
    lexer lexer;
    word_list all, code, macros, defines; /* of the sketch */
    of_entities names, mentions;
    uint32_t entity_count;
    scope *scopes;
    uint32_t scope_count, scope_capacity;
    head_word *head;
    uint32_t head_count, head_capacity;
    uint32_t round;        /* open parentheses and brackets */
    uint32_t cut;          /* words of the head that stand before the colon of a constructor or class */
    uint32_t behind_class; /* the entity whose "}" was the last; its declarators follow */
    token_kind last;       /* the token before */
    char last_mark;        /* if it was one; else 0 */
    bool behind_colons;    /* it ended "::" */
    condition *conditions;
    uint32_t condition_count, condition_capacity;
} builder;

/* The innermost scope. */
static inline scope *builder_top(builder *b)
{
    return &b->scopes[b->scope_count - 1];
}

/* A new entity; its number. */
uint32_t builder_entity(builder *b);

/* A name of an entity, and a word that it mentions. */
void builder_name(builder *b, uint32_t entity, uint32_t word);
void builder_mention(builder *b, uint32_t entity, uint32_t word);

/* The number of a word that is met; it stands among all words. */
uint32_t builder_word(builder *b, const token *token);

/* Reads a text. */
void builder_run(builder *b, const char *text, size_t length);

/* The tokens behind "#", up to the line's end. */
void builder_directive(builder *b);

#endif
