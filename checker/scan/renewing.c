/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Renewing a context; see renewing.h.
 *
 * A capture is right if it is of this build and these models, if all that was read for it is what it was, and if its
 * source's command is. One that is not, but can be read, is used until the new one is there: what it says is nearer to
 * the truth than nothing.
 *
 * Needs: the record of a scan. Leaves: the record of a context, and captures. Cost: a look at each file that any of the
 * sources reads; and reading, with Clang, those that changed.
 */
#define _GNU_SOURCE
#include "renewing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "asked.h"
#include "capture_command.h"
#include "capture_file.h"
#include "context.h"
#include "core/arena.h"
#include "editor/runs.h"
#include "inputs.h"
#include "manifest.h"
#include "record.h"
#include "report/json.h"
#include "report/paths.h"
#include "unsaved.h"
#include "work.h"

#define MOST_SOURCES    500u /* in all drivers of a document */
#define SECONDS         60u  /* of processor time for a source */
#define RENEWAL_NICE    5    /* taking captures again must not delay findings */
#define CHANGE_ANY_TIME INT64_MAX

/* ---- telling --------------------------------------------------------------------------------------------------- */

/* A line for the server: what the document is linked with, what of that was captured again. sources: NULL: nothing is
 * known. */
static void tell(const renewing *w, const scan_sources *sources, bool changed)
{
    json_t *others = json_array(), *taken = json_array(), *say = json_array();
    for (size_t i = 0; sources && i < sources->count; i++) {
        char *path = context_path(&w->spelling, w->root, NULL, sources->items[i].file);
        if (strcmp(path, w->document) != 0)
            json_add(others, json_text(path));
        free(path);
    }
    for (size_t i = 0; i < w->taken.count; i++)
        json_add(taken, json_text(w->taken.items[i]));
    for (size_t i = 0; i < w->left.count; i++)
        json_add(say, json_text(w->left.items[i]));
    json_print(stdout, json_make("type", json_text("context"), "others", others, "taken", taken, "changed",
                                 changed ? json_true() : json_false(), "say", say, NULL));
    putchar('\n');
    fflush(stdout);
}

static void leave(renewing *w, const char *what, const char *file, const char *why)
{
    char *text;
    if (asprintf(&text, what, file, why) < 0)
        abort();
    names_add(&w->left, text);
    free(text);
}

/* ---- which scan ------------------------------------------------------------------------------------------------ */

/* The document among the sources; NULL: it is none of them. */
static const scan_source *own_source(const renewing *w)
{
    for (size_t i = 0; i < w->known.count; i++) {
        char *path = context_path(&w->spelling, w->root, NULL, w->known.items[i].file);
        bool own = strcmp(path, w->document) == 0;
        free(path);
        if (own)
            return &w->known.items[i];
    }
    return NULL;
}

/* Takes the record of a work folder, if it knows the document. */
static bool take_folder(renewing *w, const char *folder, bool *any)
{
    char *path;
    if (asprintf(&path, "%s/%s", folder, RECORD_NAME) < 0)
        abort();
    bool there = record_read(path, &w->root, &w->known), knows = there && own_source(w);
    *any |= there;
    if (knows) {
        w->folder = strdup(folder);
    } else if (there) {
        sources_free(&w->known);
        free(w->root);
        w->root = NULL;
    }
    free(path);
    return knows;
}

/* The folder that the user named, or those that scans use which are started in a folder above the document. */
static bool find_record(renewing *w, const char *chosen, bool *any)
{
    char *real = realpath(w->document, NULL), *above = strdup(real ? real : w->document), *end;
    bool found = false;
    free(real);
    if (chosen) {
        char *folder = path_absolute(chosen);
        found = take_folder(w, folder, any);
        free(folder);
    }
    while (!chosen && !found && (end = strrchr(above, '/')) && end != above) {
        *end = '\0';
        char *folder = work_default(above);
        found = folder && take_folder(w, folder, any);
        free(folder);
    }
    free(above);
    return found;
}

/* ---- which sources --------------------------------------------------------------------------------------------- */

