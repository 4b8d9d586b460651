/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * UTF-8; see utf8.h.
 *
 * Needs: nothing. Leaves: copies and numbers. Cost: linear in the text.
 */
#include "utf8.h"

#include <string.h>

#include "core/arena.h"

#define REPLACEMENT 0xFFFDu

size_t utf8_next(const char *text, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000}; /* by length: shorter forms are wrong */
    unsigned char first = (unsigned char)*text;
    size_t size = first < 0x80                    ? 1
                  : first >= 0xC0 && first < 0xE0 ? 2
                  : first >= 0xE0 && first < 0xF0 ? 3
                  : first >= 0xF0 && first < 0xF8 ? 4
                                                  : 0;
    *code = REPLACEMENT;
    if (!size || size > length)
        return 1;
    uint32_t value = size == 1 ? first : first & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return 1;
        value = value << 6 | ((unsigned char)text[i] & 0x3F);
    }
    if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
        return 1;
    *code = value;
    return size;
}

char *utf8_clean(const char *text)
{
    size_t length = strlen(text);
    char *clean = must_allocate(3 * length + 1), *to = clean;
    while (length) {
        uint32_t code;
        size_t size = utf8_next(text, length, &code);
        if (code == REPLACEMENT && size == 1) {
            memcpy(to, "\xEF\xBF\xBD", 3);
            to += 3;
        } else {
            memcpy(to, text, size);
            to += size;
        }
        text += size;
        length -= size;
    }
    *to = '\0';
    return clean;
}

uint32_t utf8_to_utf16_column(const char *line, size_t length, uint32_t column)
{
    uint32_t units = 1;
    size_t at = 0, code_length;
    for (; at < length && at + 1 < column; at += code_length) {
        uint32_t code;
        code_length = utf8_next(line + at, length - at, &code);
        units += 1 + (code > 0xFFFF);
    }
    return at + 1 < column ? units + (column - 1 - (uint32_t)at) : units;
}
