/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Changes of texts; see edits.h.
 *
 * Needs: texts that live as long as the lists. Leaves: new texts. Cost: linear in the list for each call, and in the
 * text for applying.
 */
#include "edits.h"

#include <stdlib.h>
#include <string.h>

static bool comes_before(const fix_edit *a, const fix_edit *b)
{
    return a->file != b->file ? a->file < b->file : a->at < b->at;
}

static bool touch(const fix_edit *a, const fix_edit *b)
{
    if (a->file != b->file)
        return false;
    if (a->at == b->at)
        return true;
    const fix_edit *first = a->at < b->at ? a : b, *second = a->at < b->at ? b : a;
    return first->at + first->length > second->at;
}

static bool same(const fix_edit *a, const fix_edit *b)
{
    return a->file == b->file && a->at == b->at && a->length == b->length && strcmp(a->text, b->text) == 0;
}

bool edit_list_add(edit_list *list, fix_edit edit)
{
    uint32_t at = list->count;
    for (uint32_t i = 0; i < list->count; i++)
        if (same(&list->items[i], &edit))
            return true;
    while (at && comes_before(&edit, &list->items[at - 1]))
        at--;
    if ((at && touch(&list->items[at - 1], &edit)) || (at < list->count && touch(&list->items[at], &edit)))
        return false;
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    memmove(&list->items[at + 1], &list->items[at], (list->count - at) * sizeof *list->items);
    list->items[at] = edit;
    list->count++;
    return true;
}

bool edit_list_add_all(edit_list *list, const fix_edit *edits, size_t count)
{
    edit_list longer = {0};
    bool good = true;
    for (uint32_t i = 0; i < list->count; i++)
        edit_list_add(&longer, list->items[i]);
    for (size_t i = 0; i < count && good; i++)
        good = edit_list_add(&longer, edits[i]);
    edit_list_free(good ? list : &longer);
    if (good)
        *list = longer;
    return good;
}

void edit_list_free(edit_list *list)
{
    free(list->items);
    *list = (edit_list){0};
}

char *edit_list_apply(const edit_list *list, uint32_t file, const char *text, size_t length, size_t *new_length)
{
    size_t room = length + 1;
    for (uint32_t i = 0; i < list->count; i++)
        room += strlen(list->items[i].text);
    char *result = must_allocate(room), *to = result;
    size_t from = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const fix_edit *e = &list->items[i];
        if (e->file != file || e->at > length || e->length > length - e->at)
            continue;
        memcpy(to, text + from, e->at - from);
        to += e->at - from;
        memcpy(to, e->text, strlen(e->text));
        to += strlen(e->text);
        from = e->at + e->length;
    }
    memcpy(to, text + from, length - from);
    to += length - from;
    *to = '\0';
    *new_length = (size_t)(to - result);
    return result;
}

size_t edit_list_before(const edit_list *list, uint32_t file, size_t offset)
{
    size_t before = offset;
    for (uint32_t i = 0; i < list->count; i++) {
        const fix_edit *e = &list->items[i];
        if (e->file != file)
            continue;
        if (before < e->at)
            break;
        if (before < e->at + strlen(e->text))
            return SIZE_MAX;
        before = before - strlen(e->text) + e->length;
    }
    return before;
}
