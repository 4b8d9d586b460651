/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The list of sources; see sources.h.
 *
 * Needs: the file system. Leaves: a list that owns its strings. Cost: one look at each file.
 */
#include "sources.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

static char *copy(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(must_allocate(size), text, size);
}

void sources_add_file(scan_sources *sources, const char *path)
{
    if (!sources->known)
        sources->known = string_map_new();
    if (string_map_find(sources->known, path))
        return;
    ARRAY_RESERVE(sources->items, sources->count, sources->capacity);
    scan_source *source = &sources->items[sources->count];
    *source = (scan_source){.file = copy(path), .given = copy(path)};
    *string_map_at(sources->known, source->given) = (uint32_t)sources->count++;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(((const scan_source *)a)->file, ((const scan_source *)b)->file);
}

void sources_sort(scan_sources *sources)
{
    if (sources->count)
        qsort(sources->items, sources->count, sizeof *sources->items, compare_paths);
}

/* ---- folders ------------------------------------------------------------------------------------------------- */

static int is_wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_source(const char *name)
{
    static const char *const endings[] = {".c", ".cc", ".cpp", ".cxx", ".c++"};
    const char *ending = strrchr(name, '.');
    if (!ending || ending == name)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(ending, endings[i]) == 0)
            return true;
    return false;
}

/* Adds what lies in a folder. Symbolic links to folders are not followed: they can lead in circles. One that leads
 * nowhere is added all the same: that it cannot be read is told then. */
static bool add_folder(scan_sources *sources, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_wanted, alphasort);
    if (count < 0) {
        fprintf(stderr, "devlock: error: cannot read the folder '%s': %s\n", path, strerror(errno));
        return false;
    }
    bool good = true;
    for (int i = 0; i < count; i++) {
        struct stat status;
        size_t size = strlen(path) + strlen(entries[i]->d_name) + 2;
        char *below = must_allocate(size);
        bool slash = path[strlen(path) - 1] == '/';
        snprintf(below, size, "%s%s%s", path, slash ? "" : "/", entries[i]->d_name);
        if (lstat(below, &status) == 0 && S_ISDIR(status.st_mode))
            good &= add_folder(sources, below);
        else if (is_source(entries[i]->d_name) && (stat(below, &status) != 0 || S_ISREG(status.st_mode)))
            sources_add_file(sources, below);
        free(below);
        free(entries[i]);
    }
    free(entries);
    return good;
}

bool sources_add(scan_sources *sources, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        fprintf(stderr, "devlock: error: cannot read '%s': %s\n", path, strerror(errno));
        return false;
    }
    if (!S_ISDIR(status.st_mode)) {
        if (access(path, R_OK) != 0) {
            fprintf(stderr, "devlock: error: cannot read '%s': %s\n", path, strerror(errno));
            return false;
        }
        sources_add_file(sources, path);
        return true;
    }
    size_t before = sources->count;
    sources->searched = true;
    if (!add_folder(sources, path))
        return false;
    if (sources->count == before)
        fprintf(stderr, "devlock: error: no C or C++ source in the folder '%s'\n", path);
    return sources->count > before;
}

/* ---- commands ------------------------------------------------------------------------------------------------ */

char *source_path(const char *directory, const char *file)
{
    if (!directory || *file == '/')
        return strdup(file);
    size_t size = strlen(directory) + strlen(file) + 2;
    char *path = must_allocate(size);
    snprintf(path, size, "%s/%s", directory, file);
    return path;
}

void source_set_file(scan_source *source, const char *path)
{
    char *file = copy(path);
    free(source->file);
    source->file = file;
}

void source_set_command(scan_source *source, const char *directory, const char *const *arguments, size_t count,
                        const char *origin)
{
    if (source->arguments)
        return;
    source->directory = directory && *directory ? copy(directory) : NULL;
    source->origin = copy(origin);
    source->arguments = must_allocate((count + 1) * sizeof *source->arguments);
    source->argument_count = count;
    for (size_t i = 0; i < count; i++)
        source->arguments[i] = copy(arguments[i]);
    source->arguments[count] = NULL;
}

bool arguments_equal(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++)
        same = strcmp(a[i], b[i]) == 0;
    return same;
}

void source_forget_command(scan_source *source)
{
    for (size_t i = 0; i < source->argument_count; i++)
        free(source->arguments[i]);
    free(source->arguments);
    free(source->directory);
    free(source->origin);
    source->arguments = NULL;
    source->argument_count = 0;
    source->directory = source->origin = NULL;
}

bool names_have(const scan_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

void names_add(scan_names *names, const char *name)
{
    if (names_have(names, name))
        return;
    ARRAY_RESERVE(names->items, names->count, names->capacity);
    names->items[names->count++] = copy(name);
}

void names_remove(scan_names *names, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            free(names->items[i]);
        else
            names->items[kept++] = names->items[i];
    names->count = kept;
}

void names_clear(scan_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->items[i]);
    free(names->items);
    *names = (scan_names){0};
}

void sources_drivers(const scan_sources *sources, scan_names *drivers)
{
    for (size_t i = 0; i < sources->count; i++)
        for (size_t k = 0; k < sources->items[i].drivers.count; k++)
            names_add(drivers, sources->items[i].drivers.items[k]);
}

bool source_is_in(const scan_source *source, const char *driver)
{
    return !driver || names_have(&source->drivers, driver);
}

static void free_source(scan_source *source)
{
    names_clear(&source->groups);
    names_clear(&source->drivers);
    names_clear(&source->library_of);
    source_forget_command(source);
    free(source->file);
    free(source->given);
    free(source->capture);
}

void sources_remove(scan_sources *sources, size_t index)
{
    scan_source *gone = &sources->items[index];
    free_source(gone);
    memmove(gone, gone + 1, (--sources->count - index) * sizeof *gone);
}

void sources_clear(scan_sources *sources)
{
    while (sources->count)
        free_source(&sources->items[--sources->count]);
}

scan_project *sources_add_project(scan_sources *sources, const char *name, const char *output)
{
    ARRAY_RESERVE(sources->projects, sources->project_count, sources->project_capacity);
    scan_project *project = &sources->projects[sources->project_count++];
    *project = (scan_project){.name = copy(name), .output = output ? copy(output) : NULL};
    return project;
}

const scan_project *sources_project(const scan_sources *sources, const char *name)
{
    for (size_t i = 0; i < sources->project_count; i++)
        if (strcmp(sources->projects[i].name, name) == 0)
            return &sources->projects[i];
    return NULL;
}

static void free_project(scan_project *project)
{
    free(project->name);
    free(project->output);
    names_clear(&project->links);
    names_clear(&project->references);
}

void sources_free(scan_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        free_source(&sources->items[i]);
    free(sources->items);
    for (size_t i = 0; i < sources->project_count; i++)
        free_project(&sources->projects[i]);
    free(sources->projects);
    if (sources->known)
        string_map_free(sources->known);
    *sources = (scan_sources){0};
}

const char *path_from_here(const char *path)
{
    char here[4096];
    if (!getcwd(here, sizeof here))
        return path;
    size_t length = strlen(here);
    if (strncmp(path, here, length) == 0 && path[length] == '/' && path[length + 1])
        return path + length + 1;
    return path;
}
