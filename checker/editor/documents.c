/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Open texts. See documents.h.
 *
 * Needs: what the editor tells. Leaves: texts. Cost: linear in the text changed.
 */
#include "documents.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "report/paths.h"

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *path_of_uri(const char *uri)
{
    if (strncasecmp(uri, "file://", 7) != 0)
        return NULL;
    const char *from = uri + 7;
    if (strncasecmp(from, "localhost/", 10) == 0)
        from += 9;
    if (*from != '/')
        return NULL; /* on another machine */
    char *path = must_allocate(strlen(from) + 1), *to = path;
    while (*from) {
        int high = from[0] == '%' ? digit(from[1]) : -1, low = high < 0 ? -1 : digit(from[2]);
        if (low >= 0 && (high || low)) {
            *to++ = (char)(high << 4 | low);
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    *to = 0;
    char *clean = path_absolute(path);
    free(path);
    return clean;
}

document *documents_find(const documents *all, const char *uri)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].uri, uri) == 0)
            return &all->items[i];
    return NULL;
}

document *documents_at_path(const documents *all, const char *path)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].path, path) == 0)
            return &all->items[i];
    return NULL;
}

static bool is_source(const char *path)
{
    static const char *const ends[] = {".c", ".cc", ".cpp", ".cxx", ".c++"};
    const char *end = strrchr(path, '.');
    for (size_t i = 0; end && i < sizeof ends / sizeof *ends; i++)
        if (strcasecmp(end, ends[i]) == 0)
            return true;
    return false;
}

static char *copy(const char *text, size_t length)
{
    char *own = must_allocate(length + 1);
    memcpy(own, text, length);
    own[length] = 0;
    return own;
}

void document_set(document *d, const char *text, size_t length)
{
    char *own = copy(text, length);
    free(d->text);
    d->text = own;
    d->length = length;
}

document *documents_open(documents *all, const char *uri, const char *text, size_t length, long long version)
{
    document *d = documents_find(all, uri);
    if (!d) {
        char *path = path_of_uri(uri);
        if (!path)
            return NULL;
        ARRAY_RESERVE(all->items, all->count, all->capacity);
        d = &all->items[all->count++];
        *d = (document){.uri = copy(uri, strlen(uri)), .path = path, .source = is_source(path)};
    }
    document_set(d, text, length);
    d->version = version;
    documents_touch(all, d);
    return d;
}

void documents_touch(documents *all, document *d)
{
    d->noted = false;
    d->changed = ++all->changes;
}

const char *documents_changed(const documents *all, uint64_t since, size_t *at)
{
    while (*at < all->count + all->closed_count) {
        size_t i = (*at)++;
        if (i < all->count && all->items[i].changed > since)
            return all->items[i].path;
        if (i >= all->count && all->closed[i - all->count].changed > since)
            return all->closed[i - all->count].path;
    }
    return NULL;
}

void document_change(document *d, position from, position to, position_encoding encoding, const char *text,
                     size_t length)
{
    size_t start = position_offset(d->text, d->length, from, encoding);
    size_t end = position_offset(d->text, d->length, to, encoding);
    end = end < start ? start : end;
    size_t rest = d->length - end;
    char *changed = must_allocate(start + length + rest + 1);
    memcpy(changed, d->text, start);
    memcpy(changed + start, text, length);
    memcpy(changed + start + length, d->text + end, rest);
    d->length = start + length + rest;
    changed[d->length] = 0;
    free(d->text);
    d->text = changed;
}

/* Its text is that of the disk from now on. */
static void note_closed(documents *all, const char *path)
{
    size_t i = 0;
    while (i < all->closed_count && strcmp(all->closed[i].path, path) != 0)
        i++;
    if (i == all->closed_count) {
        ARRAY_RESERVE(all->closed, all->closed_count, all->closed_capacity);
        all->closed[all->closed_count++] = (closed_document){.path = copy(path, strlen(path))};
    }
    all->closed[i].changed = ++all->changes;
}

static void free_document(document *d)
{
    free(d->uri);
    free(d->path);
    free(d->text);
}

void documents_close(documents *all, const char *uri)
{
    document *d = documents_find(all, uri);
    if (!d)
        return;
    note_closed(all, d->path);
    free_document(d);
    size_t index = (size_t)(d - all->items);
    memmove(d, d + 1, (all->count - index - 1) * sizeof *d);
    all->count--;
}

void documents_free(documents *all)
{
    for (size_t i = 0; i < all->count; i++)
        free_document(&all->items[i]);
    for (size_t i = 0; i < all->closed_count; i++)
        free(all->closed[i].path);
    free(all->items);
    free(all->closed);
    *all = (documents){0};
}
