/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The context of a document; see context.h.
 *
 * A keeper loads captures before it waits; its children take only those again that are other files by then.
 *
 * Needs: the folder of a session. Leaves: a program that holds all sources. Cost: reading the captures, once for each
 * keeper; linking them for each run, which is linear in them; and a look at each file.
 */
#define _GNU_SOURCE
#include "context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "asked.h"
#include "capture_file.h"
#include "core/arena.h"
#include "core/graph.h"
#include "manifest.h"
#include "record.h"
#include "report/paths.h"

/* Which file it is that a path names: one that is written anew is another one. */
typedef struct stamp {
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec time;
} stamp;

typedef struct context_unit {
    char *path; /* of the document or source */
    char *from; /* the file of the capture */
    stamp stamp;
    capture capture;
    bool good;
} context_unit;

struct context {
    const char *session, *document;
    spelling spelling; /* of the document */
    char *asked, *record;
    stamp stamp; /* of the record */
    char *root;
    scan_sources sources; /* of the record */
    context_unit *units;  /* by source; those of the document stay empty */
    size_t own;           /* the document's */
    bool there;
    bool *files;
};

/* ---- names --------------------------------------------------------------------------------------------------- */

char *context_record(const char *session, const char *document)
{
    return manifest_path(session, document, ".context");
}

char *context_capture(const char *session, const char *document)
{
    return manifest_path(session, document, ".capture");
}

char *context_path(const spelling *spelling, const char *root, const scan_source *source, const char *path)
{
    char *joined = NULL;
    if (*path == '/')
        return spelling_apply(spelling, path_absolute(path));
    const char *folder = source && source->directory ? source->directory : "";
    if (asprintf(&joined, "%s%s%s/%s", *folder == '/' ? "" : root, *folder == '/' || !*folder ? "" : "/", folder,
                 path) < 0)
        abort();
    char *absolute = path_absolute(joined);
    free(joined);
    return spelling_apply(spelling, absolute);
}

bool context_was_given(const scan_source *source)
{
    return source->origin && strcmp(source->origin, SOURCE_FLAGS_GIVEN) == 0;
}

/* ---- what there is ------------------------------------------------------------------------------------------- */

static bool take_stamp(const char *path, stamp *to)
{
    struct stat status;
    memset(to, 0, sizeof *to);
    if (!path || stat(path, &status) != 0)
        return false;
    to->device = status.st_dev;
    to->number = status.st_ino;
    to->size = status.st_size;
    to->time = status.st_mtim;
    return true;
}

static void free_unit(context_unit *u)
{
    if (u->good)
        capture_free(&u->capture);
    free(u->path);
    free(u->from);
    *u = (context_unit){0};
}

static void forget(context *c)
{
    for (size_t i = 0; i < c->sources.count; i++)
        free_unit(&c->units[i]);
    free(c->units);
    free(c->root);
    sources_free(&c->sources);
    c->units = NULL;
    c->root = NULL;
    c->there = false;
}

/* Paths of a unit count from where the scan was started, or from the folder of its command; here they are absolute, so
 * that all units mean the same by one. */
static void make_absolute(const context *c, devlock_program *unit, const char *root, const scan_source *source)
{
    for (uint32_t i = 0; i < unit->file_count; i++) {
        bool first = i == 0; /* the source itself: named from the root */
        char *path = context_path(&c->spelling, root, first ? NULL : source, unit->files[i]);
        unit->files[i] = arena_string(unit->arena, path);
        free(path);
    }
}

/* Reads a capture. root: as for capture_maker. */
static bool load(const context *c, const char *path, const char *root, capture *to)
{
    size_t size;
    const char *error;
    uint8_t *bytes = whole_file(path, &size);
    capture_maker maker = this_maker(c->asked, root);
    bool good = bytes && capture_unpack(to, bytes, size, &maker, &error);
    free(bytes);
    return good;
}

/* The capture of a source: of its text in the editor, if there is one. */
static void look_at_unit(context *c, size_t index)
{
    const scan_source *source = &c->sources.items[index];
    context_unit *u = &c->units[index];
    stamp now;
    if (!u->path)
        u->path = context_path(&c->spelling, c->root, NULL, source->file);
    char *open = context_capture(c->session, u->path);
    bool of_editor = take_stamp(open, &now);
    const char *from = of_editor ? open : source->capture;
    bool there = of_editor || take_stamp(from, &now);
    bool same = u->from && from && strcmp(u->from, from) == 0 && memcmp(&now, &u->stamp, sizeof now) == 0;
    if (!same || !there) {
        if (u->good)
            capture_free(&u->capture);
        free(u->from);
        u->from = from ? strdup(from) : NULL;
        u->stamp = now;
        u->good = there && load(c, from, of_editor ? NULL : c->root, &u->capture);
        if (u->good && !of_editor)
            make_absolute(c, u->capture.unit, c->root, source);
    }
    free(open);
}

static bool is_own(const context *c, size_t index)
{
    char *path = context_path(&c->spelling, c->root, NULL, c->sources.items[index].file);
    bool own = strcmp(path, c->document) == 0;
    free(path);
    return own;
}

