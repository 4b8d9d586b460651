/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The list of sources to scan, and how each is compiled.
 */
#ifndef DEVLOCK_SCAN_SOURCES_H
#define DEVLOCK_SCAN_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A list of owned strings. */
typedef struct scan_names {
    char **items;
    size_t count, capacity;
} scan_names;

/* A source and its command (devlock/frontend.h: devlock_source). Strings are owned. */
typedef struct scan_source {
    char *file;       /* as it is read, and named in messages */
    char *given;      /* as it was added */
    char *directory;  /* NULL: here */
    char **arguments; /* NULL: not known yet */
    size_t argument_count;
    char *origin;          /* where the command comes from, for --verbose */
    char *capture;         /* the file that holds what was read in it (context.h); NULL: it is named by the source */
    scan_names groups;     /* projects and targets that it is a part of, as far as the build says so */
    scan_names drivers;    /* those that it is analysed with (drivers.h); none: all sources are one */
    scan_names library_of; /* those of them in which it is a part of a library */
} scan_source;

/* What a project says of itself, besides its sources. Strings are owned. */
typedef struct scan_project {
    char *name;                   /* as scan_source.groups have it */
    bool library;                 /* it makes a library that becomes a part of what links it */
    bool whole;                   /* it makes something else; neither: it does not say */
    char *output;                 /* the name of what it makes, without folder and ending; NULL: it does not say */
    scan_names links, references; /* libraries that it links, by their output; by their project */
} scan_project;

typedef struct scan_sources {
    scan_source *items;
    size_t count, capacity;
    scan_project *projects;
    size_t project_count, project_capacity;
    struct string_map *known; /* file -> index */
    bool searched;            /* some were found in folders, or named by a compile database alone */
} scan_sources;

/* Adds a file, or all .c files of a folder and those below it, in the order of their names; a file that is there
 * already is not added again. Gives false with an error on stderr if there is no such file, or none in the folder. */
bool sources_add(scan_sources *sources, const char *path);

/* Adds a file without looking for it. */
void sources_add_file(scan_sources *sources, const char *path);

/* Takes a source out; the others keep their order. Nothing can be added afterwards. */
void sources_remove(scan_sources *sources, size_t index);

/* Takes all of them out. */
void sources_clear(scan_sources *sources);

/* Puts the sources into the order of their paths, whatever order they were named in: so the result does not depend on
 * it. Nothing can be added afterwards. */
void sources_sort(scan_sources *sources);

/* Where a file is that a command names: below the folder that the command runs in (NULL: here), unless its path is
 * absolute. To be freed. */
char *source_path(const char *directory, const char *file);

/* Gives a source another path. */
void source_set_file(scan_source *source, const char *path);

/* Sets the command of a source, if it has none yet. Strings are copied. */
void source_set_command(scan_source *source, const char *directory, const char *const *arguments, size_t count,
                        const char *origin);

/* Whether two lists of arguments are the same. */
bool arguments_equal(const char *const *a, size_t a_count, const char *const *b, size_t b_count);

/* So that another one can be set. */
void source_forget_command(scan_source *source);

/* Adds a project, to be filled in; the strings are copied, output may be NULL. The pointer holds until the next one is
 * added. */
scan_project *sources_add_project(scan_sources *sources, const char *name, const char *output);

/* NULL: there is none of the name. */
const scan_project *sources_project(const scan_sources *sources, const char *name);

/* The origin of a command that stood behind -- when the scan was called. */
#define SOURCE_FLAGS_GIVEN "flags given"

/* Adds a name that is not there yet; it is copied. */
void names_add(scan_names *names, const char *name);
bool names_have(const scan_names *names, const char *name);
void names_remove(scan_names *names, const char *name);
void names_clear(scan_names *names);

/* Adds the names of all drivers, in the order of their first sources; none: all sources are one driver. */
void sources_drivers(const scan_sources *sources, scan_names *drivers);

/* Whether a source belongs to a driver. NULL: always. */
bool source_is_in(const scan_source *source, const char *driver);

void sources_free(scan_sources *sources);

/* The path from the current folder for what lies below it, as it is otherwise; absolute paths only. */
const char *path_from_here(const char *path);

#ifdef __cplusplus
}
#endif

#endif
