/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Drivers; see drivers.h.
 *
 * Needs: sources with commands. Leaves: what they belong to. Cost: reading all of them, and the headers that they
 * include, as words (sketch/); each file once.
 */
#include "drivers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "frontend/frontend.h"
#include "libraries.h"
#include "project/paths.h"
#include "sketch/relevance.h"

/* ---- groups ---------------------------------------------------------------------------------------------------- */

static const char *folder_of(arena *arena, const char *path)
{
    const char *folder = path_folder(arena, path);
    return *folder ? folder : ".";
}

static group *put(finding_drivers *f, const char *name, const char *folder, size_t source)
{
    uint32_t *at = string_map_at(f->by_name, name);
    if (*at == UINT32_MAX) {
        ARRAY_RESERVE(f->groups, f->count, f->capacity);
        const scan_project *project = sources_project(f->sources, name);
        f->groups[f->count] =
            (group){.name = name, .folder = folder, .project = project, .whole = project && project->whole};
        *at = (uint32_t)f->count++;
    }
    group *g = &f->groups[*at];
    ARRAY_RESERVE(g->sources, g->source_count, g->source_capacity);
    g->sources[g->source_count++] = source;
    return g;
}

/* The topmost of the folders from here up that have sources, one right above the other. */
static const char *top_folder(const finding_drivers *f, string_map *folders, const char *folder)
{
    for (;;) {
        const char *above = folder_of(f->arena, folder);
        if (strcmp(above, folder) == 0 || !string_map_find(folders, above)) /* "." and "/" are their own */
            return folder;
        folder = above;
    }
}

/* A folder without "./": sources have it where the folder "." was named, projects do not. */
static const char *plain(const char *folder)
{
    return strncmp(folder, "./", 2) == 0 ? folder + 2 : folder;
}

/* The folders of projects. What none of these names in its own folder is no library of others: none builds it. */
static string_map *project_folders(const finding_drivers *f)
{
    string_map *folders = string_map_new();
    for (size_t i = 0; i < f->sources->project_count; i++)
        string_map_at(folders, folder_of(f->arena, f->sources->projects[i].name));
    return folders;
}

static void make_groups(finding_drivers *f, bool one)
{
    string_map *folders = string_map_new(); /* those with sources that no build names */
    string_map *built = project_folders(f);
    const scan_sources *s = f->sources;
    for (size_t i = 0; i < s->count; i++)
        if (!s->items[i].groups.count)
            string_map_at(folders, folder_of(f->arena, s->items[i].file));
    for (size_t i = 0; one && i < s->count; i++)
        put(f, "all", ".", i);
    for (size_t i = 0; !one && i < s->count; i++) {
        const scan_names *named = &s->items[i].groups;
        const char *folder = folder_of(f->arena, s->items[i].file);
        for (size_t k = 0; k < named->count; k++)
            put(f, named->items[k], folder, i);
        if (!named->count) {
            const char *top = top_folder(f, folders, folder);
            put(f, top, top, i)->whole |= string_map_find(built, plain(folder)) != NULL;
        }
    }
    string_map_free(folders);
    string_map_free(built);
}

/* ---- what groups define ------------------------------------------------------------------------------- */

