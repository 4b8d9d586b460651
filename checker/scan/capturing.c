/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Capturing one source; see capturing.h.
 *
 * Needs: a source with its command. Leaves: a capture. Cost: that of the front end.
 */
#include "capturing.h"

#include "asked.h"
#include "core/graph.h"

#include <stdlib.h>
#include <string.h>

typedef struct capturing {
    capture *capture;
    string_map *pairs; /* "from\nto" that are there already */
    size_t error_capacity, include_capacity;
    capturing_callback callback;
    void *user;
} capturing;

static void keep_error(void *user, const char *file, unsigned line, unsigned column, const char *text)
{
    capturing *c = user;
    capture *to = c->capture;
    ARRAY_RESERVE(to->errors, to->error_count, c->error_capacity);
    to->errors[to->error_count++] =
        (capture_error){arena_string(to->arena, file), line, column, arena_string(to->arena, text)};
}

static void keep_include(void *user, const char *from, const char *included)
{
    capturing *c = user;
    capture *to = c->capture;
    uint32_t *known = string_map_at(c->pairs, arena_format(to->arena, "%s\n%s", from, included));
    if (*known != UINT32_MAX)
        return;
    *known = (uint32_t)to->include_count;
    ARRAY_RESERVE(to->includes, to->include_count, c->include_capacity);
    to->includes[to->include_count++] =
        (capture_include){arena_string(to->arena, from), arena_string(to->arena, included)};
    c->callback(c->user, included, false);
}

static void keep_folder(void *user, const char *folder)
{
    capturing *c = user;
    c->callback(c->user, folder, true);
}

/* An empty capture. */
static void start(capture *capture, const char *source, unsigned bits)
{
    *capture = (struct capture){.pointer_bits = bits, .arena = arena_new()};
    capture->source = arena_string(capture->arena, source);
    capture->unit = devlock_program_new(bits == 32 ? 32 : 64);
    devlock_program_file(capture->unit, source); /* known to reports also if it holds no routine */
}

/* Moves an array into the arena, where all else of a capture lives. */
static void *settle(arena *arena, void *array, size_t size)
{
    void *kept = size ? memcpy(arena_take(arena, size), array, size) : NULL;
    free(array);
    return kept;
}

void capturing_run(capture *capture, const devlock_source *source, const char *asked, capturing_callback callback,
                   void *user)
{
    capturing c = {.capture = capture, .pairs = string_map_new(), .callback = callback, .user = user};
    devlock_source view = *source;
    start(capture, source->file, devlock_frontend_pointer_bits(source));
    asked_ask(capture->unit, asked, "devlock"); /* it has been looked at before */
    view.on_include = keep_include;
    view.on_folder = keep_folder;
    view.include_user = &c;
    callback(user, source->file, false);
    capture->parsed = devlock_frontend_read(capture->unit, &view, keep_error, &c, NULL);
    capture->errors = settle(capture->arena, capture->errors, capture->error_count * sizeof *capture->errors);
    capture->includes = settle(capture->arena, capture->includes, capture->include_count * sizeof *capture->includes);
    string_map_free(c.pairs);
}

void capturing_give_up(capture *capture, const char *source, const char *reason)
{
    start(capture, source, 0);
    capture->given_up = true;
    devlock_program_not_analysed(capture->unit, NULL, (devlock_place){0, 1, 1}, reason);
}
