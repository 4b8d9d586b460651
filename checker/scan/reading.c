/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading sources; see reading.h.
 *
 * Needs: sources with commands. Leaves: a program; errors on stderr. Cost: that of the front end.
 */
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "captured.h"
#include "context.h"
#include "core/arena.h"
#include "core/graph.h"
#include "devlock/analysis.h"
#include "missing.h"
#include "touched.h"

#define ERRORS_SHOWN 3 /* of each file, unless verbose */

/* Prints an argument so that a shell reads it as one. */
static void print_quoted(const char *argument)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+./:,@%";
    if (*argument && argument[strspn(argument, plain)] == '\0') {
        fprintf(stderr, " %s", argument);
        return;
    }
    fputs(" '", stderr);
    for (; *argument; argument++)
        fputs(*argument == '\'' ? "'\\''" : (char[]){*argument, '\0'}, stderr);
    fputc('\'', stderr);
}

static void print_command(const scan_source *source)
{
    fprintf(stderr, "devlock: %s (%s):", source->file, source->origin);
    for (size_t i = 0; i < source->argument_count; i++)
        print_quoted(source->arguments[i]);
    fputc('\n', stderr);
}

/* A source's own errors: what Clang says of them, as far as it helps. */
static void show_error(void *user, const char *file, unsigned line, unsigned column, const char *text)
{
    reading *r = user;
    bool before = r->missing && missing_before(r->missing, file, line, text);
    if (r->silent || (before && !r->verbose) || (r->errors++ >= ERRORS_SHOWN && !r->verbose))
        return;
    if (file && line)
        fprintf(stderr, "%s:%u:%u: error: %s\n", file, line, column, text);
    else
        fprintf(stderr, "devlock: error: %s\n", text);
}

/* How many errors of a source have not been shown. */
static void show_more(const reading *r, const scan_source *source)
{
    if (r->errors > ERRORS_SHOWN && !r->verbose && !r->silent)
        fprintf(stderr, "%s: %u more errors; --verbose shows them\n", source->file, r->errors - ERRORS_SHOWN);
}

/* A source that is no part of the program is a gap of each of its drivers. */
static void name_unread(reading *r, const scan_source *source, const char *reason)
{
    devlock_program *unit = devlock_program_new(devlock_program_pointer_bits(r->program));
    devlock_place place = {devlock_program_file(unit, source->file), 1, 1};
    devlock_program_not_analysed(unit, NULL, place, reason);
    reading_link(r, source, unit);
    devlock_program_free(unit);
}

/* All sources of a program have one width of pointers, that of the first. bits: 0 if a command is not understood. */
static bool check_width(reading *r, const scan_source *source, unsigned bits)
{
    char reason[128];
    if (!r->program) {
        r->program = devlock_program_new(bits == 32 ? 32 : 64);
        devlock_analysis_prepare(r->program, r->model);
    }
    unsigned wanted = devlock_program_pointer_bits(r->program);
    if (!bits || bits == wanted)
        return true;
    snprintf(reason, sizeof reason, "it is compiled for %u bits, and the sources before it for %u; scan them apart",
             bits, wanted);
    name_unread(r, source, reason);
    return false;
}

static bool same_command(const scan_source *a, const scan_source *b)
{
    return arguments_equal((const char *const *)a->arguments, a->argument_count, (const char *const *)b->arguments,
                           b->argument_count);
}

void reading_link(reading *r, const scan_source *source, const devlock_program *unit)
{
    for (size_t i = 0; i < source->drivers.count; i++) {
        const char *driver = source->drivers.items[i];
        devlock_program_link(r->program, unit, (devlock_linkage){driver, names_have(&source->library_of, driver)});
    }
    if (!source->drivers.count)
        devlock_program_link(r->program, unit, (devlock_linkage){.library = r->library});
}

/* The same, with what is known of the others. Only what is read for a user is kept, not what is tried. */
static void link_in_context(reading *r, const scan_source *source, devlock_program *unit, bool parsed)
{
    context_look(r->context);
    context_link(r->context, r, source, unit);
    if (r->request && !r->silent)
        r->other = context_keep(r->context, unit, parsed);
}

/* Takes what was read in the document last. */
static void recall(reading *r, const scan_source *source)
{
    capture c;
    if (!context_kept(r->context, &c)) {
        r->unread = true;
        return;
    }
    if (check_width(r, source, c.pointer_bits)) {
        context_link(r->context, r, source, c.unit);
        r->unread |= !c.parsed;
    }
    capture_free(&c);
}

/* Reads a source into a program of its own, as if it were the only one. */
static bool read_unit(reading *r, const scan_source *source, const devlock_source *view, devlock_read_result *read)
{
    devlock_program *unit = devlock_program_new(devlock_program_pointer_bits(r->program));
    devlock_analysis_prepare(unit, r->model);
    devlock_program_file(unit, view->file); /* known to reports also if it holds no routine */
    bool parsed = devlock_frontend_read(unit, view, show_error, r, read);
    if (r->context)
        link_in_context(r, source, unit, parsed);
    else
        reading_link(r, source, unit);
    devlock_program_free(unit);
    return parsed;
}

