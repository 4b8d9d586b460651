/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a change touches; see touched.h.
 *
 * A file is touched if it changed or includes one that is touched. So is one that includes a file of the name of one
 * that was deleted: it found another one, or none.
 *
 * Needs: what git told, and who includes whom. Leaves: a narrower report. Cost: a look at the disk for each file that
 * is included, and the call graph once more.
 */
#define _GNU_SOURCE
#include "touched.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/affected.h"
#include "core/arena.h"
#include "core/graph.h"
#include "report/paths.h"

typedef struct edge {
    uint32_t from, to;
} edge;

typedef struct file {
    bool touched, is_source;
    bool holds; /* a routine that is affected */
} file;

struct touched {
    const changes *changes;
    arena *arena;
    const char *directory;
    string_map *ids;   /* path as it was told -> file */
    string_map *reals; /* where that leads to -> file */
    file *files;
    uint32_t count, capacity;
    edge *edges;
    uint32_t edge_count, edge_capacity;
    string_map *routines; /* "name\nfile" -> 1: affected */
    const char **scanned; /* the narrower report's */
    bool all;
};

touched *touched_new(const changes *changes)
{
    touched *t = must_zero(sizeof *t);
    t->changes = changes;
    t->arena = arena_new();
    t->ids = string_map_new();
    t->reals = string_map_new();
    t->routines = string_map_new();
    return t;
}

void touched_free(touched *t)
{
    if (!t)
        return;
    string_map_free(t->ids);
    string_map_free(t->reals);
    string_map_free(t->routines);
    free(t->files);
    free(t->edges);
    free(t->scanned);
    arena_free(t->arena);
    free(t);
}

void touched_all(touched *t)
{
    t->all = true;
}

/* ---- files ------------------------------------------------------------------------------------------------------ */

static uint32_t new_file(touched *t, const char *full, const char *real)
{
    ARRAY_RESERVE(t->files, t->count, t->capacity);
    t->files[t->count] = (file){.touched = changes_has(t->changes, full) || (real && changes_has(t->changes, real))};
    return t->count++;
}

/* The file of a path from the root. */
static uint32_t file_at(touched *t, const char *full)
{
    uint32_t *id = string_map_at(t->ids, arena_string(t->arena, full));
    if (*id != UINT32_MAX)
        return *id;
    char *real = realpath(full, NULL);
    uint32_t *same = string_map_at(t->reals, arena_string(t->arena, real ? real : full));
    if (*same == UINT32_MAX)
        *same = new_file(t, full, real);
    else if (changes_has(t->changes, full))
        t->files[*same].touched = true;
    *id = *same;
    free(real);
    return *id;
}

/* The file of a path as Clang or the user named it, in the folder of the source that is being read. */
static uint32_t file_named(touched *t, const char *path)
{
    char *from = NULL;
    if (t->directory && *path != '/' && asprintf(&from, "%s/%s", t->directory, path) < 0)
        abort();
    char *full = path_absolute(from ? from : path);
    uint32_t id = file_at(t, full);
    free(from);
    free(full);
    return id;
}

/* Looking for it may move the files. */
static file *file_of(touched *t, const char *path)
{
    uint32_t id = file_named(t, path);
    return &t->files[id];
}

void touched_source(touched *t, const char *path, const char *directory)
{
    t->directory = NULL;
    file_of(t, path)->is_source = true;
    t->directory = directory ? arena_string(t->arena, directory) : NULL;
}

void touched_include(void *user, const char *from, const char *to)
{
    touched *t = user;
    const char *name = strrchr(to, '/');
    uint32_t includer = file_named(t, from);
    if (string_map_find(t->changes->gone, name ? name + 1 : to))
        t->files[includer].touched = true;
    uint32_t included = file_named(t, to);
    ARRAY_RESERVE(t->edges, t->edge_count, t->edge_capacity);
    t->edges[t->edge_count++] = (edge){includer, included};
}

bool touched_changed(touched *t, const char *path)
{
    t->directory = NULL;
    return file_of(t, path)->touched;
}

