/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Projects: which reader reads a file, and lists; see project.h.
 *
 * Needs a file. Leaves behind a project. Costs what its reader costs.
 */
#include "project.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "paths.h"

void project_list_add(project_list *list, char *text)
{
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = text;
}

void project_link(project *project, const char *list, const char *separators)
{
    char *rest = NULL;
    for (char *one = strtok_r(arena_string(project->arena, list), separators, &rest); one;
         one = strtok_r(NULL, separators, &rest)) {
        char *name = one + strspn(one, " \t\r\n");
        name[strcspn(name, " \t\r\n")] = '\0';
        for (char *slash; (slash = strpbrk(name, "/\\")) != NULL;)
            name = slash + 1;
        if (path_has_ending(name, ".lib"))
            project_list_add(&project->links, arena_string_n(project->arena, name, strlen(name) - 4));
    }
}

project_source *project_add(project *project, char *file)
{
    ARRAY_RESERVE(project->sources, project->count, project->capacity);
    project_source *source = &project->sources[project->count++];
    *source = (project_source){.file = file};
    return source;
}

void project_look(project *project, char *path)
{
    for (size_t i = 0; i < project->looked.count; i++)
        if (strcmp(project->looked.items[i], path) == 0)
            return;
    project_list_add(&project->looked, path);
}

bool project_is_log(const char *path)
{
    return strncasecmp(path_name(path), "CL.command.", 11) == 0 && path_has_ending(path, ".tlog");
}

bool project_is_file(const char *path)
{
    return project_is_log(path) || path_has_ending(path, ".vcxproj") || strcasecmp(path_name(path), "sources") == 0;
}

project *project_read(arena *arena, places *places, const char *file, const char **why)
{
    project *project = must_zero(sizeof *project);
    project->arena = arena;
    project->places = places;
    project->file = arena_string(arena, file);
    bool (*reader)(struct project *, const char **) = project_is_log(file)                ? tlog_read
                                                      : path_has_ending(file, ".vcxproj") ? vcxproj_read
                                                                                          : ddk_sources_read;
    if (reader(project, why))
        return project;
    project_free(project);
    return NULL;
}

void project_free(project *project)
{
    for (size_t i = 0; i < project->count; i++)
        free(project->sources[i].options.items);
    free(project->sources);
    free(project->looked.items);
    free(project->links.items);
    free(project->references.items);
    free(project);
}
