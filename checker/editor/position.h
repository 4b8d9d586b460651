/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Places in a text as editors count them: lines and characters from 0, characters in the units that were agreed on.
 */
#ifndef DEVLOCK_EDITOR_POSITION_H
#define DEVLOCK_EDITOR_POSITION_H

#include <stddef.h>
#include <stdint.h>

/* The units of characters (Language Server Protocol 3.17, "PositionEncodingKind"). */
typedef enum position_encoding { POSITION_UTF16, POSITION_UTF8, POSITION_UTF32 } position_encoding;

typedef struct position {
    uint32_t line, character;
} position;

/* The protocol's name of an encoding, and back; of an unknown name the default, UTF-16. */
const char *position_encoding_name(position_encoding encoding);

/* The offset of a place in a text, in bytes. A character behind the end of its line is that end, a line behind the last
 * one the end of the text. Lines end with \n, \r\n or \r. */
size_t position_offset(const char *text, size_t length, position at, position_encoding encoding);

/* The place of an offset. */
position position_at(const char *text, size_t length, size_t offset, position_encoding encoding);

/* The offset of a line, counted from 0, and a column, counted from 1 in bytes; lines end with \n, as for compilers. */
size_t position_of_column(const char *text, size_t length, uint32_t line, uint32_t column);

#endif
