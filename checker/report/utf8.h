/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * UTF-8 in sources and messages. Old drivers are written in other encodings: a byte that is no part of a character
 * counts as one character of its own.
 */
#ifndef DEVLOCK_REPORT_UTF8_H
#define DEVLOCK_REPORT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length of the character at the start of a text of so many bytes (at least one); its code, or U+FFFD. */
size_t utf8_next(const char *text, size_t length, uint32_t *code);

/* A copy in which bytes that are no UTF-8 are U+FFFD. free() it. */
char *utf8_clean(const char *text);

/* A column of a line, counted from 1 in bytes, counted in UTF-16 code units. */
uint32_t utf8_to_utf16_column(const char *line, size_t length, uint32_t column);

#endif
