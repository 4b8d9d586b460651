/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files; see files.h.
 *
 * Needs: the disk, which does not change meanwhile. Leaves behind: sketches and listings of folders. Cost: each file is
 * read once, each folder listed once.
 */
#include "files.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ahead.h"
#include "core/arena.h"

typedef struct entry {
    const char *path;
    bool folder;
    bool link; /* what it leads to may change */
    sketch *sketch;
    bool read;
} entry;

struct sketch_files {
    vocabulary *words;
    ahead *ahead;
    arena *arena;
    string_map *known;   /* "folder/name" in small letters, and "folder/" of folders that were listed -> entry */
    string_map *by_path; /* path as it was given -> entry */
    string_map *found;   /* "folder\nname" -> entry, or NONE */
    entry *entries;
    uint32_t count, capacity;
    char *key; /* that was made last */
    size_t key_capacity;
    const char **listed; /* folders */
    uint32_t listed_count, listed_capacity;
};

#define NONE (UINT32_MAX - 1)

sketch_files *sketch_files_new(vocabulary *words)
{
    sketch_files *f = must_zero(sizeof *f);
    f->words = words;
    f->ahead = ahead_new();
    f->arena = arena_new();
    f->known = string_map_new();
    f->by_path = string_map_new();
    f->found = string_map_new();
    return f;
}

void sketch_files_free(sketch_files *f)
{
    if (!f)
        return;
    ahead_free(f->ahead);
    for (uint32_t i = 0; i < f->count; i++)
        sketch_free(f->entries[i].sketch);
    free(f->entries);
    free(f->listed);
    free(f->key);
    string_map_free(f->known);
    string_map_free(f->by_path);
    string_map_free(f->found);
    arena_free(f->arena);
    free(f);
}

