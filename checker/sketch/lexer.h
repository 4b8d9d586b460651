/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Tokens of C and C++ sources, as far as names matter: comments, numbers and the texts of strings are passed over.
 */
#ifndef DEVLOCK_SKETCH_LEXER_H
#define DEVLOCK_SKETCH_LEXER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum token_kind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_MARK,      /* one character of punctuation */
    TOKEN_STRING,    /* or a character */
    TOKEN_DIRECTIVE, /* the # that begins one; its tokens follow, up to … */
    TOKEN_LINE_END   /* … this */
} token_kind;

typedef struct token {
    const char *text;
    size_t length;
    token_kind kind;
    char mark;
    bool touches; /* stands right behind the token before it */
} token;

typedef struct lexer {
    const char *at, *end;
    bool line_start;   /* nothing but space before it on its line */
    bool in_directive; /* the line's end is a token */
} lexer;

/* A zero stands behind the text. */
void lexer_start(lexer *lexer, const char *text, size_t length);
void lexer_next(lexer *lexer, token *token);

/* The rest of the line, without a comment at its end; for the name in #include. The line's end is the next token. */
void lexer_rest(lexer *lexer, const char **text, size_t *length);

#endif
