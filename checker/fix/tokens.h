/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The tokens of a C or C++ source, for finding where a change of its text goes. Not a preprocessor: directives are
 * tokens of their own, and what #if leaves out is there with the rest.
 */
#ifndef DEVLOCK_FIX_TOKENS_H
#define DEVLOCK_FIX_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NO_TOKEN UINT32_MAX

typedef enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_STRING, /* or a character */
    TOKEN_MARK,   /* one character of punctuation, or -> or :: */
    TOKEN_DIRECTIVE
} token_kind;

typedef struct token {
    token_kind kind;
    uint32_t at, length; /* bytes */
    uint32_t mate;       /* of a bracket: the index of the other one; NO_TOKEN: it has none */
    uint32_t outer;      /* the innermost bracket that is open around it; NO_TOKEN: none */
    bool first;          /* on its line */
} token;

/* The text of a file, with its lines and tokens. */
typedef struct tokens {
    const char *text;
    size_t length;
    token *items;
    uint32_t count, capacity;
    uint32_t *lines; /* where each line begins */
    uint32_t line_count, line_capacity;
} tokens;

/* Reads a text, which must outlive the tokens. */
tokens *tokens_read(const char *text, size_t length);
void tokens_free(tokens *tokens);

/* Lines and columns count from 1, columns in bytes, as Clang counts them. Past the end: the text's length. */
size_t tokens_offset(const tokens *tokens, uint32_t line, uint32_t column);
uint32_t tokens_line(const tokens *tokens, size_t offset);

/* The token that begins at an offset, or NO_TOKEN. */
uint32_t tokens_at(const tokens *tokens, size_t offset);

/* Whether a token is there and reads so. */
bool token_is(const tokens *tokens, uint32_t index, const char *text);

/* Whether the text from a token to another, without white space and comments, reads as that from a third on. */
bool tokens_same(const tokens *tokens, uint32_t from, uint32_t to, uint32_t other);

/* Where the line of an offset begins; where it ends, before its line end; and behind that. */
size_t line_start(const tokens *tokens, size_t offset);
size_t line_end(const tokens *tokens, size_t offset);
size_t line_next(const tokens *tokens, size_t offset);

/* "\n" or "\r\n": how the line of an offset ends, or if it is the last, the one before it. */
const char *line_break(const tokens *tokens, size_t offset);

/* How many bytes of white space the line of an offset begins with. */
size_t line_indent(const tokens *tokens, size_t offset);

#endif
