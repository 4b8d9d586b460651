/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * JSON; see json.h.
 *
 * Needs: jansson. Leaves: values and lines. Cost: linear.
 */
#include "json.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "utf8.h"

static void must(int failed)
{
    if (!failed)
        return;
    fputs("devlock: out of memory\n", stderr);
    exit(3);
}

json_t *json_make(const char *key, ...)
{
    va_list rest;
    json_t *object = json_object();
    must(!object);
    va_start(rest, key);
    for (; key; key = va_arg(rest, const char *)) {
        json_t *value = va_arg(rest, json_t *);
        if (value)
            must(json_object_set_new(object, key, value));
    }
    va_end(rest);
    return object;
}

json_t *json_text(const char *text)
{
    if (!text)
        return NULL;
    json_t *value = json_string(text);
    if (!value) {
        char *clean = utf8_clean(text);
        value = json_string(clean);
        free(clean);
    }
    must(!value);
    return value;
}

json_t *json_number(unsigned long long number)
{
    json_t *value = json_integer((json_int_t)number);
    must(!value);
    return value;
}

void json_add(json_t *array, json_t *value)
{
    must(json_array_append_new(array, value));
}

void json_print(FILE *out, json_t *value)
{
    json_dumpf(value, out, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(value);
}