static size_t count_in(const renewing *w, const char *driver)
{
    size_t count = 0;
    for (size_t i = 0; i < w->known.count; i++)
        count += source_is_in(&w->known.items[i], driver);
    return count;
}

/* A driver is too large, by itself or beside those that were chosen already. It is said of the driver, so that it is
 * said once, whichever of its files are open. */
static void leave_driver(renewing *w, const char *driver, bool beside)
{
    char why[160];
    snprintf(why, sizeof why, "%s more than %u sources, too many to follow while somebody types (docs/editors.md)",
             beside ? "together with other drivers that have files in common with it it has" : "it has", MOST_SOURCES);
    leave(w, "files of %s are analysed without the other files of it: %s", driver, why);
}

/* The drivers of the document, as far as they are not too large to be followed while somebody types. */
static scan_names choose_drivers(renewing *w, const scan_source *own)
{
    scan_names chosen = {0};
    size_t total = 0;
    for (size_t i = 0; i < own->drivers.count; i++) {
        const char *driver = own->drivers.items[i];
        size_t count = count_in(w, driver);
        if (total + count > MOST_SOURCES) {
            leave_driver(w, driver, count <= MOST_SOURCES);
            continue;
        }
        total += count;
        names_add(&chosen, driver);
    }
    return chosen;
}

static void keep_names(scan_names *names, const scan_names *chosen)
{
    scan_names all = *names;
    *names = (scan_names){0};
    for (size_t i = 0; i < all.count; i++)
        if (names_have(chosen, all.items[i]))
            names_add(names, all.items[i]);
    names_clear(&all);
}

static void narrow(renewing *w, const scan_names *chosen)
{
    for (size_t i = w->known.count; i-- > 0;) {
        keep_names(&w->known.items[i].drivers, chosen);
        keep_names(&w->known.items[i].library_of, chosen);
        if (!w->known.items[i].drivers.count)
            sources_remove(&w->known, i);
    }
}

static bool choose_sources(renewing *w)
{
    const scan_source *own = own_source(w);
    if (own->drivers.count) {
        scan_names chosen = choose_drivers(w, own);
        narrow(w, &chosen);
        names_clear(&chosen);
    } else if (w->known.count > MOST_SOURCES) {
        leave_driver(w, w->root, false);
        sources_clear(&w->known);
    }
    return w->known.count != 0;
}

static void forget_context(const renewing *w)
{
    char *record = context_record(w->session, w->document);
    unlink(record);
    free(record);
}

bool renewing_start(renewing *w, const run_wish *wish, bool without, const char *work)
{
    bool any = false;
    *w = (renewing){.session = wish->session, .document = wish->source->path, .open = wish->open};
    w->spelling = spelling_of(w->document);
    bool found = !without && find_record(w, work, &any);
    if (without)
        ; /* the user said so */
    else if (!found && any)
        leave(w, "%s is analysed by itself: the last scan did not read it%s", w->document,
              " (it is new, or left out, or its driver names no lock); after a new scan it may be known");
    else if (!found)
        leave(w, "files are analysed by themselves: %s %s",
              "no scan of them was found that tells of the others of their",
              "driver; devlock scan -j2 FOLDER makes one (docs/editors.md)");
    bool good = found && choose_sources(w);
    if (good && chdir(w->root) != 0) {
        leave(w, "files are analysed by themselves: the folder of the scan, %s, cannot be used: %s", w->root,
              strerror(errno));
        good = false;
    }
    if (!good) {
        forget_context(w);
        tell(w, NULL, false);
    }
    return good;
}

void renewing_request(renewing *w, scan_request *request)
{
    for (size_t i = 0; i < w->known.count; i++) {
        const scan_source *s = &w->known.items[i];
        sources_add_file(&request->sources, s->file);
        if (context_was_given(s))
            source_set_command(&request->sources.items[i], s->directory, (const char *const *)s->arguments,
                               s->argument_count, s->origin);
    }
    request->renewing = w;
}

void renewing_stop(renewing *w)
{
    spelling_free(&w->spelling);
    free(w->folder);
    free(w->root);
    sources_free(&w->known);
    names_clear(&w->left);
    names_clear(&w->taken);
}

