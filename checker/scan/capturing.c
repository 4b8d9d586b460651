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

struct capturing {
    capture *capture;
    devlock_source view; /* as it is read */
    string_map *pairs;   /* "from\nto" that are there already */
    size_t error_capacity, include_capacity;
    capturing_callback callback;
    void *user;

    const char *before;         /* the path by which the beginning was read, and what the source has of it; NULL: */
    const beginning *beginning; /* it is not known yet, or was read by its own path */
};

/* Errors in the lines of a beginning stand elsewhere in the source. */
static void move_error(const capturing *c, capture_error *error)
{
    const beginning *b = c->beginning;
    if (!b || !error->file || strcmp(error->file, c->before) != 0)
        return;
    error->file = c->capture->source;
    if (!error->line || error->line > b->count)
        return;
    const beginning_line *line = &b->lines[error->line - 1];
    error->line = line->line;
    error->column += line->column - 1;
}

static void keep_error(void *user, const char *file, unsigned line, unsigned column, const char *text)
{
    capturing *c = user;
    capture *to = c->capture;
    ARRAY_RESERVE(to->errors, to->error_count, c->error_capacity);
    capture_error *error = &to->errors[to->error_count++];
    *error = (capture_error){arena_string(to->arena, file), line, column, arena_string(to->arena, text)};
    move_error(c, error);
}

static const char *pair_key(const capturing *c, const char *from, const char *included)
{
    return arena_format(c->capture->arena, "%s\n%s", from, included);
}

static void keep_include(void *user, const char *from, const char *included)
{
    capturing *c = user;
    capture *to = c->capture;
    uint32_t *known = string_map_at(c->pairs, pair_key(c, from, included));
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

/* An empty capture of nothing. */
static void start(capture *capture, unsigned bits)
{
    *capture = (struct capture){.pointer_bits = bits, .arena = arena_new()};
    capture->unit = devlock_program_new(bits == 32 ? 32 : 64);
}

static void name(capture *capture, const char *source)
{
    capture->source = arena_string(capture->arena, source);
    devlock_program_file(capture->unit, source); /* known to reports also if it holds no routine */
}

/* Moves an array into the arena, where all else of a capture lives. */
static void *settle(arena *arena, void *array, size_t size)
{
    void *kept = size ? memcpy(arena_take(arena, size), array, size) : NULL;
    free(array);
    return kept;
}

capturing *capturing_new(capture *capture, const devlock_source *source, const char *asked, capturing_callback callback,
                         void *user)
{
    capturing *c = must_zero(sizeof *c);
    *c =
        (capturing){.capture = capture, .view = *source, .pairs = string_map_new(), .callback = callback, .user = user};
    start(capture, devlock_frontend_pointer_bits(source));
    asked_ask(capture->unit, asked, "devlock"); /* it has been looked at before */
    c->view.lean = true;
    c->view.on_include = keep_include;
    c->view.on_folder = keep_folder;
    c->view.include_user = c;
    return c;
}

devlock_source *capturing_source(capturing *c)
{
    return &c->view;
}

static int by_names(const void *a, const void *b)
{
    const capture_include *x = a, *y = b;
    int from = strcmp(x->from, y->from);
    return from ? from : strcmp(x->to, y->to);
}

void capturing_read(capturing *c)
{
    capture *to = c->capture;
    if (!c->view.pause) {
        name(to, c->view.file);
        c->callback(c->user, c->view.file, false);
    }
    to->parsed = devlock_frontend_read(to->unit, &c->view, keep_error, c, NULL);
    if (c->view.pause && !c->view.pause->reached)
        c->view.pause->missed(c->view.pause->user);
    if (to->include_count) /* which order they were read in depends on what was read before the source was known */
        qsort(to->includes, to->include_count, sizeof *to->includes, by_names);
    to->errors = settle(to->arena, to->errors, to->error_count * sizeof *to->errors);
    to->includes = settle(to->arena, to->includes, to->include_count * sizeof *to->includes);
}

static void rename_includer(capturing *c, const char *old, const char *file)
{
    capture *to = c->capture;
    for (size_t i = 0; i < to->include_count; i++)
        if (strcmp(to->includes[i].from, old) == 0) {
            to->includes[i].from = file;
            *string_map_at(c->pairs, pair_key(c, file, to->includes[i].to)) = (uint32_t)i;
        }
}

void capturing_becomes(capturing *c, const char *path)
{
    const char *file = arena_string(c->capture->arena, path);
    rename_includer(c, c->view.file, file);
    c->view.file = file;
}

void capturing_knows(capturing *c, const char *file, const beginning *beginning)
{
    capture *to = c->capture;
    c->before = c->view.file;
    c->beginning = beginning;
    name(to, file);
    for (size_t i = 0; i < to->error_count; i++)
        move_error(c, &to->errors[i]);
    rename_includer(c, c->before, to->source);
    c->view.file = to->source;
    c->callback(c->user, file, false);
}

void capturing_free(capturing *c)
{
    string_map_free(c->pairs);
    free(c);
}

void capturing_give_up(capture *capture, const char *source, const char *reason)
{
    start(capture, 0);
    name(capture, source);
    capture->given_up = true;
    devlock_program_not_analysed(capture->unit, NULL, (devlock_place){0, 1, 1}, reason);
}
