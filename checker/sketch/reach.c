/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reached files; see reach.h.
 *
 * Needs: sources and commands. Leaves behind: files with their sketches. Cost: for each file that is reached, a look
 * into a table for each of its includes and each folder.
 */
#include "reach.h"

#include <stdlib.h>
#include <string.h>

void reach_start(reach *r, sketch_files *files)
{
    *r = (reach){.files = files, .known = string_map_new(), .known_folders = string_map_new()};
}

void reach_free(reach *r)
{
    string_map_free(r->known);
    string_map_free(r->known_folders);
    free(r->folders);
    free(r->systems);
    free(r->forced);
    free(r->items);
    *r = (reach){0};
}

static void add_file(reach *r, const char *path, bool source, bool system)
{
    uint32_t *known = string_map_at(r->known, path);
    if (*known != UINT32_MAX) {
        r->items[*known].source |= source;
        r->items[*known].system &= system;
        return;
    }
    *known = r->count;
    ARRAY_RESERVE(r->items, r->count, r->capacity);
    r->items[r->count] = (reached_file){path, sketch_files_get(r->files, path), source, system};
    r->unknown |= !r->items[r->count++].sketch && source;
}

/* ---- commands -------------------------------------------------------------------------------------------------- */

static void add_folder(reach *r, const char *folder, bool system)
{
    uint32_t *known = string_map_at(r->known_folders, folder);
    if (*known != UINT32_MAX) {
        r->systems[*known] &= system;
        return;
    }
    *known = r->folder_count;
    if (r->folder_count == r->folder_capacity) {
        r->folder_capacity = r->folder_capacity ? r->folder_capacity * 2 : 16;
        r->folders = must_resize(r->folders, r->folder_capacity * sizeof *r->folders);
        r->systems = must_resize(r->systems, r->folder_capacity * sizeof *r->systems);
    }
    r->folders[r->folder_count] = folder;
    r->systems[r->folder_count++] = system;
}

/* The value of an option that stands in its own argument or in the next one; NULL: it is another option. */
static const char *value_of(const char *const *arguments, size_t count, size_t i, const char *option)
{
    size_t length = strlen(option);
    if (strncmp(arguments[i], option, length) != 0)
        return NULL;
    if (arguments[i][length])
        return arguments[i] + length;
    return i + 1 < count ? arguments[i + 1] : NULL;
}

static void add_folders(reach *r, const char *from, const char *const *arguments, size_t count, size_t i)
{
    static const struct {
        const char *option;
        bool system;
    } options[] = {{"-isystem", true},    {"-imsvc", true},     {"/external:I", true},
                   {"-external:I", true}, {"-idirafter", true}, {"-cxx-isystem", true},
                   {"-iquote", false},    {"-I", false},        {"/I", false}};
    for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
        const char *value = value_of(arguments, count, i, options[k].option);
        const char *folder = value ? sketch_files_folder(r->files, from, value) : NULL;
        if (folder)
            add_folder(r, folder, options[k].system);
        if (value)
            return;
    }
}

void reach_add(reach *r, const char *source, const char *directory, const char *const *arguments, size_t count)
{
    static const char *const forced[] = {"-include", "-imacros", "/FI", "-FI"};
    const char *from = directory ? directory : "";
    add_file(r, source, true, false);
    for (size_t i = 0; i < count; i++) {
        add_folders(r, from, arguments, count, i);
        for (size_t k = 0; k < sizeof forced / sizeof *forced; k++) {
            const char *name = value_of(arguments, count, i, forced[k]);
            if (!name)
                continue;
            add_folder(r, from, false);
            ARRAY_RESERVE(r->forced, r->forced_count, r->forced_capacity);
            r->forced[r->forced_count++] = name;
        }
    }
}

/* ---- includes -------------------------------------------------------------------------------------------------- */

static void include(reach *r, const char *name)
{
    for (uint32_t i = 0; i < r->folder_count; i++) {
        const char *path = sketch_files_find(r->files, r->folders[i], name);
        if (path)
            add_file(r, path, false, r->systems[i]);
    }
}

/* From the folder of the file that includes it; what a header of the system includes is one as well. */
static void include_beside(reach *r, const reached_file *by, const char *name)
{
    char folder[4096];
    const char *slash = strrchr(by->path, '/');
    size_t length = slash ? (size_t)(slash - by->path) + (slash == by->path) : 0;
    if (length >= sizeof folder)
        return;
    memcpy(folder, by->path, length);
    folder[length] = '\0';
    const char *path = sketch_files_find(r->files, folder, name);
    if (path)
        add_file(r, path, false, by->system);
}

void reach_close(reach *r)
{
    for (uint32_t i = 0; i < r->forced_count; i++)
        include(r, r->forced[i]);
    for (uint32_t i = 0; i < r->count; i++) {
        const sketch *s = r->items[i].sketch;
        for (uint32_t k = 0; s && k < s->include_count; k++) {
            const sketch_include *in = &s->includes[k];
            r->unknown |= !in->name && !r->items[i].system;
            if (in->name && in->quoted)
                include_beside(r, &(reached_file){.path = r->items[i].path, .system = r->items[i].system}, in->name);
            if (in->name)
                include(r, in->name);
        }
    }
}
