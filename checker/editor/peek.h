/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a message of JSON-RPC is, from its first bytes, without reading all of it as JSON.
 */
#ifndef DEVLOCK_EDITOR_PEEK_H
#define DEVLOCK_EDITOR_PEEK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct peeked {
    const char *id; /* its JSON, in the message; NULL: there is none */
    size_t id_length;
    char method[64]; /* "": there is none, or it is longer than any that is known here */
    bool has_method;
} peeked;

/* Looks at a message, or (whole: false) at its beginning. Gives false if the beginning does not tell. What is no object
 * has neither an id nor a method. */
bool peek_message(const char *content, size_t length, bool whole, peeked *seen);

/* The id as JSON; NULL: there is none. */
json_t *peek_id(const peeked *seen);

#endif
