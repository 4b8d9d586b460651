/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads the logs in which MSBuild keeps the compiler's commands of a build, CL.command.1.tlog and the like: a line
 * "^SOURCE|SOURCE..." and the command that compiled these, in UTF-16 or UTF-8
 * (https://learn.microsoft.com/visualstudio/extensibility/visual-cpp-project-extensibility, "Incremental builds and
 * up-to-date checks"). Paths are those of the machine of the build. Where that tree lies here is told by a source of
 * the log: what most of the end of its path leads to, from a folder above the log. What lies outside of that tree,
 * the driver kit's own folders, is left out.
 *
 * Needs a log. Leaves behind the project's sources. Costs a pass over the log, and looks at the disk for the first
 * source.
 */
#include <ctype.h>
#include <dirent.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "paths.h"
#include "project.h"

#define MOST_UP 10 /* folders above the log that can be the tree's */

typedef struct reading {
    project *project;
    arena *arena;
    const char *prefix; /* of paths in the tree, on the machine of the build; NULL: not known yet */
    const char *folder; /* where that is here */
    const char *run;    /* where the compiler was run, here; NULL: not known yet */
} reading;

/* ---- text ---------------------------------------------------------------------------------------------------- */

static char *read_bytes(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t capacity = 0, count;
    *length = 0;
    if (!file)
        return NULL;
    do {
        if (capacity - *length < 4096)
            bytes = must_resize(bytes, capacity = capacity * 2 + 8192);
        count = fread(bytes + *length, 1, capacity - *length, file);
        *length += count;
    } while (count);
    fclose(file);
    return bytes;
}

/* As UTF-8; NULL: it is none of the two. */
static char *decoded(arena *arena, char *bytes, size_t length)
{
    bool wide = length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
    bool marked = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    if (!wide)
        return memchr(bytes, 0, length) ? NULL : arena_string_n(arena, bytes + 3 * marked, length - 3 * marked);
    size_t room = length * 2 + 4, left = room;
    char *text = arena_take(arena, room), *to = text;
    iconv_t convert = iconv_open("UTF-8", "UTF-16");
    if (convert == (iconv_t)-1)
        return NULL;
    bool good = iconv(convert, &bytes, &length, &to, &left) != (size_t)-1;
    iconv_close(convert);
    *to = '\0';
    return good ? text : NULL;
}

static char *slashed(arena *arena, const char *text)
{
    char *copy = arena_string(arena, text);
    for (char *c = copy; *c; c++)
        if (*c == '\\')
            *c = '/';
    return copy;
}

/* Backslashes are themselves, but before a quote two stand for one, and one makes the quote a character
 * (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments). Gives what is behind them. */
static const char *take_backslashes(const char *c, char **to)
{
    size_t count = strspn(c, "\\");
    bool quote = c[count] == '"';
    for (size_t i = 0; i < (quote ? count / 2 : count); i++)
        *(*to)++ = '\\';
    if (!quote || count % 2 == 0)
        return c + count;
    *(*to)++ = '"';
    return c + count + 1;
}

/* The next word of a command line as Windows divides it; NULL: the end. */
static char *next_word(arena *arena, const char **at)
{
    const char *c = *at + strspn(*at, " \t");
    char *word = arena_take(arena, strlen(c) + 1), *to = word;
    bool quoted = false;
    if (!*c)
        return NULL;
    while (*c && (quoted || (*c != ' ' && *c != '\t'))) {
        if (*c == '\\')
            c = take_backslashes(c, &to);
        else if (*c == '"')
            quoted = !quoted, c++;
        else
            *to++ = *c++;
    }
    *to = '\0';
    *at = c;
    return word;
}

/* ---- paths ---------------------------------------------------------------------------------------------------- */

static bool is_absolute(const char *path)
{
    return *path == '/' || (isalpha((unsigned char)*path) && path[1] == ':');
}

/* The path from one of the folders above the log, the nearest; NULL: it is in none. Sets *folder to that. */
static char *found_above(reading *r, const char *path, const char **folder)
{
    char *above = path_folder(r->arena, r->project->file);
    for (unsigned up = 0; up < MOST_UP && *above; up++) {
        char *meant = path_meant(r->project->places, above, path);
        if (meant && path_is_there(r->project->places, meant)) {
            *folder = above;
            return meant;
        }
        if (strcmp(above, "/") == 0)
            break;
        above = path_folder(r->arena, above);
    }
    return NULL;
}

/* Learns where the tree is from a source. */
static void learn(reading *r, const char *path)
{
    const char *folder = NULL;
    for (const char *slash = strchr(path, '/'); slash && !r->prefix; slash = strchr(slash + 1, '/'))
        if (found_above(r, slash + 1, &folder)) {
            r->prefix = arena_string_n(r->arena, path, (size_t)(slash + 1 - path));
            r->folder = folder;
        }
}

static bool has_project(const char *folder)
{
    bool found = false;
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && !found && (entry = readdir(open)) != NULL;)
        found = path_has_ending(entry->d_name, ".vcxproj");
    if (open)
        closedir(open);
    return found;
}

