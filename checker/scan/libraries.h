/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Groups of sources, of which drivers are put together (drivers.h), and which of them are libraries of which others.
 *
 * A build may say it: a project of Visual Studio or a file `sources` names what it makes, and the libraries that it
 * links. A library that any of them names is one of those that name it, and of no others. Where no build says a word,
 * a call does: a group that calls what it does not define needs the nearest group that does, unless that is a whole
 * driver or program of its own.
 */
#ifndef DEVLOCK_SCAN_LIBRARIES_H
#define DEVLOCK_SCAN_LIBRARIES_H

#include "core/arena.h"
#include "sketch/reach.h"
#include "sources.h"

/* Sources that a build names together. */
typedef struct group {
    const char *name;            /* a project, a target, or a folder */
    const char *folder;          /* where it lies */
    const scan_project *project; /* what its build says of it; NULL: nothing */
    size_t *sources;             /* indices, rising */
    size_t source_count, source_capacity;
    size_t *needs; /* groups */
    size_t need_count, need_capacity;
    reach reach;
    bool whole;   /* it is no part of others: it has an entry point, or its build says so */
    bool stated;  /* a build says which others link it */
    bool covered; /* a driver has it */
} group;

typedef struct finding_drivers {
    scan_sources *sources;
    vocabulary *words;
    sketch_files *files;
    arena *arena;
    group *groups;
    size_t count, capacity;
    string_map *by_name;
    word_list *definers; /* by word: the groups that define it */
    uint32_t definer_count;
    bool *in; /* by group: in the driver that is put together */
} finding_drivers;

/* The groups that define a name. */
word_list *group_definers(finding_drivers *f, uint32_t word);
bool group_defines(finding_drivers *f, size_t group, uint32_t word);

/* Sets what each group needs. The groups have been read. */
void libraries_find(finding_drivers *f);

#endif
