/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Texts that are not saved; see unsaved.h.
 *
 * Needs: open documents. Leaves: beside a capture that was made with them, a file with the number of all texts that
 * were not saved then: a change in one makes all such captures anew. Cost: a reading of each open document's file; for
 * each capture, a pass over its record.
 */
#define _GNU_SOURCE
#include "unsaved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "capture_file.h"
#include "core/arena.h"
#include "editor/keeping.h"
#include "inputs.h"
#include "project/paths.h"

static bool is_saved(const document *d)
{
    size_t size;
    uint8_t *bytes = whole_file(d->path, &size);
    bool same = bytes && size == d->length && memcmp(bytes, d->text, size) == 0;
    free(bytes);
    return same;
}

void unsaved_find(unsaved *u, const documents *open)
{
    uint64_t number = BYTES_HASH_START;
    *u = (unsaved){.buffers = must_zero((open->count + 1) * sizeof *u->buffers)};
    for (size_t i = 0; i < open->count; i++) {
        const document *d = &open->items[i];
        if (d->source || is_saved(d))
            continue;
        u->buffers[u->count++] = (devlock_buffer){d->path, d->text, d->length};
        number = bytes_hash(number, d->path, strlen(d->path) + 1);
        number = bytes_hash(number, d->text, d->length + 1);
    }
    if (asprintf(&u->number, "%016llx", (unsigned long long)number) < 0)
        abort();
}

void unsaved_free(unsaved *u)
{
    free(u->buffers);
    free(u->number);
    *u = (unsaved){0};
}

static bool is_one(void *user, const char *path)
{
    const unsaved *u = user;
    for (size_t i = 0; i < u->count; i++)
        if (strcasecmp(path_name(path), path_name(u->buffers[i].path)) == 0 &&
            keeping_same_file(path, u->buffers[i].path))
            return true;
    return false;
}

bool unsaved_matters(const unsaved *u, const char *record)
{
    return u->count && inputs_record_any(record, is_one, (void *)u);
}

char *unsaved_place(const char *place)
{
    char *other;
    if (asprintf(&other, "%s.unsaved", place) < 0)
        abort();
    return other;
}

static char *number_file(const char *place)
{
    char *path;
    if (asprintf(&path, "%s.texts", place) < 0)
        abort();
    return path;
}

bool unsaved_is_of(const unsaved *u, const char *place)
{
    size_t size;
    char *path = number_file(place), *number = (char *)whole_file(path, &size);
    bool same = number && strcmp(number, u->number) == 0;
    free(number);
    free(path);
    return same;
}

void unsaved_set(const unsaved *u, const char *place)
{
    char *path = number_file(place);
    write_if_changed(path, u->number, strlen(u->number));
    free(path);
}

void unsaved_forget(const char *place)
{
    char *path = number_file(place);
    unlink(path);
    free(path);
}