/* What is there already of a source is moved to its place in the new list. */
static void keep_units(context *c, scan_sources *before, context_unit *units)
{
    for (size_t i = 0; i < c->sources.count; i++)
        for (size_t k = 0; k < before->count; k++)
            if (strcmp(before->items[k].file, c->sources.items[i].file) == 0) {
                c->units[i] = units[k];
                units[k] = (context_unit){0};
            }
    for (size_t k = 0; k < before->count; k++)
        free_unit(&units[k]);
    free(units);
    sources_free(before);
}

static void read_record(context *c)
{
    scan_sources before = c->sources;
    context_unit *units = c->units;
    free(c->root);
    c->sources = (scan_sources){0};
    c->there = record_read(c->record, &c->root, &c->sources);
    c->units = must_zero((c->sources.count + 1) * sizeof *c->units);
    keep_units(c, &before, units);
    c->own = c->sources.count;
    for (size_t i = 0; i < c->sources.count; i++)
        if (is_own(c, i))
            c->own = i;
    c->there &= c->own < c->sources.count;
}

void context_look(context *c)
{
    stamp now;
    if (!take_stamp(c->record, &now)) {
        forget(c);
        return;
    }
    if (!c->there || memcmp(&now, &c->stamp, sizeof now) != 0)
        read_record(c);
    c->stamp = now;
    for (size_t i = 0; c->there && i < c->sources.count; i++)
        if (i != c->own)
            look_at_unit(c, i);
}

context *context_new(const char *session, const char *document, const devlock_model *model)
{
    context *c = must_zero(sizeof *c);
    c->session = session;
    c->document = document;
    c->spelling = spelling_of(document);
    c->asked = asked_text(model);
    c->record = context_record(session, document);
    context_look(c);
    return c;
}

void context_free(context *c)
{
    if (!c)
        return;
    forget(c);
    spelling_free(&c->spelling);
    free(c->asked);
    free(c->record);
    free(c->files);
    free(c);
}

bool context_is_there(const context *c)
{
    return c && c->there;
}

/* A scan of one source cannot know of other files; if it is one of several drivers, these are no callers. */
bool context_sees_all(const context *c)
{
    if (c->there && c->sources.count == 1 && !c->sources.items[0].drivers.count)
        return false;
    for (size_t i = 0; c->there && i < c->sources.count; i++)
        if (i != c->own && !c->units[i].good)
            return false;
    return c->there;
}

bool context_has(const context *c, const char *path)
{
    for (size_t i = 0; context_is_there(c) && i < c->sources.count; i++)
        if (i != c->own && c->units[i].path && strcmp(c->units[i].path, path) == 0)
            return true;
    return false;
}

void context_set_command(const context *c, scan_source *document)
{
    const scan_source *own = c->there ? &c->sources.items[c->own] : NULL;
    if (own && context_was_given(own)) {
        source_forget_command(document);
        source_set_command(document, own->directory ? own->directory : c->root, (const char *const *)own->arguments,
                           own->argument_count, own->origin);
    }
}

/* ---- linking ------------------------------------------------------------------------------------------------- */

/* Findings in other sources are told with these. */
static void choose_files(context *c, const reading *r, const devlock_program *unit)
{
    free(c->files);
    c->files = must_zero(r->program->file_count + 1);
    for (uint32_t i = 0; i < unit->file_count; i++)
        c->files[devlock_program_file(r->program, unit->files[i])] = true;
    for (size_t i = 0; c->there && i < c->sources.count; i++)
        if (c->units[i].good)
            c->files[devlock_program_file(r->program, c->units[i].path)] = false;
}

/* Errors in other sources are not the document's. */
static void link_other(reading *r, const scan_source *source, const capture *other)
{
    bool unread = r->unread;
    unsigned complaints = r->complaints;
    reading_take(r, source, other);
    r->unread = unread;
    r->complaints = complaints;
}

void context_link(context *c, reading *r, const scan_source *document, devlock_program *unit)
{
    char *here = path_absolute(".");
    make_absolute(c, unit, here, document);
    free(here);
    if (!c->there)
        reading_link(r, document, unit);
    for (size_t i = 0; c->there && i < c->sources.count; i++)
        if (i == c->own)
            reading_link(r, &c->sources.items[i], unit);
        else if (c->units[i].good)
            link_other(r, &c->sources.items[i], &c->units[i].capture);
    choose_files(c, r, unit);
}

const bool *context_files(const context *c)
{
    return c->files;
}

/* ---- the document's own -------------------------------------------------------------------------------------- */

bool context_keep(const context *c, devlock_program *unit, bool parsed)
{
    size_t size, before;
    capture own = {.source = c->document, .unit = unit, .parsed = parsed};
    own.pointer_bits = devlock_program_pointer_bits(unit);
    capture_maker maker = this_maker(c->asked, NULL);
    uint8_t *bytes = capture_pack(&own, &maker, &size);
    char *path = context_capture(c->session, c->document);
    uint8_t *old = whole_file(path, &before);
    bool same = old && before == size && memcmp(old, bytes, size) == 0;
    bool written = same || write_if_changed(path, bytes, size);
    free(old);
    free(path);
    free(bytes);
    return written && !same;
}

bool context_kept(const context *c, capture *capture)
{
    char *path = context_capture(c->session, c->document);
    bool good = load(c, path, NULL, capture);
    free(path);
    return good;
}