/* Chains of includes are short: few rounds. */
static void spread(touched *t)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < t->edge_count; i++)
            if (t->files[t->edges[i].to].touched && !t->files[t->edges[i].from].touched)
                t->files[t->edges[i].from].touched = changed = true;
    }
}

size_t touched_source_count(const touched *t)
{
    size_t count = 0;
    for (uint32_t i = 0; i < t->count; i++)
        count += t->files[i].is_source && (t->files[i].touched || t->all);
    return count;
}

/* ---- routines --------------------------------------------------------------------------------------------------- */

static const char *routine_key(touched *t, const char *name, uint32_t file)
{
    return arena_format(t->arena, "%s\n%u", name, file);
}

void touched_find(touched *t, const devlock_program *p, const devlock_model *model, bool whole)
{
    bool *changed = must_zero(p->function_count + 1), *named = must_zero(p->function_count + 1);
    bool *lost = must_zero(p->function_count + 1);
    t->directory = NULL;
    spread(t);
    for (uint32_t i = 0; i < p->function_count; i++) {
        named[i] = string_map_find(t->changes->words, p->functions[i].name) != NULL;
        lost[i] = string_map_find(t->changes->lost, p->functions[i].name) != NULL;
    }
    for (uint32_t n = 0; n < p->routine_count; n++) {
        const devlock_routine *r = p->routines[n];
        uint32_t place = r->place.file;
        changed[r->function] = place == DEVLOCK_NONE || file_of(t, devlock_program_path(p, place))->touched;
    }
    bool *affected = affected_functions(p, model, changed, named, lost, whole);
    for (uint32_t n = 0; n < p->routine_count; n++) {
        const devlock_routine *r = p->routines[n];
        if (!affected[r->function])
            continue;
        *string_map_at(t->routines, routine_key(t, p->functions[r->function].name, r->place.file)) = 1;
        if (r->place.file != DEVLOCK_NONE)
            file_of(t, devlock_program_path(p, r->place.file))->holds = true;
    }
    free(affected);
    free(changed);
    free(named);
    free(lost);
}

/* ---- the report ------------------------------------------------------------------------------------------------- */

static bool keeps_file(touched *t, const char *path)
{
    const file *f = file_of(t, path);
    return f->touched || f->holds;
}

static bool keeps_finding(touched *t, const report *report, const devlock_finding *f)
{
    if (f->place.file == DEVLOCK_NONE || string_map_find(t->routines, routine_key(t, f->routine, f->place.file)))
        return true;
    return file_of(t, devlock_program_path(report->program, f->place.file))->touched;
}

/* What could not be read at all may have to do with the change. */
static bool keeps_gap(touched *t, const report *report, const devlock_gap *gap)
{
    return !gap->name || gap->place.file == DEVLOCK_NONE ||
           file_of(t, devlock_program_path(report->program, gap->place.file))->touched;
}

void touched_narrow(touched *t, report *report)
{
    size_t kept = 0;
    if (t->all)
        return;
    t->directory = NULL;
    for (size_t i = 0; i < report->finding_count; i++)
        if (keeps_finding(t, report, report->findings[i].finding))
            report->findings[kept++] = report->findings[i];
        else
            report->outside += report_shows(&report->findings[i]);
    report->finding_count = kept;
    kept = 0;
    for (size_t i = 0; i < report->gap_count; i++)
        if (keeps_gap(t, report, report->gaps[i].gap))
            report->gaps[kept++] = report->gaps[i];
        else
            report->outside_gaps += !report->gaps[i].mark.suppressed;
    report->gap_count = kept;
    kept = 0;
    for (size_t i = 0; i < report->unused_count; i++)
        if (keeps_file(t, devlock_program_path(report->program, report->unused[i].place.file)))
            report->unused[kept++] = report->unused[i];
        else
            free(report->unused[i].text);
    report->unused_count = kept;
    kept = 0;
    t->scanned = must_allocate((report->scanned_count + 1) * sizeof *t->scanned);
    for (size_t i = 0; i < report->scanned_count; i++)
        if (keeps_file(t, report->scanned[i]))
            t->scanned[kept++] = report->scanned[i];
    report->scanned = t->scanned;
    report->scanned_count = kept;
}