/* ---- which captures -------------------------------------------------------------------------------------------- */

typedef struct renewal {
    renewing *of;
    const scan_request *request;
    capture_maker maker;
    inputs_again *again;
    unsaved unsaved;
    bool *stale; /* by source */
    bool *typed; /* by source: it includes texts that are not saved */
    bool closed; /* a text that the editor had is not open any more */
    char **made; /* by source: where it is captured anew */
} renewal;

/* Where it is recorded what a capture was made of; free() it. */
static char *record_of(const char *path)
{
    char *record;
    if (asprintf(&record, "%s.inputs", path) < 0)
        abort();
    return record;
}

static bool readable(const renewal *r, const char *path)
{
    size_t size;
    capture c;
    const char *error;
    uint8_t *bytes = whole_file(path, &size);
    bool good = bytes && capture_unpack(&c, bytes, size, &r->maker, &error);
    if (good)
        capture_free(&c);
    free(bytes);
    return good;
}

/* Whether a capture says what reading its source again would say. */
static bool right(const renewal *r, const char *path)
{
    char *record = record_of(path);
    bool good = access(path, R_OK) == 0 && !inputs_differ(r->again, record, CHANGE_ANY_TIME) && readable(r, path);
    free(record);
    return good;
}

/* The source as it would be captured now; NULL: it would not. */
static const scan_source *source_now(const renewal *r, const scan_source *known)
{
    const scan_sources *all = &r->request->sources;
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].given, known->file) == 0)
            return &all->items[i];
    return NULL;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_command(const scan_source *a, const scan_source *b)
{
    bool same = a->argument_count == b->argument_count && same_text(a->directory, b->directory);
    for (size_t i = 0; same && i < a->argument_count; i++)
        same = strcmp(a->arguments[i], b->arguments[i]) == 0;
    return same;
}

/* Where the capture of a source goes: by its path and its command. */
static char *place_of(const renewal *r, const scan_source *now)
{
    char *name, *path = context_path(&r->of->spelling, r->of->root, NULL, now->file), *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "%s\n%s", path, now->directory ? now->directory : "");
    for (size_t i = 0; i < now->argument_count; i++)
        fprintf(out, "\n%s", now->arguments[i]);
    fclose(out);
    if (asprintf(&name, "%s-%016llx", path, (unsigned long long)text_hash(text)) < 0)
        abort();
    char *place = manifest_path(r->of->session, name, ".renewed");
    free(name);
    free(text);
    free(path);
    return place;
}

/* Forgets what was read in a text of the editor; gives whether there was any. */
static bool forget_text(const renewal *r, const char *path)
{
    char *capture = context_capture(r->of->session, path);
    bool gone = unlink(capture) == 0;
    free(capture);
    return gone;
}

/* Whether a capture was made of a file whose text in the editor is another one. */
static bool includes_unsaved(const renewal *r, const char *path)
{
    char *record = record_of(path);
    bool includes = unsaved_matters(&r->unsaved, record);
    free(record);
    return includes;
}

/* Chooses what is right of the captures of a source, or what was before, and says that it is to be made again. */
static void choose_made(renewal *r, size_t index, const char *scanned, bool same)
{
    scan_source *known = &r->of->known.items[index];
    const char *made = r->made[index];
    char *typed = unsaved_place(made);
    r->typed[index] = includes_unsaved(r, made) || includes_unsaved(r, scanned);
    if (r->typed[index])
        r->stale[index] = !unsaved_is_of(&r->unsaved, typed) || !right(r, typed);
    else if (right(r, made))
        scanned = NULL;
    else if (same && right(r, scanned))
        made = NULL;
    else
        r->stale[index] = true;
    const char *const found[] = {r->typed[index] ? typed : NULL, made, scanned};
    for (size_t i = 0; i < sizeof found / sizeof *found && !known->capture; i++)
        known->capture = found[i] && readable(r, found[i]) ? strdup(found[i]) : NULL;
    free(typed);
}

