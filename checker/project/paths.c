/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths in project files; see paths.h.
 *
 * Needs the disk, which does not change meanwhile. Leaves behind strings in an arena. Costs a look for each part of a
 * path, and a pass over the folder where a part is not there as it is written; once.
 */
#include "paths.h"

#include <ctype.h>
#include <dirent.h>
#include <glob.h>
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
    size_t length = strlen(folder), more = strlen(name), slash = length && folder[length - 1] != '/';
    char *path = arena_take(arena, length + slash + more + 1);
    memcpy(path, folder, length);
    memset(path + length, '/', slash);
    memcpy(path + length + slash, name, more + 1);
    return path;
}

/* ---- places ---------------------------------------------------------------------------------------------------- */

typedef struct place {
    char *meant; /* NULL: not asked for */
    enum { NOT_ASKED, IS_THERE, IS_NOT_THERE } there;
} place;

struct places {
    arena *arena;
    string_map *known; /* path -> index; of patterns behind "folder\n" */
    place *items;
    uint32_t count, capacity;
};

places *places_new(arena *arena)
{
    places *p = must_zero(sizeof *p);
    p->arena = arena;
    p->known = string_map_new();
    return p;
}

void places_free(places *p)
{
    string_map_free(p->known);
    free(p->items);
    free(p);
}

static place *place_of(places *p, char *path)
{
    uint32_t *at = string_map_at(p->known, path);
    if (*at == UINT32_MAX) {
        ARRAY_RESERVE(p->items, p->count, p->capacity);
        p->items[p->count] = (place){0};
        *at = p->count++;
    }
    return &p->items[*at];
}

static bool is_there(place *place, const char *path)
{
    if (place->there == NOT_ASKED)
        place->there = path_exists(path) ? IS_THERE : IS_NOT_THERE;
    return place->there == IS_THERE;
}

bool path_is_there(places *p, const char *path)
{
    const uint32_t *known = string_map_find(p->known, path);
    return is_there(known ? &p->items[*known] : place_of(p, arena_string(p->arena, path)), path);
}

bool path_fits(places *p, const char *folder, const char *pattern)
{
    place *place = place_of(p, arena_format(p->arena, "%s\n%s", folder, pattern));
    if (place->there == NOT_ASKED) {
        glob_t found;
        place->there = glob(joined(p->arena, folder, pattern), 0, NULL, &found) == 0 ? IS_THERE : IS_NOT_THERE;
        globfree(&found);
    }
    return place->there == IS_THERE;
}

/* The path with one more part. */
static char *with_part(places *p, char *path, const char *part)
{
    if (strcmp(part, "..") == 0 && *path && strcmp(path_name(path), "..") != 0 && strcmp(path, "/") != 0)
        return path_folder(p->arena, path);
    char *next = joined(p->arena, path, part);
    place *place = place_of(p, next);
    if (!place->meant) {
        char *other = is_there(place, next) ? NULL : other_case(p->arena, path, part);
        place->meant = other ? joined(p->arena, path, other) : next;
    }
    return place->meant;
}

char *path_meant(places *p, const char *folder, const char *name)
{
    if (isalpha((unsigned char)name[0]) && name[1] == ':')
        return NULL;
    char *text = arena_string(p->arena, name);
    for (char *c = text; *c; c++)
        if (*c == '\\')
            *c = '/';
    char *path = *text == '/' ? arena_string(p->arena, "/") : arena_string(p->arena, folder);
    char *rest = NULL;
    for (char *part = strtok_r(text, "/", &rest); part; part = strtok_r(NULL, "/", &rest))
        if (strcmp(part, ".") != 0)
            path = with_part(p, path, part);
    return path;
}
