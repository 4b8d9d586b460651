/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Commands of sources that come without; see commands.h.
 *
 * Needs sources. Leaves behind commands. Costs what finding the projects around the sources costs.
 */
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/arena.h"
#include "defaults.h"
#include "project/finder.h"
#include "project/paths.h"
#include "wdk.h"

static bool is_cplusplus(const char *file)
{
    static const char *const endings[] = {".cpp", ".cxx", ".cc", ".c++"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (path_has_ending(file, endings[i]))
            return true;
    return false;
}

bool commands_begin(const scan_request *request, plan *plan)
{
    bool wanted = false;
    for (size_t i = 0; i < request->sources.count && !wanted; i++)
        wanted = !request->sources.items[i].arguments;
    plan->base_count = !wanted        ? 0
                       : request->wdk ? wdk_command(request->wdk, plan->base)
                                      : default_command(default_ddk(request->ddk), plan->base);
    return !wanted || plan->base_count;
}

/* Adds an option's value; a path is told from here, where it lies below. */
static void add_value(project_list *command, const char *option, char *value)
{
    bool path = strcmp(option, "-I") == 0 || strcmp(option, "-include") == 0;
    project_list_add(command, path ? (char *)path_from_here(value) : value);
}

static void add_project(project_list *command, const project_source *known)
{
    for (size_t i = 0; i + 1 < known->options.count; i += 2) {
        project_list_add(command, known->options.items[i]);
        add_value(command, known->options.items[i], known->options.items[i + 1]);
    }
}

static void add_folders(project_list *command, char **folders)
{
    for (; *folders; folders++) {
        project_list_add(command, "-I");
        add_value(command, "-I", *folders);
    }
}

static void complete(finder *finder, scan_source *source, const plan *plan, const char *here, const char *kind)
{
    arena *arena = arena_new();
    project_list command = {0};
    project_list projects = {0};
    const char *file = NULL;
    char *path = finder_meant(finder, here, source->file);
    for (size_t i = 0; i < plan->base_count; i++)
        project_list_add(&command, (char *)plan->base[i]);
    if (is_cplusplus(source->file))
        project_list_add(&command, "-std=gnu++17");
    const project_source *known = path ? finder_find(finder, path, &file, &projects) : NULL;
    if (known)
        add_project(&command, known);
    else if (path)
        add_folders(&command, finder_folders(finder, path));
    const char *origin = known ? arena_format(arena, "%s, with %s", path_from_here(file), kind) : kind;
    source_set_command(source, NULL, (const char *const *)command.items, command.count, origin);
    for (size_t i = 0; i < projects.count; i++)
        names_add(&source->groups, path_from_here(projects.items[i]));
    free(command.items);
    free(projects.items);
    arena_free(arena);
}

static void tell_finder(void *user, const char *path, bool is_folder)
{
    const scan_request *request = user;
    request->on_input(request->input_user, path, is_folder ? INPUT_NAMES : INPUT_ALONE);
}

static void keep_input(void *user, const char *path, bool is_folder)
{
    inputs_add_kind(user, path, is_folder ? INPUT_NAMES : INPUT_ALONE);
}

static void keep_project(void *user, const project *read)
{
    scan_sources *sources = user;
    if (project_is_log(read->file))
        return;
    scan_project *kept = sources_add_project(sources, path_from_here(read->file), read->output);
    kept->library = read->kind == PROJECT_LIBRARY;
    kept->whole = read->kind == PROJECT_WHOLE;
    for (size_t i = 0; i < read->links.count; i++)
        names_add(&kept->links, read->links.items[i]);
    for (size_t i = 0; i < read->references.count; i++)
        names_add(&kept->references, path_from_here(read->references.items[i]));
}

void commands_complete(scan_request *request, plan *plan)
{
    finder *finder = NULL;
    char here[4096];
    if (!getcwd(here, sizeof here))
        snprintf(here, sizeof here, "/");
    for (size_t i = 0; i < request->sources.count; i++) {
        scan_source *source = &request->sources.items[i];
        if (source->arguments)
            continue;
        if (!finder)
            finder = finder_new();
        complete(finder, source, plan, here,
                 request->wdk ? "the WDK that --wdk names" : "defaults for Windows drivers");
    }
    if (!finder)
        return;
    for (size_t i = 0; i < finder_unread(finder)->count; i++)
        names_add(&plan->unread, finder_unread(finder)->items[i]);
    finder_each_project(finder, keep_project, &request->sources);
    if (plan->inputs)
        finder_each(finder, keep_input, plan->inputs);
    if (request->on_input)
        finder_each(finder, tell_finder, request);
    finder_free(finder);
}
