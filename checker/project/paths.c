/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths in project files; see paths.h.
 *
 * Needs the disk. Leaves behind strings in an arena. Costs a look for each part of a path, and a pass over the folder
 * where a part is not there as it is written.
 */
#include "paths.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

bool path_exists(const char *path)
{
    return access(*path ? path : ".", F_OK) == 0;
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

char *path_folder(arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return !slash ? arena_string(arena, "") : arena_string_n(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

bool path_has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), end = strlen(ending);
    return length >= end && strcasecmp(path + length - end, ending) == 0;
}

/* The first name in the folder, in the order of bytes, that differs in case alone; NULL: none. */
static char *other_case(arena *arena, const char *folder, const char *name)
{
    DIR *open = opendir(*folder ? folder : ".");
    char *found = NULL;
    for (struct dirent *entry; open && (entry = readdir(open)) != NULL;)
        if (strcasecmp(entry->d_name, name) == 0 && (!found || strcmp(entry->d_name, found) < 0))
            found = arena_string(arena, entry->d_name);
    if (open)
        closedir(open);
    return found;
}

static char *joined(arena *arena, const char *folder, const char *name)
{
    bool slash = *folder && folder[strlen(folder) - 1] != '/';
    return arena_format(arena, "%s%s%s", folder, slash ? "/" : "", name);
}

/* The path with one more part. */
static char *with_part(arena *arena, char *path, const char *part)
{
    if (strcmp(part, "..") == 0 && *path && strcmp(path_name(path), "..") != 0 && strcmp(path, "/") != 0)
        return path_folder(arena, path);
    char *next = joined(arena, path, part);
    char *other = path_exists(next) ? NULL : other_case(arena, path, part);
    return other ? joined(arena, path, other) : next;
}

char *path_meant(arena *arena, const char *folder, const char *name)
{
    if (isalpha((unsigned char)name[0]) && name[1] == ':')
        return NULL;
    char *text = arena_string(arena, name);
    for (char *c = text; *c; c++)
        if (*c == '\\')
            *c = '/';
    char *path = *text == '/' ? arena_string(arena, "/") : arena_string(arena, folder);
    char *rest = NULL;
    for (char *part = strtok_r(text, "/", &rest); part; part = strtok_r(NULL, "/", &rest))
        if (strcmp(part, ".") != 0)
            path = with_part(arena, path, part);
    return path;
}
