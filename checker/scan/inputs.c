/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a capture was made of; see inputs.h.
 *
 * A record is a list of lines that end with a 0 byte: "f TIME SIZE PATH" for a file, "d TIME NAMES PATH" for a folder,
 * with a sum over the names in it; TIME is 0 where it is not to be trusted, and all is 0 for what is not there. The
 * first says which format it is.
 *
 * Needs: paths. Leaves: records. Cost: a look at each file, once for all forks; a reading of each folder.
 */
#define _GNU_SOURCE
#include "inputs.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "capture_file.h"
#include "core/arena.h"
#include "inputs_look.h"
#include "project/finder.h"

#define RECORD_FORMAT "devlock inputs 1"

static void add_path(path_list *list, const char *path)
{
    if (string_map_find(list->known, path))
        return;
    *string_map_at(list->known, path) = list->count;
    ARRAY_RESERVE(list->items, list->count, list->capacity);
    list->items[list->count++] = path;
}

inputs *inputs_new(const char *directory)
{
    inputs *in = must_zero(sizeof *in);
    in->arena = arena_new();
    in->directory = directory && *directory ? arena_string(in->arena, directory) : NULL;
    for (size_t i = 0; i < INPUT_KINDS; i++)
        in->lists[i].known = string_map_new();
    return in;
}

void inputs_free(inputs *in)
{
    for (size_t i = 0; i < INPUT_KINDS; i++) {
        string_map_free(in->lists[i].known);
        free(in->lists[i].items);
    }
    free(in->looks);
    arena_free(in->arena);
    free(in);
}

void inputs_add(inputs *in, const char *path, bool is_folder)
{
    inputs_add_kind(in, path, is_folder ? INPUT_FOLDER : INPUT_FILE);
}

void inputs_add_kind(inputs *in, const char *path, input_kind kind)
{
    bool relative = *path != '/';
    const char *full = relative && in->directory && kind != INPUT_WANTED
                           ? arena_format(in->arena, "%s/%s", in->directory, path)
                           : arena_string(in->arena, path);
    add_path(&in->lists[kind], full);
    if (relative && kind == INPUT_FILE && access(full, F_OK) != 0)
        add_path(&in->lists[INPUT_WANTED], arena_string(in->arena, path));
}

/* ---- looking ------------------------------------------------------------------------------------------------- */

static int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t inputs_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now); /* of which file systems take their times */
    return nanoseconds(now);
}

/* The sum does not depend on the order, which is any. */
static void add_name(void *sum, const char *name)
{
    *(uint64_t *)sum += text_hash(name);
}

static uint64_t sum_of_names(const char *folder)
{
    uint64_t sum = 1;
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));)
        add_name(&sum, entry->d_name);
    if (open)
        closedir(open);
    return sum;
}

static bool kind_is_folder(input_kind kind)
{
    return kind == INPUT_FOLDER || kind == INPUT_NAMES;
}

look inputs_look_at_time(const char *path, input_kind kind)
{
    struct stat status;
    bool folder = kind_is_folder(kind);
    if (stat(path, &status) != 0 || S_ISDIR(status.st_mode) != folder)
        return (look){0, 0};
    int64_t time = nanoseconds(status.st_mtim);
    return (look){time ? time : 1, folder ? 0 : (uint64_t)status.st_size}; /* 0 says that it is not there */
}

/* ---- folders that many look into -------------------------------------------------------------------------------- */

typedef struct known_folder {
    char *path;
    look look;
} known_folder;

static struct {
    string_map *known; /* path -> index */
    known_folder *items;
    uint32_t count, capacity;
} folders;

/* A folder that changes in the same tick of the clock in which it was looked at may keep its time. */
void inputs_know_folder(const char *path)
{
    if (!folders.known)
        folders.known = string_map_new();
    if (string_map_find(folders.known, path))
        return;
    int64_t now = inputs_clock();
    look look = inputs_look_at(path, INPUT_FOLDER);
    if (!look.time || look.time >= now)
        return;
    ARRAY_RESERVE(folders.items, folders.count, folders.capacity);
    folders.items[folders.count] = (known_folder){strdup(path), look};
    *string_map_at(folders.known, folders.items[folders.count].path) = folders.count;
    folders.count++;
}

