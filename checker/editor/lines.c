/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading JSON lines. See lines.h.
 *
 * Needs: text. Leaves: objects. Cost: linear.
 */
#include "lines.h"

#include <string.h>

const char *line_text(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

int line_is(json_t *line, const char *type)
{
    return strcmp(line_text(line, "type"), type) == 0;
}

json_t *lines_next(const char **at, const char *end)
{
    while (*at && *at < end) {
        const char *stop = memchr(*at, '\n', (size_t)(end - *at));
        stop = stop ? stop : end;
        json_t *line = json_loadb(*at, (size_t)(stop - *at), 0, NULL);
        *at = stop + 1;
        if (json_is_object(line))
            return line;
        json_decref(line);
    }
    return NULL;
}

json_t *lines_first(const char *text, size_t length, const char *type)
{
    json_t *line;
    const char *end = lines_end(text, length);
    while ((line = lines_next(&text, end))) {
        if (line_is(line, type))
            return line;
        json_decref(line);
    }
    return NULL;
}
