/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads files of the name `sources`, by which drivers were built with the driver kits up to that of Windows 7: macros
 * as nmake has them, of which SOURCES, INCLUDES, C_DEFINES and those of the target and its libraries count
 * (https://learn.microsoft.com/windows-hardware/drivers/devtest/writing-a-sources-file). Conditions are those of a
 * build of which nothing is defined but what the file defines itself.
 *
 * Needs a file. Leaves behind the project's sources. Costs a pass over the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "msbuild.h"
#include "paths.h"
#include "project.h"

#define NESTED_DEEP 16

typedef struct reading {
    project *project;
    arena *arena;
    msbuild macros; /* nmake writes $(NAME), too */
    char *folder;
    bool taken[NESTED_DEEP], done[NESTED_DEEP]; /* of each !if: its text counts; one of its ways was taken */
    unsigned depth, includes;
} reading;

/* ---- text ---------------------------------------------------------------------------------------------------- */

static char *read_file(arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0, capacity = 0;
    if (!file)
        return NULL;
    for (;;) {
        if (capacity - length < 4096)
            text = must_resize(text, capacity = capacity * 2 + 8192);
        size_t count = fread(text + length, 1, capacity - length - 1, file);
        length += count;
        if (!count)
            break;
    }
    fclose(file);
    char *copy = arena_string_n(arena, text, strnlen(text, length));
    free(text);
    return copy;
}

static char *trimmed(char *text)
{
    text += strspn(text, " \t\r");
    for (size_t n = strlen(text); n && strchr(" \t\r", text[n - 1]); n--)
        text[n - 1] = '\0';
    return text;
}

/* The next line, those that it is continued with joined to it; NULL: the end. */
static char *next_line(arena *arena, char **rest)
{
    char *line = NULL;
    while (*rest && **rest) {
        char *end = strchr(*rest, '\n');
        char *one = trimmed(arena_string_n(arena, *rest, end ? (size_t)(end - *rest) : strlen(*rest)));
        *rest = end ? end + 1 : NULL;
        char *comment = *one == '!' ? NULL : strchr(one, '#');
        if (comment)
            *comment = '\0';
        size_t length = strlen(one);
        bool more = length && one[length - 1] == '\\';
        if (more)
            one[length - 1] = '\0';
        line = line ? arena_format(arena, "%s %s", line, one) : one;
        if (!more)
            return line;
    }
    return line;
}

/* ---- conditions ---------------------------------------------------------------------------------------------- */

static bool counts(const reading *r)
{
    for (unsigned i = 0; i < r->depth && i < NESTED_DEEP; i++)
        if (!r->taken[i])
            return false;
    return true;
}

/* `"$(A)" == "b"`, or `defined(A)`; what is not understood does not hold. */
static bool holds(reading *r, char *text)
{
    bool negated = *text == '!';
    text = trimmed(text + negated);
    if (strncasecmp(text, "defined(", 8) == 0) {
        char *end = strchr(text, ')');
        char *name = arena_string_n(r->arena, text + 8, end ? (size_t)(end - text - 8) : 0);
        return (msbuild_get(&r->macros, trimmed(name)) != NULL) != negated;
    }
    char *sign = strstr(text, "==");
    bool equal = sign != NULL;
    if (!sign)
        sign = strstr(text, "!=");
    if (!sign)
        return strtol(msbuild_expand_all(&r->macros, text), NULL, 0) != 0;
    char *left = arena_string_n(r->arena, text, (size_t)(sign - text));
    left = trimmed(msbuild_expand_all(&r->macros, left));
    char *right = trimmed(msbuild_expand_all(&r->macros, sign + 2));
    return (strcmp(left, right) == 0) == (equal != negated);
}

static void begin(reading *r, bool taken)
{
    if (r->depth < NESTED_DEEP)
        r->taken[r->depth] = r->done[r->depth] = taken;
    r->depth++;
}

static void other_way(reading *r, bool taken)
{
    if (!r->depth || r->depth > NESTED_DEEP)
        return;
    r->taken[r->depth - 1] = taken && !r->done[r->depth - 1];
    r->done[r->depth - 1] |= taken;
}

static void read_text(reading *r, char *text);

static void directive(reading *r, char *line)
{
    char *word = trimmed(line + 1);
    size_t length = strcspn(word, " \t(\"");
    char *rest = trimmed(arena_string(r->arena, word + length));
    word = arena_string_n(r->arena, word, length);
    if (strcasecmp(word, "if") == 0)
        begin(r, holds(r, rest));
    else if (strcasecmp(word, "ifdef") == 0)
        begin(r, msbuild_get(&r->macros, rest) != NULL);
    else if (strcasecmp(word, "ifndef") == 0)
        begin(r, msbuild_get(&r->macros, rest) == NULL);
    else if (strcasecmp(word, "elseif") == 0)
        other_way(r, holds(r, rest));
    else if (strcasecmp(word, "else") == 0)
        other_way(r, true);
    else if (strcasecmp(word, "endif") == 0)
        r->depth -= r->depth != 0;
    else if (strcasecmp(word, "include") == 0 && counts(r)) {
        char *name = msbuild_expand(&r->macros, rest);
        char *path = name ? path_meant(r->project->places, r->folder, name) : NULL;
        if (path)
            project_look(r->project, path);
        char *text = path && r->includes < NESTED_DEEP ? read_file(r->arena, path) : NULL;
        r->includes++;
        if (text)
            read_text(r, text);
        r->includes--;
    }
}

static void read_text(reading *r, char *text)
{
    for (char *line; (line = next_line(r->arena, &text)) != NULL;) {
        char *equals = strchr(line, '=');
        if (*line == '!')
            directive(r, line);
        else if (equals && counts(r)) {
            char *name = trimmed(arena_string_n(r->arena, line, (size_t)(equals - line)));
            msbuild_set(&r->macros, name, msbuild_expand_all(&r->macros, trimmed(equals + 1)));
        }
    }
}

/* ---- what counts --------------------------------------------------------------------------------------------- */

static void add_includes(reading *r, project_source *source)
{
    const char *value = msbuild_get(&r->macros, "INCLUDES");
    char *rest = NULL, *list = arena_string(r->arena, value ? value : "");
    for (char *part = strtok_r(list, ";", &rest); part; part = strtok_r(NULL, ";", &rest)) {
        char *path = path_meant(r->project->places, r->folder, trimmed(part));
        if (!path)
            continue;
        project_list_add(&source->options, arena_string(r->arena, "-I"));
        project_list_add(&source->options, *path ? path : arena_string(r->arena, "."));
    }
}

static void add_definitions(reading *r, project_source *source)
{
    const char *value = msbuild_get(&r->macros, "C_DEFINES");
    char *rest = NULL, *list = arena_string(r->arena, value ? value : "");
    for (char *part = strtok_r(list, " \t", &rest); part; part = strtok_r(NULL, " \t", &rest))
        if ((*part == '-' || *part == '/') && part[1] == 'D' && part[2]) {
            project_list_add(&source->options, arena_string(r->arena, "-D"));
            project_list_add(&source->options, arena_string(r->arena, part + 2));
        }
}

/* TARGETTYPE is LIBRARY or DRIVER_LIBRARY, or that of something whole. */
static void add_target(reading *r)
{
    static const char *const libraries[] = {"TARGETLIBS", "LINKLIBS", "TARGETLIBS_MINWIN"};
    const char *type = msbuild_get(&r->macros, "TARGETTYPE"), *name = msbuild_get(&r->macros, "TARGETNAME");
    if (type && *type)
        r->project->kind = strcasecmp(type, "LIBRARY") == 0 || strcasecmp(type, "DRIVER_LIBRARY") == 0 ? PROJECT_LIBRARY
                                                                                                       : PROJECT_WHOLE;
    r->project->output = name && *name ? arena_string(r->arena, name) : NULL;
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        const char *list = msbuild_get(&r->macros, libraries[i]);
        if (list)
            project_link(r->project, list, " \t");
    }
}

bool ddk_sources_read(project *project, const char **why)
{
    reading r = {.project = project, .arena = project->arena, .macros = {.arena = project->arena, .project = project}};
    char *text = read_file(r.arena, project->file);
    r.folder = path_folder(r.arena, project->file);
    if (!text) {
        *why = "it cannot be read";
        return false;
    }
    read_text(&r, text);
    const char *value = msbuild_get(&r.macros, "SOURCES");
    char *rest = NULL, *list = arena_string(r.arena, value ? value : "");
    for (char *part = strtok_r(list, " \t", &rest); part; part = strtok_r(NULL, " \t", &rest)) {
        char *path = path_meant(project->places, r.folder, part);
        if (path && !path_is_there(project->places, path))
            project_look(project, path);
        if (!path || !path_is_there(project->places, path) || path_has_ending(path, ".rc"))
            continue;
        project_source *source = project_add(project, path);
        add_includes(&r, source);
        add_definitions(&r, source);
    }
    add_target(&r);
    msbuild_free(&r.macros);
    return true;
}