/* Sets what is known of a folder that has this time; gives false if nothing is. */
static bool know_names(const char *path, look *now)
{
    const uint32_t *index = folders.known ? string_map_find(folders.known, path) : NULL;
    if (!index || folders.items[*index].look.time != now->time)
        return false;
    now->what = folders.items[*index].look.what;
    return true;
}

static uint64_t names_that_count(const char *folder, input_kind kind)
{
    uint64_t sum = 1;
    if (kind != INPUT_NAMES)
        return sum_of_names(folder);
    finder_names(folder, add_name, &sum);
    return sum;
}

look inputs_look_at(const char *path, input_kind kind)
{
    look now = inputs_look_at_time(path, kind);
    if (now.time && kind_is_folder(kind) && !(kind == INPUT_FOLDER && know_names(path, &now)))
        now.what = names_that_count(path, kind);
    return now;
}

/* ---- files that were seen --------------------------------------------------------------------------------------- */

/* What was not there is looked for again: if it is by now, it was not read. */
void inputs_look_ahead(inputs *in)
{
    const path_list *files = &in->lists[INPUT_FILE];
    for (uint32_t i = 0; i < files->count; i++) {
        if (i == in->look_count) {
            ARRAY_RESERVE(in->looks, in->look_count, in->look_capacity);
            in->looks[in->look_count++] = (look){0};
        }
        if (!in->looks[i].time)
            in->looks[i] = inputs_look_at(files->items[i], INPUT_FILE);
    }
}

static bool is_there(const inputs *in, uint32_t file)
{
    bool seen = file < in->look_count && in->looks[file].time;
    return seen || access(in->lists[INPUT_FILE].items[file], F_OK) == 0;
}

/* ---- which folders matter ------------------------------------------------------------------------------------- */

/* The folder of a path; NULL: none is named. */
static const char *folder_of(arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash != path ? arena_string_n(arena, path, (size_t)(slash - path)) : NULL;
}

static void add_everywhere(inputs *in, path_list *to, const char *below)
{
    for (uint32_t i = 0; i < in->lists[INPUT_FOLDER].count; i++)
        add_path(to, arena_format(in->arena, "%s/%s", in->lists[INPUT_FOLDER].items[i], below));
}

path_list inputs_folders(inputs *in)
{
    path_list all = {.known = string_map_new()};
    for (uint32_t i = 0; i < in->lists[INPUT_FOLDER].count; i++)
        add_path(&all, in->lists[INPUT_FOLDER].items[i]);
    for (uint32_t i = 0; i < in->lists[INPUT_FILE].count; i++) {
        const char *file = in->lists[INPUT_FILE].items[i], *folder = folder_of(in->arena, file);
        add_path(&all, folder ? folder : ".");
        if (!is_there(in, i))
            continue;
        for (uint32_t k = 0; folder && k < in->lists[INPUT_FOLDER].count; k++) {
            size_t length = strlen(in->lists[INPUT_FOLDER].items[k]);
            if (strncmp(folder, in->lists[INPUT_FOLDER].items[k], length) == 0 && folder[length] == '/')
                add_everywhere(in, &all, folder + length + 1);
        }
    }
    for (uint32_t i = 0; i < in->lists[INPUT_WANTED].count; i++) {
        const char *folder = folder_of(in->arena, in->lists[INPUT_WANTED].items[i]);
        if (folder)
            add_everywhere(in, &all, folder);
    }
    return all;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

bool inputs_write_record(const inputs *given, const char *path, int64_t start)
{
    inputs *in = (inputs *)given;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs(RECORD_FORMAT, out);
    putc('\0', out);
    inputs_look_ahead(in);
    for (uint32_t i = 0; i < in->lists[INPUT_FILE].count; i++) {
        look now = in->looks[i];
        if (now.time)
            fprintf(out, "f %" PRId64 " %" PRIu64 " %s%c", now.time < start ? now.time : 0, now.what,
                    in->lists[INPUT_FILE].items[i], 0);
    }
    path_list folders = inputs_folders(in);
    for (uint32_t i = 0; i < folders.count; i++) {
        look now = inputs_look_at(folders.items[i], INPUT_FOLDER);
        fprintf(out, "d %" PRId64 " %" PRIu64 " %s%c", now.time < start ? now.time : 0, now.what, folders.items[i], 0);
    }
    free(folders.items);
    string_map_free(folders.known);
    return write_stream(path, out, &text, &size);
}

/* A name as make reads it. One with a line end cannot be written there. */
static void print_name(FILE *out, const char *name)
{
    if (!strpbrk(name, " #$")) {
        fputs(name, out);
        return;
    }
    for (; *name; name++) {
        if (*name == ' ' || *name == '#')
            putc('\\', out);
        if (*name == '$')
            putc('$', out);
        putc(*name, out);
    }
}

bool inputs_write_rule(const inputs *in, const char *path, const char *target)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    print_name(out, target);
    putc(':', out);
    for (uint32_t i = 0; i < in->lists[INPUT_FILE].count; i++) {
        if (strchr(in->lists[INPUT_FILE].items[i], '\n') || !is_there(in, i))
            continue;
        fputs(" \\\n  ", out);
        print_name(out, in->lists[INPUT_FILE].items[i]);
    }
    putc('\n', out);
    return write_stream(path, out, &text, &size);
}