static void choose_capture(renewal *r, size_t index)
{
    renewing *w = r->of;
    scan_source *known = &w->known.items[index];
    const scan_source *now = source_now(r, known);
    char *name = manifest_capture(known), *path = context_path(&w->spelling, w->root, NULL, known->file), *scanned;
    if (asprintf(&scanned, "%s/%s", w->folder, name) < 0)
        abort();
    r->closed |= !documents_at_path(w->open, path) && forget_text(r, path);
    r->made[index] = now ? place_of(r, now) : NULL;
    if (strcmp(path, w->document) == 0) {
        ; /* its text is with the editor */
    } else if (!now || access(path, R_OK) != 0) {
        leave(w, "%s is left out of what is known of open files: %s", path,
              now ? "it is not there any more" : "Exclude leaves it out");
    } else {
        choose_made(r, index, scanned, same_command(known, now));
        r->stale[index] &= !documents_at_path(w->open, path);
    }
    free(scanned);
    free(path);
    free(name);
}

/* Gives false if that showed that the source includes texts that are not saved: it is to be made once more, with them.
 */
static bool capture_again(renewal *r, size_t index)
{
    renewing *w = r->of;
    scan_source *known = &w->known.items[index];
    const scan_source *now = source_now(r, known);
    bool typed = r->typed[index];
    devlock_source view = {.file = now->file,
                           .directory = now->directory,
                           .arguments = (const char *const *)now->arguments,
                           .argument_count = now->argument_count,
                           .buffers = r->unsaved.buffers,
                           .buffer_count = typed ? r->unsaved.count : 0};
    char *to = typed ? unsaved_place(r->made[index]) : strdup(r->made[index]), *record = record_of(to);
    unsaved_forget(to);
    bool good = capture_source(to, record, &view, &r->maker, SECONDS) && readable(r, to);
    if (good && typed)
        unsaved_set(&r->unsaved, to);
    r->typed[index] = good && (typed || unsaved_matters(&r->unsaved, record));
    free(known->capture);
    known->capture = good ? to : NULL;
    free(record);
    if (good)
        return r->typed[index] == typed;
    leave(w, "%s is left out of what is known of open files: %s", known->file, "it could not be read");
    free(to);
    return true;
}

/* Gives whether the context is another one now. */
static bool write_context(const renewing *w)
{
    size_t before, after;
    char *path = context_record(w->session, w->document);
    uint8_t *old = whole_file(path, &before);
    record_write(path, w->root, &w->known);
    uint8_t *fresh = whole_file(path, &after);
    bool same = old && fresh && before == after && memcmp(old, fresh, after) == 0;
    free(old);
    free(fresh);
    free(path);
    return !same;
}

/* Takes again what is to be; gives whether anything was. */
static bool renew(renewal *r)
{
    bool any = false;
    for (size_t i = 0; i < r->of->known.count; i++) {
        if (!r->stale[i])
            continue;
        if (!any && nice(RENEWAL_NICE) < 0)
            errno = 0; /* it is only polite */
        any = true;
        while (!capture_again(r, i))
            ;
        char *path = context_path(&r->of->spelling, r->of->root, NULL, r->of->known.items[i].file);
        names_add(&r->of->taken, path);
        free(path);
    }
    return any;
}

int renewing_run(renewing *w, const scan_request *request, const devlock_model *model)
{
    size_t count = w->known.count;
    char *asked = asked_text(model);
    renewal r = {.of = w, .request = request, .maker = this_maker(asked, w->root), .again = inputs_again_new()};
    unsaved_find(&r.unsaved, w->open);
    r.stale = must_zero((count + 1) * sizeof *r.stale);
    r.typed = must_zero((count + 1) * sizeof *r.typed);
    r.made = must_zero((count + 1) * sizeof *r.made);
    for (size_t i = 0; i < count; i++)
        choose_capture(&r, i);
    bool changed = write_context(w) || r.closed;
    tell(w, &w->known, changed);
    if (renew(&r)) {
        write_context(w);
        tell(w, &w->known, true);
    }
    for (size_t i = 0; i < count; i++)
        free(r.made[i]);
    free(r.made);
    free(r.stale);
    free(r.typed);
    unsaved_free(&r.unsaved);
    inputs_again_free(r.again);
    free(asked);
    return SCAN_CLEAN;
}
