/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a build's own files say of a driver: its sources, the folders and definitions that each is compiled with, and
 * the libraries that it is linked with. Read are projects of Visual Studio (.vcxproj), files of the name `sources` of
 * the older driver kits, and logs of commands that MSBuild leaves (CL.command.*.tlog).
 */
#ifndef DEVLOCK_PROJECT_PROJECT_H
#define DEVLOCK_PROJECT_PROJECT_H

#include <stddef.h>

#include "core/arena.h"

/* A list of strings of an arena. */
typedef struct project_list {
    char **items;
    size_t count, capacity;
} project_list;

/* A source, and Clang's options for it: -I, -D, -U, -include. */
typedef struct project_source {
    char *file; /* as path_meant gives it */
    project_list options;
} project_source;

/* What a project makes. */
typedef enum project_kind {
    PROJECT_UNSTATED,
    PROJECT_LIBRARY, /* sources that become part of those that link it */
    PROJECT_WHOLE    /* a driver, a program, a library that is loaded: no part of others */
} project_kind;

typedef struct project {
    char *file; /* the project file */
    project_kind kind;
    char *output;            /* the name of what it makes, without folder and ending; NULL: not stated */
    project_list links;      /* libraries that it is linked with, named in the same way */
    project_list references; /* project files whose libraries it is linked with */
    project_source *sources;
    size_t count, capacity;
    project_list looked; /* paths on which it depended besides whether, and how, they are there */
    arena *arena;
    struct places *places;
} project;

/* Reads a project file, named from the root. NULL with *why set (of the arena) if it cannot be read; what in it is not
 * known, such as a property that the build alone defines, is left out. The project's strings belong to the arena. */
project *project_read(arena *arena, struct places *places, const char *file, const char **why);

/* Whether a file is one that project_read reads, by its name. */
bool project_is_file(const char *path);

/* Whether it is a log of a build: it tells how sources were compiled, but not which are one driver. */
bool project_is_log(const char *path);

void project_free(project *project); /* not its arena */

/* For the readers. */
void project_list_add(project_list *list, char *text);

/* Adds libraries to what a project links, by their paths or names; what is not NAME.lib adds nothing. */
void project_link(project *project, const char *list, const char *separators);
project_source *project_add(project *project, char *file);
void project_look(project *project, char *path); /* the project is another one if this is; once is enough */
bool vcxproj_read(project *project, const char **why);
bool ddk_sources_read(project *project, const char **why);
bool tlog_read(project *project, const char **why);

#endif
