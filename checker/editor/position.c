/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Places in a text. See position.h.
 *
 * Needs: a text. Cost: linear in the text before the place.
 */
#include "position.h"

#include <string.h>

#include "report/utf8.h"

const char *position_encoding_name(position_encoding encoding)
{
    static const char *const names[] = {"utf-16", "utf-8", "utf-32"};
    return names[encoding];
}

/* The length of the line end at an offset; 0: there is none. */
static size_t line_end(const char *text, size_t length, size_t at)
{
    if (text[at] == '\n')
        return 1;
    if (text[at] != '\r')
        return 0;
    return at + 1 < length && text[at + 1] == '\n' ? 2 : 1;
}

/* The length of the character at an offset, in bytes, and in units. */
static size_t character(const char *text, size_t length, size_t at, position_encoding encoding, uint32_t *units)
{
    uint32_t code;
    size_t bytes = utf8_next(text + at, length - at, &code);
    *units = encoding == POSITION_UTF8 ? (uint32_t)bytes : encoding == POSITION_UTF16 && code > 0xFFFF ? 2 : 1;
    return bytes;
}

static size_t skip_lines(const char *text, size_t length, uint32_t lines)
{
    size_t at = 0;
    while (at < length && lines) {
        size_t end = line_end(text, length, at);
        lines -= end != 0;
        at += end ? end : 1;
    }
    return at;
}

size_t position_offset(const char *text, size_t length, position place, position_encoding encoding)
{
    size_t at = skip_lines(text, length, place.line);
    uint32_t units, seen = 0;
    while (at < length && seen < place.character && !line_end(text, length, at)) {
        size_t bytes = character(text, length, at, encoding, &units);
        if (seen + units > place.character && encoding != POSITION_UTF8)
            break; /* in the middle of a character: before it */
        seen += units;
        at += bytes;
    }
    return at;
}

position position_at(const char *text, size_t length, size_t offset, position_encoding encoding)
{
    position place = {0, 0};
    size_t at = 0, start = 0;
    offset = offset > length ? length : offset;
    while (at < offset) {
        size_t end = line_end(text, length, at);
        if (end && at + end <= offset) {
            place.line++;
            start = at + end;
        }
        at += end ? end : 1;
    }
    for (at = start; at < offset;) {
        uint32_t units;
        at += character(text, length, at, encoding, &units);
        place.character += units;
    }
    return place;
}

size_t position_of_column(const char *text, size_t length, uint32_t line, uint32_t column)
{
    const char *at = text, *end = text + length;
    while (line && at < end) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        at = next ? next + 1 : end;
        line--;
    }
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    size_t most = (size_t)((stop ? stop : end) - at), want = column ? column - 1 : 0;
    return (size_t)(at - text) + (want < most ? want : most);
}