/* Where the compiler was run: in the project's folder, which is above the log. Without a project here: what is known of
 * the tree. */
static const char *run_folder(reading *r)
{
    char *above = path_folder(r->arena, r->project->file);
    for (unsigned up = 0; up < MOST_UP && *above && strcmp(above, "/") != 0; up++) {
        if (has_project(above))
            return above;
        above = path_folder(r->arena, above);
    }
    return r->folder;
}

/* A path of the log here; NULL: it is not here. */
static char *path_here(reading *r, const char *text)
{
    char *path = slashed(r->arena, text);
    if (!is_absolute(path)) {
        if (!r->run)
            r->run = run_folder(r);
        char *meant = r->run ? path_meant(r->project->places, r->run, path) : NULL;
        return meant && path_is_there(r->project->places, meant) ? meant : NULL;
    }
    if (!r->prefix || strncasecmp(path, r->prefix, strlen(r->prefix)) != 0)
        return NULL;
    char *meant = path_meant(r->project->places, r->folder, path + strlen(r->prefix));
    return meant && path_is_there(r->project->places, meant) ? meant : NULL;
}

/* ---- commands -------------------------------------------------------------------------------------------------- */

/* The value of an option, in its own word or the next one; NULL: it is another option. */
static char *value_of(reading *r, char *word, const char *name, const char **at)
{
    size_t length = strlen(name);
    if ((*word != '/' && *word != '-') || strncmp(word + 1, name, length) != 0)
        return NULL;
    return word[1 + length] ? word + 1 + length : next_word(r->arena, at);
}

static void add_option(project_list *options, const char *option, char *value)
{
    project_list_add(options, (char *)option);
    project_list_add(options, value);
}

static void take_command(reading *r, const char *line, project_list *options)
{
    char *word, *value;
    while ((word = next_word(r->arena, &line))) {
        if ((value = value_of(r, word, "FI", &line)))
            add_option(options, "-include", path_here(r, value) ? path_here(r, value) : slashed(r->arena, value));
        else if ((value = value_of(r, word, "I", &line)) && (value = path_here(r, value)))
            add_option(options, "-I", value);
        else if (!value && (value = value_of(r, word, "D", &line)))
            add_option(options, "-D", value);
        else if (!value && (value = value_of(r, word, "U", &line)))
            add_option(options, "-U", value);
    }
}

/* "SOURCE|SOURCE", and the command of these. */
static void take_sources(reading *r, char *sources, const char *command)
{
    char *rest = sources, *one;
    while ((one = strsep(&rest, "|"))) {
        char *path = slashed(r->arena, one);
        if (!r->prefix)
            learn(r, path);
        char *here = path_here(r, one);
        if (here)
            take_command(r, command, &project_add(r->project, here)->options);
    }
}

static char *next_line(char **rest)
{
    char *line = strsep(rest, "\n");
    if (line)
        line[strcspn(line, "\r")] = '\0';
    return line;
}

bool tlog_read(project *project, const char **why)
{
    reading r = {.project = project, .arena = project->arena};
    size_t length;
    char *bytes = read_bytes(project->file, &length), *line;
    *why = "it cannot be read";
    if (!bytes)
        return false;
    char *rest = decoded(r.arena, bytes, length);
    free(bytes);
    *why = "it is no text, in UTF-16 or UTF-8";
    if (!rest)
        return false;
    char *sources = NULL;
    while ((line = next_line(&rest))) {
        if (*line == '^')
            sources = line + 1;
        else if (sources && *line)
            take_sources(&r, sources, line), sources = NULL;
    }
    return true;
}
