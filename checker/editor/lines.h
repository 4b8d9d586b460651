/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * JSON lines, as runs print them: an object a line, with what it is in "type".
 */
#ifndef DEVLOCK_EDITOR_LINES_H
#define DEVLOCK_EDITOR_LINES_H

#include <jansson.h>

/* Where a text ends; it may be NULL, if it is empty. */
static inline const char *lines_end(const char *text, size_t length)
{
    return text ? text + length : NULL;
}

/* Takes the next line; *at moves on. Lines that are no objects are passed over. NULL: there is none left. */
json_t *lines_next(const char **at, const char *end);

/* The first line of a type; NULL: there is none. */
json_t *lines_first(const char *text, size_t length, const char *type);

/* Whether a line is of a type. */
int line_is(json_t *line, const char *type);

/* A text in an object; "" if there is none. */
const char *line_text(json_t *object, const char *key);

#endif