static bool is_entry(const char *name)
{
    static const char *const entries[] = {"DriverEntry", "GsDriverEntry", "DllInitialize", "DllMain",   "main",
                                          "wmain",       "WinMain",       "wWinMain",      "_tWinMain", "_tmain"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        if (strcmp(name, entries[i]) == 0)
            return true;
    return false;
}

static void note_definitions(finding_drivers *f, size_t id)
{
    group *g = &f->groups[id];
    for (uint32_t i = 0; i < g->reach.count; i++) {
        const reached_file *file = &g->reach.items[i];
        for (uint32_t k = 0; file->sketch && !file->system && k < file->sketch->defines.count; k++) {
            uint32_t word = file->sketch->defines.items[k];
            g->whole |= is_entry(vocabulary_text(f->words, word));
            if (!group_defines(f, id, word))
                word_list_add(group_definers(f, word), (uint32_t)id);
        }
    }
}

static void reach_groups(finding_drivers *f)
{
    for (size_t i = 0; i < f->count; i++) {
        group *g = &f->groups[i];
        reach_start(&g->reach, f->files);
        for (size_t k = 0; k < g->source_count; k++) {
            const scan_source *s = &f->sources->items[g->sources[k]];
            reach_add(&g->reach, s->file, s->directory, (const char *const *)s->arguments, s->argument_count);
        }
        reach_close(&g->reach);
        note_definitions(f, i);
    }
}

/* ---- drivers --------------------------------------------------------------------------------------------------- */

static void enter(finding_drivers *f, size_t id)
{
    if (f->in[id])
        return;
    f->in[id] = true;
    f->groups[id].covered = true;
    for (size_t i = 0; i < f->groups[id].need_count; i++)
        enter(f, f->groups[id].needs[i]);
}

/* A driver: a group with all that it needs. */
static void make_driver(finding_drivers *f, size_t id)
{
    memset(f->in, 0, f->count);
    enter(f, id);
    for (size_t i = 0; i < f->count; i++)
        for (size_t k = 0; f->in[i] && k < f->groups[i].source_count; k++)
            names_add(&f->sources->items[f->groups[i].sources[k]].drivers, f->groups[id].name);
    for (size_t i = 0; i < f->count; i++)
        for (size_t k = 0; f->in[i] && i != id && k < f->groups[i].source_count; k++)
            names_add(&f->sources->items[f->groups[i].sources[k]].library_of, f->groups[id].name);
    for (size_t k = 0; k < f->groups[id].source_count; k++)
        names_remove(&f->sources->items[f->groups[id].sources[k]].library_of, f->groups[id].name);
}

/* Those that are whole, then those that nothing needs, then what is left: groups that need each other. */
static void make_drivers(finding_drivers *f)
{
    bool *needed = must_zero(f->count + 1);
    f->in = must_zero(f->count + 1);
    for (size_t i = 0; i < f->count; i++)
        for (size_t k = 0; k < f->groups[i].need_count; k++)
            needed[f->groups[i].needs[k]] |= f->groups[i].needs[k] != i;
    for (unsigned round = 0; round < 3; round++)
        for (size_t i = 0; i < f->count; i++)
            if (!f->groups[i].covered && (round == 2 || (round == 1 ? !needed[i] : f->groups[i].whole)))
                make_driver(f, i);
    free(needed);
}

/* ---- what matters ---------------------------------------------------------------------------------------------- */

typedef struct judging {
    finding_drivers *f;
    const char **why;    /* by group: what it names; NULL: nothing that matters */
    string_map *matters; /* by the name of a driver: the number of a group that matters, or none */
} judging;

static void judge_groups(judging *j, const devlock_model *model)
{
    finding_drivers *f = j->f;
    relevance *relevance = relevance_new(f->words, model, devlock_frontend_annotations());
    j->why = must_zero((f->count + 1) * sizeof *j->why);
    j->matters = string_map_new();
    for (size_t i = 0; i < f->count; i++) {
        const group *g = &f->groups[i];
        j->why[i] = relevance_of(relevance, &g->reach);
        const scan_source *any = &f->sources->items[g->sources[0]];
        for (size_t k = 0; j->why[i] && k < any->drivers.count; k++)
            *string_map_at(j->matters, arena_string(f->arena, any->drivers.items[k])) = (uint32_t)i;
    }
    relevance_free(relevance);
}

/* Keeps those drivers of a source that matter. */
static void narrow(const judging *j, scan_names *drivers)
{
    scan_names all = *drivers;
    *drivers = (scan_names){0};
    for (size_t i = 0; i < all.count; i++)
        if (string_map_find(j->matters, all.items[i]))
            names_add(drivers, all.items[i]);
    names_clear(&all);
}

static void take_out(judging *j, scan_sources *skipped)
{
    scan_sources *s = j->f->sources;
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        narrow(j, &s->items[i].drivers);
        if (s->items[i].drivers.count) {
            s->items[kept++] = s->items[i];
            continue;
        }
        ARRAY_RESERVE(skipped->items, skipped->count, skipped->capacity);
        skipped->items[skipped->count++] = s->items[i];
    }
    s->count = kept;
}