static uint32_t add_entry(sketch_files *f, const char *path, bool folder)
{
    ARRAY_RESERVE(f->entries, f->count, f->capacity);
    f->entries[f->count] = (entry){.path = path, .folder = folder};
    return f->count++;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

void sketch_files_expect(sketch_files *f, const char *path)
{
    ahead_want(f->ahead, path, false);
}

uint32_t sketch_files_add(sketch_files *f, const char *path)
{
    const uint32_t *known = string_map_find(f->by_path, path);
    uint32_t id = known ? *known : UINT32_MAX;
    if (!known) {
        const char *copy = arena_string(f->arena, path);
        id = add_entry(f, copy, false);
        *string_map_at(f->by_path, copy) = id;
    }
    if (!f->entries[id].read)
        ahead_want(f->ahead, f->entries[id].path, true);
    return id;
}

const sketch *sketch_files_get(sketch_files *f, uint32_t id)
{
    entry *e = &f->entries[id];
    if (!e->read)
        e->sketch = ahead_take(f->ahead, e->path, f->words);
    e->read = true;
    return e->sketch;
}

sketch *sketch_files_read(const sketch_files *f, const char *text, size_t length)
{
    return sketch_read(ahead_desk(f->ahead), f->words, text, length);
}

/* ---- finding --------------------------------------------------------------------------------------------------- */

/* A key of the maps: a folder, a mark, a name. It stays until the next one is made. */
static const char *key_of(sketch_files *f, const char *folder, size_t length, char mark, const char *name)
{
    size_t more = strlen(name) + 1;
    if (length + 1 + more > f->key_capacity)
        f->key = must_resize(f->key, f->key_capacity = (length + 1 + more) * 2);
    memcpy(f->key, folder, length);
    f->key[length] = mark;
    memcpy(f->key + length + 1, name, more);
    return f->key;
}

static const char *lowered(sketch_files *f, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    key_of(f, folder, length, '/', name);
    for (char *c = f->key + length; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return f->key;
}

/* Where the value of a key is kept, which is copied if it is new. */
static uint32_t *value_at(sketch_files *f, string_map *map, const char *key)
{
    const uint32_t *known = string_map_find(map, key);
    return string_map_at(map, known ? key : arena_string(f->arena, key));
}

static bool is_folder(const char *path, const struct dirent *e)
{
    struct stat status;
    if (e->d_type != DT_UNKNOWN && e->d_type != DT_LNK)
        return e->d_type == DT_DIR;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Of names that differ in case alone the first in the order of bytes counts, as for Clang's view (driver_files.cpp). */
static void list(sketch_files *f, const char *folder)
{
    uint32_t *known = value_at(f, f->known, key_of(f, folder, strlen(folder), '/', ""));
    if (*known == NONE)
        return;
    *known = NONE;
    ARRAY_RESERVE(f->listed, f->listed_count, f->listed_capacity);
    f->listed[f->listed_count++] = arena_string(f->arena, *folder ? folder : ".");
    struct dirent **names = NULL;
    int count = scandir(*folder ? folder : ".", &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        bool slash = *folder && folder[strlen(folder) - 1] != '/';
        const char *path = arena_format(f->arena, "%s%s%s", folder, slash ? "/" : "", name);
        uint32_t *at = value_at(f, f->known, lowered(f, folder, name));
        if (*at == UINT32_MAX) {
            uint32_t id = add_entry(f, path, is_folder(path, names[i]));
            f->entries[id].link = names[i]->d_type == DT_LNK || names[i]->d_type == DT_UNKNOWN;
            *at = id;
            uint32_t *by_path = string_map_at(f->by_path, path);
            if (*by_path == UINT32_MAX)
                *by_path = id;
        }
        free(names[i]);
    }
    free(names);
}

/* One part of a path; gives the path of it, or NULL. */
static const char *step(sketch_files *f, const char *folder, const char *part, bool is_file)
{
    if (strcmp(part, ".") == 0)
        return folder;
    if (strcmp(part, "..") == 0)
        return *folder ? arena_format(f->arena, "%s/..", folder) : "..";
    list(f, folder);
    const uint32_t *at = string_map_find(f->known, lowered(f, folder, part));
    return at && f->entries[*at].folder != is_file ? f->entries[*at].path : NULL;
}

static const char *search(sketch_files *f, const char *folder, const char *name, bool is_file)
{
    char *rest = arena_string(f->arena, name), *part;
    if (*name == '/')
        folder = "/";
    while (folder && (part = strsep(&rest, "/")))
        if (*part)
            folder = step(f, folder, part, is_file && !rest);
    return folder;
}

static const char *find_in(sketch_files *f, const char *folder, size_t length, const char *name)
{
    const uint32_t *known = string_map_find(f->found, key_of(f, folder, length, '\n', name));
    if (known)
        return *known == NONE ? NULL : f->entries[*known].path;
    const char *key = arena_string(f->arena, f->key);
    const char *path = search(f, arena_string_n(f->arena, folder, length), name, true);
    const uint32_t *id = path ? string_map_find(f->by_path, path) : NULL;
    *string_map_at(f->found, key) = id ? *id : NONE;
    return path;
}

const char *sketch_files_find(sketch_files *f, const char *folder, const char *name)
{
    return find_in(f, folder, strlen(folder), name);
}

const char *sketch_files_beside(sketch_files *f, const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    return find_in(f, file, !slash ? 0 : slash == file ? 1 : (size_t)(slash - file), name);
}

const char *sketch_files_folder(sketch_files *f, const char *from, const char *name)
{
    char *slashed = arena_string(f->arena, name);
    for (char *c = slashed; *c; c++)
        if (*c == '\\')
            *c = '/';
    return search(f, from, slashed, false);
}

void sketch_files_each(const sketch_files *f, void (*each)(void *user, const char *path, bool is_folder), void *user)
{
    for (uint32_t i = 0; i < f->listed_count; i++)
        each(user, f->listed[i], true);
    for (uint32_t i = 0; i < f->count; i++)
        if (f->entries[i].read || f->entries[i].link)
            each(user, f->entries[i].path, false);
}