/* ---- who wants to know what is read ---------------------------------------------------------------------------- */

typedef struct listener {
    const reading *reading;
    const scan_source *source;
} listener;

static void tell_input(const listener *l, const char *path, input_kind kind)
{
    const scan_request *request = l->reading->request;
    if (!request->on_input)
        return;
    if (kind == INPUT_FILE && *path != '/')
        request->on_input(request->input_user, path, INPUT_WANTED);
    const char *directory = *path == '/' ? NULL : l->source->directory;
    char *full = must_allocate(strlen(path) + (directory ? strlen(directory) : 0) + 2);
    sprintf(full, "%s%s%s", directory ? directory : "", directory ? "/" : "", path);
    request->on_input(request->input_user, full, kind);
    free(full);
}

static void hear_include(void *user, const char *from, const char *to)
{
    const listener *l = user;
    if (l->reading->touched)
        touched_include(l->reading->touched, from, to);
    if (l->reading->request)
        tell_input(l, to, INPUT_FILE);
}

static void hear_folder(void *user, const char *folder)
{
    const listener *l = user;
    if (l->reading->request)
        tell_input(l, folder, INPUT_FOLDER);
}

/* Reads a source in this process. */
static void read_here(reading *r, size_t index)
{
    const scan_source *source = &r->sources->items[index];
    listener listener = {r, source};
    devlock_source view = {.file = source->file,
                           .directory = source->directory,
                           .arguments = (const char *const *)source->arguments,
                           .argument_count = source->argument_count,
                           .buffers = r->buffers,
                           .buffer_count = r->buffer_count,
                           .warnings = r->warnings,
                           .on_include = r->touched || r->request ? hear_include : NULL,
                           .on_folder = r->request ? hear_folder : NULL,
                           .include_user = &listener,
                           .pause = r->request ? r->request->pause : NULL,
                           .lean = !(r->request && r->request->pause)};
    devlock_read_result read = {0};
    /* Asking for the width costs a run of the driver: not for each of many sources with one command. */
    if ((!index || !same_command(source, source - 1)) && !check_width(r, source, devlock_frontend_pointer_bits(&view)))
        return;
    if (r->touched)
        touched_source(r->touched, source->file, source->directory);
    r->errors = 0;
    if (!read_unit(r, source, &view, &read))
        r->unread = true;
    show_more(r, source);
    r->complaints += read.error_count + read.warning_count;
    r->parse_seconds += read.parse_seconds;
    r->lower_seconds += read.lower_seconds;
}

static void show_errors(reading *r, const scan_source *source, const capture_error *errors, size_t count)
{
    r->errors = 0;
    for (size_t i = 0; i < count; i++)
        show_error(r, errors[i].file, errors[i].line, errors[i].column, errors[i].text);
    show_more(r, source);
}

bool reading_take(reading *r, const scan_source *source, const capture *c)
{
    if (!check_width(r, source, c->pointer_bits))
        return false;
    if (r->touched)
        touched_source(r->touched, source->file, source->directory);
    for (size_t i = 0; r->touched && i < c->include_count; i++)
        touched_include(r->touched, c->includes[i].from, c->includes[i].to);
    if (!c->pointer_bits) /* then it holds no routine, and its width is any */
        c->unit->pointer_bits = devlock_program_pointer_bits(r->program);
    reading_link(r, source, c->unit);
    r->unread |= !c->parsed;
    r->complaints += (unsigned)c->error_count;
    return true;
}

/* Takes what another process read. */
static void read_capture(reading *r, const scan_source *source)
{
    capture c;
    const char *error = NULL;
    if (captured_read(r->captured, source, &c, &error)) {
        if (reading_take(r, source, &c))
            show_errors(r, source, c.errors, c.error_count);
        capture_free(&c);
        return;
    }
    check_width(r, source, 0);
    name_unread(r, source, error);
    r->unread = true;
}

static void read_source(reading *r, size_t index)
{
    const scan_source *source = &r->sources->items[index];
    if (r->verbose && !r->silent)
        print_command(source);
    if (r->captured)
        read_capture(r, source);
    else if (r->recalled)
        recall(r, source);
    else
        read_here(r, index);
}

/* After the errors of all sources. */
static void show_missing(reading *r)
{
    if (!r->silent)
        missing_print(r->missing, stderr);
    missing_free(r->missing);
    r->missing = NULL;
}

void reading_kept(reading *r, const kept_result *kept)
{
    r->missing = missing_new();
    for (size_t i = 0; i < r->sources->count; i++) {
        const scan_source *source = &r->sources->items[i];
        if (r->verbose && !r->silent)
            print_command(source);
        r->unread |= !kept->sources[i].read;
        show_errors(r, source, kept->sources[i].errors, kept->sources[i].error_count);
    }
    show_missing(r);
}

void reading_run(reading *r)
{
    r->missing = missing_new();
    for (size_t i = 0; i < r->sources->count; i++)
        read_source(r, i);
    show_missing(r);
}