/* ---- telling --------------------------------------------------------------------------------------------------- */

static void tell_driver(const judging *j, const char *name)
{
    size_t count = 0;
    const scan_sources *s = j->f->sources;
    for (size_t i = 0; i < s->count; i++)
        count += source_is_in(&s->items[i], name);
    fprintf(stderr, "devlock: driver %s: %zu source%s", name, count, count == 1 ? "" : "s");
    const uint32_t *by = j->matters ? string_map_find(j->matters, name) : NULL;
    if (by)
        fprintf(stderr, "; %s in %s\n", j->why[*by], j->f->groups[*by].name);
    else
        fputs(j->matters ? "; nothing in it has to do with what the models describe: not parsed\n" : "\n", stderr);
}

/* Each driver, at the group that it has its name from. */
static void tell_drivers(const judging *j)
{
    for (size_t i = 0; i < j->f->count; i++) {
        const group *g = &j->f->groups[i];
        if (source_is_in(&j->f->sources->items[g->sources[0]], g->name))
            tell_driver(j, g->name);
    }
}

static void keep_input(void *user, const char *path, bool is_folder)
{
    inputs_add_kind(user, path, is_folder ? INPUT_FOLDER : INPUT_ALONE);
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

static void free_all(finding_drivers *f)
{
    for (size_t i = 0; i < f->count; i++) {
        reach_free(&f->groups[i].reach);
        free(f->groups[i].sources);
        free(f->groups[i].needs);
    }
    for (uint32_t i = 0; i < f->definer_count; i++)
        word_list_free(&f->definers[i]);
    free(f->definers);
    free(f->groups);
    free(f->in);
    string_map_free(f->by_name);
    sketch_files_free(f->files);
    vocabulary_free(f->words);
    arena_free(f->arena);
}

/* A scan of one driver needs no names. */
static void forget_single(scan_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        if (sources->items[i].drivers.count != 1 ||
            strcmp(sources->items[i].drivers.items[0], sources->items[0].drivers.items[0]) != 0)
            return;
    for (size_t i = sources->count; i-- > 0;) {
        names_clear(&sources->items[i].drivers);
        names_clear(&sources->items[i].library_of);
    }
}

struct drivers_reading {
    vocabulary *words;
    sketch_files *files;
};

drivers_reading *drivers_begin(const scan_request *request)
{
    const scan_sources *sources = &request->sources;
    if (!sources->searched || request->editor || (request->one_driver && request->no_prefilter))
        return NULL;
    drivers_reading *r = must_zero(sizeof *r);
    r->words = vocabulary_new();
    r->files = sketch_files_new(r->words);
    for (size_t i = 0; i < sources->count; i++)
        sketch_files_expect(r->files, sources->items[i].file);
    return r;
}

void drivers_find(drivers_reading *reading, scan_request *request, const devlock_model *model, plan *plan)
{
    if (!reading)
        return;
    scan_sources *sources = &request->sources;
    finding_drivers f = {.sources = sources, .words = reading->words, .files = reading->files, .arena = arena_new()};
    judging j = {.f = &f};
    free(reading);
    f.by_name = string_map_new();
    make_groups(&f, request->one_driver);
    reach_groups(&f);
    libraries_find(&f);
    make_drivers(&f);
    if (!request->no_prefilter)
        judge_groups(&j, model);
    if (request->verbose)
        tell_drivers(&j);
    if (!request->no_prefilter)
        take_out(&j, &plan->skipped);
    forget_single(sources);
    if (plan->inputs)
        sketch_files_each(f.files, keep_input, plan->inputs);
    if (j.matters)
        string_map_free(j.matters);
    free(j.why);
    free_all(&f);
}
