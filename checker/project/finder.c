/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Finding projects; see finder.h.
 *
 * Needs the disk. Leaves behind what it found, for the next source. Costs a listing of each folder and a reading of
 * each project, once.
 */
#include "finder.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "paths.h"

/* A folder, as far as it matters. */
typedef struct listing {
    project_list projects, folders; /* names, sorted */
    project_list others;            /* that projects may look for */
    bool headers;                   /* it has some */
    bool top;                       /* a repository begins here */
} listing;

struct finder {
    arena *arena;
    places *places;
    string_map *folders; /* path -> index of a listing */
    listing *listings;
    size_t listing_count, listing_capacity;
    string_map *files; /* path -> index of a project */
    project **projects;
    size_t project_count, project_capacity;
    project_list unread;
    project_list listed, read; /* paths */
};

finder *finder_new(void)
{
    finder *f = must_zero(sizeof *f);
    f->arena = arena_new();
    f->places = places_new(f->arena);
    f->folders = string_map_new();
    f->files = string_map_new();
    return f;
}

static void free_listing(listing *l)
{
    free(l->projects.items);
    free(l->folders.items);
    free(l->others.items);
}

void finder_free(finder *f)
{
    for (size_t i = 0; i < f->listing_count; i++)
        free_listing(&f->listings[i]);
    for (size_t i = 0; i < f->project_count; i++)
        if (f->projects[i])
            project_free(f->projects[i]);
    free(f->listings);
    free(f->projects);
    free(f->unread.items);
    free(f->listed.items);
    free(f->read.items);
    string_map_free(f->folders);
    string_map_free(f->files);
    places_free(f->places);
    arena_free(f->arena);
    free(f);
}

char *finder_meant(finder *f, const char *folder, const char *name)
{
    return path_meant(f->places, folder, name);
}

const project_list *finder_unread(const finder *f)
{
    return &f->unread;
}

/* What is not there may appear in the nearest folder that is, under any spelling of its name. */
static void tell_look(const finder *f, const char *path, void (*each)(void *user, const char *path, bool is_folder),
                      void *user)
{
    each(user, path, false);
    const char *folder = path;
    while (!path_is_there(f->places, folder) && *folder)
        folder = path_folder(f->arena, folder);
    if (folder != path && *folder)
        each(user, folder, true);
}

void finder_each(const finder *f, void (*each)(void *user, const char *path, bool is_folder), void *user)
{
    for (size_t i = 0; i < f->listed.count; i++)
        each(user, f->listed.items[i], true);
    for (size_t i = 0; i < f->read.count; i++)
        each(user, f->read.items[i], false);
    for (size_t i = 0; i < f->project_count; i++)
        for (size_t k = 0; f->projects[i] && k < f->projects[i]->looked.count; k++)
            tell_look(f, f->projects[i]->looked.items[k], each, user);
}

void finder_each_project(const finder *f, void (*each)(void *user, const project *project), void *user)
{
    for (size_t i = 0; i < f->project_count; i++)
        if (f->projects[i])
            each(user, f->projects[i]);
}

/* ---- folders ------------------------------------------------------------------------------------------------- */

static bool is_folder(arena *arena, const char *folder, const struct dirent *entry)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_DIR;
    return lstat(arena_format(arena, "%s/%s", folder, entry->d_name), &status) == 0 && S_ISDIR(status.st_mode);
}

static int plain(const struct dirent *entry)
{
    return entry->d_name[0] != '.' || strcmp(entry->d_name, ".git") == 0;
}

/* Files that projects import or ask for, by their names. */
static bool is_other(const char *name)
{
    return path_has_ending(name, ".props") || path_has_ending(name, ".targets") || path_has_ending(name, ".sln");
}

static listing read_listing(arena *arena, const char *folder)
{
    listing made = {0};
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, plain, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".git") == 0)
            made.top = true;
        else if (is_folder(arena, folder, entries[i]))
            project_list_add(&made.folders, arena_string(arena, name));
        else if (project_is_file(name))
            project_list_add(&made.projects, arena_string(arena, name));
        else if (is_other(name))
            project_list_add(&made.others, arena_string(arena, name));
        else
            made.headers |= path_has_ending(name, ".h");
        free(entries[i]);
    }
    free(entries);
    return made;
}

void finder_names(const char *folder, void (*each)(void *user, const char *name), void *user)
{
    arena *arena = arena_new();
    listing l = read_listing(arena, folder);
    const project_list *lists[] = {&l.projects, &l.folders, &l.others};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t k = 0; k < lists[i]->count; k++)
            each(user, lists[i]->items[k]);
    if (l.top)
        each(user, ".git");
    if (l.headers)
        each(user, "*.h");
    free_listing(&l);
    arena_free(arena);
}

static const listing *list(finder *f, const char *folder)
{
    const uint32_t *known = string_map_find(f->folders, folder);
    if (known)
        return &f->listings[*known];
    project_list_add(&f->listed, arena_string(f->arena, folder));
    ARRAY_RESERVE(f->listings, f->listing_count, f->listing_capacity);
    f->listings[f->listing_count] = read_listing(f->arena, folder);
    *string_map_at(f->folders, folder) = (uint32_t)f->listing_count;
    return &f->listings[f->listing_count++];
}

