/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Writing folders as a whole; see folder.h.
 *
 * Needs: a folder around that can be written. Leaves: the folder, or what was there before. Cost: the folder twice on
 * the disk while writing, and a list of its names in memory.
 */
#define _GNU_SOURCE
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

#define LIST       "devlock-files.txt"
#define LIST_FIRST "files of a report of devlock, which replaces them when it is written again"

struct folder {
    char *path;      /* what it shall be called, links followed */
    char *temporary; /* where it is written */
    FILE *file;      /* open now: its name, and what has been written */
    char *name, *text;
    size_t size;
    FILE *list; /* names of the files so far */
    char *names;
    size_t names_size;
    int error; /* errno of the first thing that went wrong; 0: nothing */
};

static bool fail(char **error, const char *path, int number)
{
    const char *remedy = number == ENOSPC || number == EDQUOT ? "free some space, or name a folder on another disk"
                         : number == ENOENT                   ? "make the folder around it first"
                         : number == EACCES || number == EPERM || number == EROFS
                             ? "name one in a folder that you may write to"
                             : "name another folder";
    const char *text = number == ENOTDIR     ? "it is a file"
                       : number == ENOTEMPTY ? "there are files in it that are none of a report of devlock"
                                             : strerror(number);
    if (asprintf(error, "cannot write the folder '%s': %s; %s", path, text, remedy) < 0)
        abort();
    return false;
}

static char *join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = must_allocate(size);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* The folder that a name leads to, also where there is none yet; without slashes at its end. */
static char *follow(const char *path)
{
    char *real = realpath(path, NULL);
    if (real)
        return real;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    real = must_zero(length + 1);
    return memcpy(real, path, length);
}

/* ---- what was there before ----------------------------------------------------------------------------------- */

/* The names of the files of a report in a folder, a line each; NULL: it is none. free() it. */
static char *read_list(const char *path)
{
    char *name = join(path, LIST), *text = NULL;
    FILE *in = fopen(name, "rb");
    free(name);
    if (!in)
        return NULL;
    size_t size = 0;
    ssize_t length = getdelim(&text, &size, '\0', in);
    fclose(in);
    if (length > 0 && strncmp(text, LIST_FIRST "\n", sizeof LIST_FIRST) == 0)
        return text;
    free(text);
    return NULL;
}

/* 0 if a folder may be replaced: it is not there, is empty, or holds nothing but a report. Else an errno. */
static int replaceable(const char *path)
{
    DIR *all = opendir(path);
    int number = errno;
    if (!all)
        return number == ENOENT ? 0 : number;
    char *list = read_list(path);
    bool good = true;
    string_map *names = string_map_new();
    char *copy = list ? strdup(list) : NULL, *rest = copy, *line;
    while (rest && (line = strsep(&rest, "\n")))
        *string_map_at(names, line) = 1;
    for (const struct dirent *entry = readdir(all); entry && good; entry = readdir(all))
        good = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
               (list && (string_map_find(names, entry->d_name) || strcmp(entry->d_name, LIST) == 0));
    string_map_free(names);
    free(copy);
    free(list);
    closedir(all);
    return good ? 0 : ENOTEMPTY;
}

/* Takes a report's files away, and their folder. */
static void remove_all(const char *path)
{
    char *list = read_list(path), *rest = list, *line;
    while (rest && (line = strsep(&rest, "\n")))
        if (*line && !strchr(line, '/')) {
            char *name = join(path, line);
            unlink(name);
            free(name);
        }
    char *name = join(path, LIST);
    unlink(name);
    free(name);
    free(list);
    rmdir(path);
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

bool folder_check(const char *path, char **error)
{
    struct stat status;
    char *real = follow(path);
    int number = replaceable(real);
    char *around = dirname(real);
    if (!number && (stat(around, &status) != 0 || access(around, W_OK | X_OK) != 0))
        number = errno;
    free(real);
    return !number || fail(error, path, number);
}

folder *folder_start(const char *path, char **error)
{
    folder *f = must_zero(sizeof *f);
    f->path = follow(path);
    size_t size = strlen(f->path) + sizeof ".XXXXXX";
    f->temporary = must_allocate(size);
    snprintf(f->temporary, size, "%s.XXXXXX", f->path);
    int number = replaceable(f->path);
    if (!number && !mkdtemp(f->temporary))
        number = errno;
    f->list = number ? NULL : open_memstream(&f->names, &f->names_size);
    if (f->list) {
        fputs(LIST_FIRST "\n", f->list);
        return f;
    }
    fail(error, path, number ? number : ENOMEM);
    free(f->temporary);
    free(f->path);
    free(f);
    return NULL;
}

static void note_error(folder *f, int number)
{
    if (!f->error)
        f->error = number ? number : EIO;
}

/* A file is put together in memory and written at once: so it is known what went wrong when something did. */
FILE *folder_open(folder *f, const char *name)
{
    size_t size = strlen(name) + 1;
    f->name = memcpy(must_allocate(size), name, size);
    f->file = open_memstream(&f->text, &f->size);
    if (!f->file)
        abort();
    return f->file;
}

static void write_file(folder *f, const char *name, const char *text, size_t length)
{
    if (f->error)
        return;
    char *path = join(f->temporary, name);
    FILE *out = fopen(path, "w");
    free(path);
    if (!out) {
        note_error(f, errno);
        return;
    }
    fprintf(f->list, "%s\n", name);
    setvbuf(out, NULL, _IONBF, 0);
    if (fwrite(text, 1, length, out) != length)
        note_error(f, errno);
    if (fclose(out) != 0)
        note_error(f, errno);
}

void folder_close(folder *f)
{
    fclose(f->file);
    write_file(f, f->name, f->text, f->size);
    free(f->name);
    free(f->text);
    f->file = NULL;
}

/* New folders have the rights that the user's mask leaves. */
static int set_mode(const char *path)
{
    mode_t mask = umask(0);
    umask(mask);
    return chmod(path, 0777 & ~mask);
}

/* Gives the new folder its name. Where there is one already, both change places, so that there is always one. */
static int take_name(folder *f)
{
    int number = replaceable(f->path);
    if (number)
        return number;
    if (set_mode(f->temporary) != 0)
        return errno;
    if (rename(f->temporary, f->path) == 0)
        return 0;
    if (errno != ENOTEMPTY && errno != EEXIST)
        return errno;
    if (renameat2(AT_FDCWD, f->temporary, AT_FDCWD, f->path, RENAME_EXCHANGE) != 0)
        return errno;
    remove_all(f->temporary);
    return 0;
}

static void release(folder *f)
{
    fclose(f->list);
    free(f->names);
    free(f->temporary);
    free(f->path);
    free(f);
}

bool folder_finish(folder *f, char **error)
{
    fflush(f->list);
    size_t length = f->names_size; /* without its own name, which is added while it is written */
    char *names = memcpy(must_allocate(length + 1), f->names, length);
    write_file(f, LIST, names, length);
    free(names);
    int number = f->error ? f->error : take_name(f);
    if (!number) {
        release(f);
        return true;
    }
    fail(error, f->path, number);
    folder_drop(f);
    return false;
}

void folder_drop(folder *f)
{
    char *rest, *line;
    if (f->file)
        folder_close(f);
    fflush(f->list);
    rest = f->names;
    while (rest && (line = strsep(&rest, "\n"))) {
        char *name = join(f->temporary, line);
        unlink(name);
        free(name);
    }
    char *list = join(f->temporary, LIST);
    unlink(list);
    free(list);
    rmdir(f->temporary);
    release(f);
}
