/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reached files; see reach.h.
 *
 * Needs: sources and commands. Leaves behind: files with their sketches. Cost: for each file that is reached, a look
 * into a table for each of its includes and each folder.
 */
#include "reach.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reach_start(reach *r, sketch_files *files)
{
    *r = (reach){
        .files = files, .known = string_map_new(), .known_folders = string_map_new(), .included = string_map_new()};
    r->definitions = open_memstream(&r->defined, &r->defined_length);
}

void reach_free(reach *r)
{
    string_map_free(r->known);
    string_map_free(r->known_folders);
    string_map_free(r->included);
    free(r->folders);
    free(r->systems);
    free(r->forced);
    if (r->definitions)
        fclose(r->definitions);
    free(r->defined);
    sketch_free(r->command);
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
    r->items[r->count++] = (reached_file){path, sketch_files_add(r->files, path), NULL, source, system};
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

typedef enum option_kind { OPTION_FOLDER, OPTION_SYSTEM, OPTION_FORCED, OPTION_DEFINE, OPTION_OPAQUE } option_kind;

/* Longer names come before those that they begin with. */
static const struct {
    const char *name;
    option_kind kind;
} options[] = {{"-isystem", OPTION_SYSTEM},
               {"-imsvc", OPTION_SYSTEM},
               {"/external:I", OPTION_SYSTEM},
               {"-external:I", OPTION_SYSTEM},
               {"-idirafter", OPTION_SYSTEM},
               {"-cxx-isystem", OPTION_SYSTEM},
               {"-iquote", OPTION_FOLDER},
               {"--include-directory=", OPTION_FOLDER},
               {"--include-directory", OPTION_FOLDER},
               {"-include-pch", OPTION_OPAQUE},
               {"-include", OPTION_FORCED},
               {"--include=", OPTION_FORCED},
               {"--include", OPTION_FORCED},
               {"-imacros", OPTION_FORCED},
               {"/FI", OPTION_FORCED},
               {"-FI", OPTION_FORCED},
               {"-I", OPTION_FOLDER},
               {"/I", OPTION_FOLDER},
               {"--define-macro=", OPTION_DEFINE},
               {"--define-macro", OPTION_DEFINE},
               {"-D", OPTION_DEFINE},
               {"/D", OPTION_DEFINE}};

/* What stands behind an option's name, in its own argument or in the next one, which -Xclang may come before; NULL:
 * nothing. */
static const char *value_of(const char *const *arguments, size_t count, size_t i, size_t length)
{
    if (arguments[i][length])
        return arguments[i] + length;
    if (i + 2 < count && strcmp(arguments[i + 1], "-Xclang") == 0)
        return arguments[i + 2];
    return i + 1 < count ? arguments[i + 1] : NULL;
}

/* -DNAME=BODY is #define NAME BODY. */
static void add_definition(reach *r, const char *value)
{
    fputs("#define ", r->definitions);
    for (bool body = false; *value; value++) {
        putc(!body && *value == '=' ? ' ' : *value == '\n' ? ' ' : *value, r->definitions);
        body |= *value == '=';
    }
    putc('\n', r->definitions);
}

static void take_option(reach *r, option_kind kind, const char *from, const char *value)
{
    const char *folder = NULL;
    switch (kind) {
    case OPTION_FOLDER:
    case OPTION_SYSTEM:
        folder = sketch_files_folder(r->files, from, value);
        if (folder)
            add_folder(r, folder, kind == OPTION_SYSTEM);
        break;
    case OPTION_FORCED:
        add_folder(r, from, false);
        ARRAY_RESERVE(r->forced, r->forced_count, r->forced_capacity);
        r->forced[r->forced_count++] = value;
        break;
    case OPTION_DEFINE:
        add_definition(r, value);
        break;
    case OPTION_OPAQUE:
        r->unknown = true;
        break;
    }
}

void reach_add(reach *r, const char *source, const char *directory, const char *const *arguments, size_t count)
{
    const char *from = directory ? directory : "";
    add_file(r, source, true, false);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof options / sizeof *options; k++) {
            size_t length = strlen(options[k].name);
            if (strncmp(arguments[i], options[k].name, length) != 0)
                continue;
            const char *value = value_of(arguments, count, i, length);
            if (value)
                take_option(r, options[k].kind, from, value);
            break;
        }
}

/* ---- includes -------------------------------------------------------------------------------------------------- */

static void include(reach *r, const char *name)
{
    uint32_t *included = string_map_at(r->included, name);
    if (*included != UINT32_MAX)
        return;
    *included = 0;
    for (uint32_t i = 0; i < r->folder_count; i++) {
        const char *path = sketch_files_find(r->files, r->folders[i], name);
        if (path)
            add_file(r, path, false, r->systems[i]);
    }
}

/* From the folder of the file that includes it; what a header of the system includes is one as well. */
static void include_beside(reach *r, const char *by, bool system, const char *name)
{
    const char *path = sketch_files_beside(r->files, by, name);
    if (path)
        add_file(r, path, false, system);
}

/* Files are read as late as they can be, so that others had time to read them ahead. */
static const sketch *sketch_at(reach *r, uint32_t i)
{
    reached_file *file = &r->items[i];
    if (!file->sketch)
        file->sketch = sketch_files_get(r->files, file->file);
    r->unknown |= !file->sketch && file->source;
    return file->sketch;
}

void reach_close(reach *r)
{
    fclose(r->definitions);
    r->definitions = NULL;
    r->command = sketch_files_read(r->files, r->defined, r->defined_length);
    ARRAY_RESERVE(r->items, r->count, r->capacity);
    r->items[r->count++] = (reached_file){.path = "", .sketch = r->command};
    for (uint32_t i = 0; i < r->forced_count; i++)
        include(r, r->forced[i]);
    for (uint32_t i = 0; i < r->count; i++) {
        const sketch *s = sketch_at(r, i);
        for (uint32_t k = 0; s && k < s->include_count; k++) {
            const sketch_include *in = &s->includes[k];
            r->unknown |= !in->name && !r->items[i].system;
            if (in->name && in->quoted)
                include_beside(r, r->items[i].path, r->items[i].system, in->name);
            if (in->name)
                include(r, in->name);
        }
    }
}