/* ---- projects ------------------------------------------------------------------------------------------------ */

static const project *read_once(finder *f, const char *file)
{
    const uint32_t *known = string_map_find(f->files, file);
    if (known)
        return f->projects[*known];
    const char *why = NULL;
    project_list_add(&f->read, arena_string(f->arena, file));
    project *read = project_read(f->arena, f->places, file, &why);
    if (!read)
        project_list_add(&f->unread, arena_format(f->arena, "%s: %s", file, why));
    ARRAY_RESERVE(f->projects, f->project_count, f->project_capacity);
    *string_map_at(f->files, file) = (uint32_t)f->project_count;
    f->projects[f->project_count++] = read;
    return read;
}

/* What a search finds: the first project that names a source, and all that do. */
typedef struct search {
    const char *source;
    const project_source *found;
    const char *by; /* the project file */
    project_list *projects;
} search;

static void in_folder(finder *f, const char *folder, search *search)
{
    const listing *l = list(f, folder);
    size_t count = l->projects.count;
    for (size_t i = 0; i < count; i++) {
        const char *name = list(f, folder)->projects.items[i]; /* listings may have moved */
        const project *p = read_once(f, arena_format(f->arena, "%s/%s", folder, name));
        for (size_t k = 0; p && k < p->count; k++)
            if (strcmp(p->sources[k].file, search->source) == 0) {
                project_list_add(search->projects, p->file);
                if (!search->found)
                    search->by = p->file;
                if (!search->found)
                    search->found = &p->sources[k];
                break;
            }
    }
}

/* Logs lie in a folder NAME.tlog, mostly in one of the configuration in one of the platform. */
static void logs_below(finder *f, const char *folder, unsigned deep, search *search)
{
    size_t count = list(f, folder)->folders.count;
    for (size_t i = 0; i < count && !search->found; i++) {
        const char *name = list(f, folder)->folders.items[i];
        char *below = arena_format(f->arena, "%s/%s", folder, name);
        if (path_has_ending(name, ".tlog"))
            in_folder(f, below, search);
        else if (deep)
            logs_below(f, below, deep - 1, search);
    }
}

/* MSBuild puts them below the project. */
static void logs_of_projects(finder *f, const char *folder, search *search)
{
    if (list(f, folder)->projects.count)
        logs_below(f, folder, 2, search);
    size_t count = list(f, folder)->folders.count;
    for (size_t i = 0; i < count && !search->found; i++) {
        const char *below = arena_format(f->arena, "%s/%s", folder, list(f, folder)->folders.items[i]);
        if (!path_has_ending(below, ".tlog") && list(f, below)->projects.count)
            logs_below(f, below, 2, search);
    }
}

static void projects_around(finder *f, const char *folder, search *search)
{
    in_folder(f, folder, search);
    size_t count = list(f, folder)->folders.count;
    for (size_t i = 0; i < count; i++) {
        const char *name = list(f, folder)->folders.items[i];
        if (!path_has_ending(name, ".tlog"))
            in_folder(f, arena_format(f->arena, "%s/%s", folder, name), search);
    }
}

static void search_up(finder *f, search *search, bool logs)
{
    char *folder = path_folder(f->arena, search->source);
    for (unsigned up = 0; up < 3; up++) {
        if (logs)
            logs_of_projects(f, folder, search);
        else
            projects_around(f, folder, search);
        if (search->found || list(f, folder)->top || strcmp(folder, "/") == 0)
            return;
        folder = path_folder(f->arena, folder);
    }
}

const project_source *finder_find(finder *f, const char *source, const char **file, project_list *projects)
{
    project_list logs = {0};
    search log = {.source = source, .projects = &logs}, search = {.source = source, .projects = projects};
    search_up(f, &log, true);
    search_up(f, &search, false);
    if (log.found && !projects->count)
        project_list_add(projects, path_folder(f->arena, log.by));
    free(logs.items);
    *file = log.found ? log.by : search.by;
    return log.found ? log.found : search.found;
}

/* ---- headers ------------------------------------------------------------------------------------------------- */

static bool has_headers(finder *f, const char *folder)
{
    return path_is_there(f->places, folder) && list(f, folder)->headers;
}

char **finder_folders(finder *f, const char *source)
{
    static const char *const names[] = {"inc", "include"};
    char **folders = arena_zero(f->arena, 8 * sizeof *folders);
    size_t count = 0;
    char *folder = path_folder(f->arena, source);
    for (unsigned up = 0; up < 2; up++) {
        if (up && has_headers(f, folder))
            folders[count++] = folder;
        for (size_t i = 0; i < 2; i++) {
            char *below = path_meant(f->places, folder, names[i]);
            if (has_headers(f, below))
                folders[count++] = below;
        }
        if (list(f, folder)->top || strcmp(folder, "/") == 0)
            break;
        folder = path_folder(f->arena, folder);
    }
    return folders;
}