/* ---- looking again -------------------------------------------------------------------------------------------- */

struct inputs_again {
    arena *arena;
    string_map *known; /* path -> look; those of folders with a slash at their end */
    look *looks;
    uint32_t count, capacity;
};

inputs_again *inputs_again_new(void)
{
    inputs_again *again = must_zero(sizeof *again);
    again->arena = arena_new();
    again->known = string_map_new();
    return again;
}

void inputs_again_free(inputs_again *again)
{
    string_map_free(again->known);
    free(again->looks);
    arena_free(again->arena);
    free(again);
}

static look look_again(inputs_again *again, const char *path, bool is_folder)
{
    char *key = NULL;
    if (is_folder && asprintf(&key, "%s/", path) < 0)
        abort();
    const uint32_t *known = string_map_find(again->known, key ? key : path);
    uint32_t at = known ? *known : again->count;
    if (!known) {
        *string_map_at(again->known, arena_string(again->arena, key ? key : path)) = at;
        ARRAY_RESERVE(again->looks, again->count, again->capacity);
        again->looks[again->count++] = inputs_look_at(path, is_folder ? INPUT_FOLDER : INPUT_FILE);
    }
    free(key);
    return again->looks[at];
}

/* A line of a record. */
static bool differs(inputs_again *again, const char *line, int64_t made)
{
    char kind;
    look before;
    int length = 0;
    if (sscanf(line, "%c %" SCNd64 " %" SCNu64 " %n", &kind, &before.time, &before.what, &length) != 3 || !length)
        return true;
    look now = look_again(again, line + length, kind == 'd');
    if (kind == 'd')
        return now.what != before.what;
    if (before.time && now.time == before.time && now.what == before.what)
        return false;
    return now.time <= made; /* else ninja sees it */
}

/* The text of a record; NULL: there is none. free() it. */
static char *read_record(const char *record, size_t *size)
{
    char *text = (char *)whole_file(record, size);
    if (text && *size >= sizeof RECORD_FORMAT && strcmp(text, RECORD_FORMAT) == 0 && text[*size - 1] == '\0')
        return text;
    free(text);
    return NULL;
}

bool inputs_record_any(const char *record, bool (*wanted)(void *user, const char *path), void *user)
{
    size_t size;
    char *text = read_record(record, &size);
    bool any = false;
    for (size_t at = sizeof RECORD_FORMAT; text && !any && at < size; at += strlen(text + at) + 1) {
        int length = 0;
        sscanf(text + at, "f %*d %*u %n", &length);
        any = length && wanted(user, text + at + length);
    }
    free(text);
    return any;
}

bool inputs_differ(inputs_again *again, const char *record, int64_t made)
{
    size_t size;
    char *text = read_record(record, &size);
    bool other = !text;
    for (size_t at = sizeof RECORD_FORMAT; !other && at < size; at += strlen(text + at) + 1)
        other = differs(again, text + at, made);
    free(text);
    return other;
}
