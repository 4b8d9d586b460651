/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Texts, each once, that do not tell where the tree lies: where a path below the root folder begins in a text, the
 * folder becomes the mark \1r. A \1 of the text's own becomes \1\1.
 *
 * Needs: an arena. Leaves behind: copies in it. Cost: linear in the text.
 */
#include "private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MARK 1

/* Whether a path can begin behind this character: it is no part of one. */
static bool ends_word(char c)
{
    return !isalnum((unsigned char)c) && !strchr("/._-~", c);
}

/* The length of the root folder, 0 for one that is not to be replaced. */
static size_t root_length(const char *root)
{
    size_t length = root ? strlen(root) : 0;
    while (length && root[length - 1] == '/')
        length--;
    return length;
}

static char *text_without_root(arena *arena, const char *text, const char *root)
{
    size_t length = strlen(text), skip = root_length(root), count = 0;
    char *result = arena_take(arena, 2 * length + 1);
    for (size_t i = 0; i < length;) {
        bool begins = !i || ends_word(text[i - 1]);
        if (skip && begins && strncmp(text + i, root, skip) == 0 && text[i + skip] == '/') {
            result[count++] = MARK;
            result[count++] = 'r';
            i += skip;
            continue;
        }
        if (text[i] == MARK)
            result[count++] = MARK;
        result[count++] = text[i++];
    }
    result[count] = '\0';
    return result;
}

static char *text_with_root(arena *arena, const uint8_t *text, size_t length, const char *root)
{
    size_t skip = root_length(root), marks = 0, count = 0;
    for (size_t i = 0; i < length; i++)
        marks += text[i] == MARK;
    char *result = arena_take(arena, length + marks * skip + 1);
    for (size_t i = 0; i < length; i++) {
        if (text[i] != MARK || i + 1 == length) {
            result[count++] = (char)text[i];
        } else if (text[++i] == 'r') {
            memcpy(result + count, root ? root : "", skip);
            count += skip;
        } else {
            result[count++] = (char)text[i];
        }
    }
    result[count] = '\0';
    return result;
}

/* ---- tables ---------------------------------------------------------------------------------------------------- */

text_table text_table_start(arena *arena, const char *root)
{
    return (text_table){.arena = arena, .root = root, .ids = string_map_new()};
}

void text_table_stop(text_table *table)
{
    string_map_free(table->ids);
    free(table->items);
}

uint32_t text_table_id(text_table *table, const char *text)
{
    if (!text)
        return 0;
    const uint32_t *known = string_map_find(table->ids, text);
    if (known)
        return *known;
    ARRAY_RESERVE(table->items, table->count, table->capacity);
    char *kept = text_without_root(table->arena, text, table->root);
    table->items[table->count] = (ProtobufCBinaryData){strlen(kept), (uint8_t *)kept};
    return *string_map_at(table->ids, arena_string(table->arena, text)) = ++table->count;
}

const char **texts_read(arena *arena, const ProtobufCBinaryData *items, size_t count, const char *root)
{
    const char **texts = arena_zero(arena, (count + 1) * sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i + 1] = text_with_root(arena, items[i].data, items[i].len, root);
    return texts;
}
