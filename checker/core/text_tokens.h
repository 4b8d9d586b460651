/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tokens of the text form of programs, errors that name their place, and tables of labels.
 *
 * Needs: the text, which need not end in a zero byte. Leaves behind: nothing; tokens point into the text.
 * Cost: one pass over the text; positions are counted only for an error.
 */
#ifndef DEVLOCK_CORE_TEXT_TOKENS_H
#define DEVLOCK_CORE_TEXT_TOKENS_H

#include <setjmp.h>

#include "arena.h"

typedef enum token_kind {
    TOKEN_END,      /* of the text */
    TOKEN_LINE,     /* the end of a line; empty lines and comments are skipped */
    TOKEN_NAME,     /* a word or label */
    TOKEN_NUMBER,   /* value, two's complement if negative */
    TOKEN_STRING,   /* still with its escapes, without the quotes */
    TOKEN_TEMP,     /* %label */
    TOKEN_GLOBAL,   /* $label */
    TOKEN_FUNCTION, /* &label */
    TOKEN_BLOCK,    /* &&label */
    TOKEN_ARROW,    /* -> */
    TOKEN_DOTS,     /* .. */
    TOKEN_SIGN      /* any other: the character in sign */
} token_kind;

typedef struct token {
    token_kind kind;
    char sign;
    bool negative;
    const char *at;   /* where it begins in the text */
    const char *text; /* the label without its sign; STRING: what is between the quotes; NUMBER: as it is written */
    size_t length;    /* of text */
    uint64_t value;   /* NUMBER */
} token;

typedef struct tokens {
    const char *path; /* for messages */
    const char *start, *end;
    const char *at;  /* what follows the token */
    token token;     /* the current one */
    jmp_buf *failed; /* where an error goes */
    char *error;     /* the message, to be freed by the caller */
} tokens;

/* Ends the reading with "path:line:column: error: ..." for a position in the text. */
_Noreturn void tokens_fail(tokens *t, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for the current token: "found 'x'; expected ...". */
_Noreturn void tokens_expected(tokens *t, const char *what);

/* Goes on to the next token. */
void tokens_next(tokens *t);

/* The character that the token after this one begins with; '\n' at the end of the line. */
char tokens_peek(const tokens *t);

static inline bool tokens_at_sign(const tokens *t, char sign)
{
    return t->token.kind == TOKEN_SIGN && t->token.sign == sign;
}

bool tokens_at_word(const tokens *t, const char *word);

/* Takes the token if it is the one. */
bool tokens_take_sign(tokens *t, char sign);
bool tokens_take_word(tokens *t, const char *word);

/* Takes the sign, which has to be there; what names all that could stand here. */
void tokens_need_sign(tokens *t, char sign, const char *what);

/* Skips ends of lines, within parentheses and braces. */
void tokens_skip_lines(tokens *t);

/* The bytes of the current string, escapes resolved, with a zero byte behind them; takes it. */
char *tokens_string(tokens *t, arena *arena, size_t *length);

/* ---- labels -------------------------------------------------------------------------------------------------- */

typedef struct label {
    const char *text;
    uint32_t length;
    uint32_t hash;
    uint32_t id;    /* of what it labels; UINT32_MAX for a new one */
    bool declared;  /* not only mentioned */
    const char *at; /* where it was first met */
} label;

/* A table of labels; all zero is an empty one. */
typedef struct labels {
    label *items; /* in the order of being met */
    uint32_t count, capacity;
    uint32_t *slots; /* open addressing: positions in items, plus one */
    uint32_t slot_count;
} labels;

/* The label of the token, added if it is new. Valid until the next one is added. */
label *labels_at(labels *table, const token *token);

/* Forgets all labels but keeps the memory / frees it. */
void labels_clear(labels *table);
void labels_free(labels *table);

#endif
