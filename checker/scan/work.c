/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The work folder; see work.h.
 *
 * Needs: a place to write. Leaves: the folder, and in it `captures`, `drivers` and `lock`. Cost: a few looks at the
 * disk.
 */
#define _GNU_SOURCE
#include "work.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture_file.h"
#include "report/paths.h"

static bool fail(char **error, const char *path, int number)
{
    if (asprintf(error, "the work folder '%s' cannot be used: %s; name another with --work DIR", path,
                 strerror(number)) < 0)
        abort();
    return false;
}

static bool make_folder(const char *path)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST;
}

/* Makes a folder and those above it. */
static bool make_folders(char *path)
{
    for (size_t i = 1; path[i]; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        bool good = make_folder(path);
        path[i] = '/';
        if (!good)
            return false;
    }
    return make_folder(path);
}

/* One folder for each folder that scans start in: paths in captures count from there. */
char *work_default(const char *here)
{
    char *path = NULL;
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME"), *last = strrchr(here, '/');
    if (cache && *cache == '/')
        home = NULL;
    if (((cache && *cache == '/') || (home && *home == '/')) &&
        asprintf(&path, "%s%s/devlock/%s-%016llx", home ? home : cache, home ? "/.cache" : "", last ? last + 1 : here,
                 (unsigned long long)text_hash(here)) < 0)
        abort();
    return path;
}

static char *default_folder(void)
{
    char *here = realpath(".", NULL), *path = here ? work_default(here) : NULL;
    free(here);
    return path;
}

static bool take_lock(work *work, char **error)
{
    char *path = work_path(work, "lock");
    work->lock = open(path, O_RDWR | O_CREAT, 0666); /* inherited: see work.h */
    free(path);
    if (work->lock < 0)
        return fail(error, work->folder, errno);
    if (flock(work->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        fprintf(stderr, "devlock: another scan uses the work folder '%s'; waiting for it\n", work->folder);
    while (flock(work->lock, LOCK_EX) != 0)
        if (errno != EINTR)
            return fail(error, work->folder, errno);
    return true;
}

char *work_folder(const char *chosen)
{
    return chosen ? path_absolute(chosen) : default_folder();
}

bool work_open(work *work, const char *chosen, char **error)
{
    *work = (struct work){.folder = work_folder(chosen), .lock = -1};
    if (!work->folder) {
        *error = strdup("neither XDG_CACHE_HOME nor HOME names a folder for the work folder; name one with --work DIR");
        return false;
    }
    char *captures = work_path(work, "captures"), *drivers = work_path(work, "drivers");
    bool good = make_folders(captures) && make_folders(drivers) && access(captures, W_OK | X_OK) == 0;
    if (!good)
        fail(error, work->folder, errno);
    free(captures);
    free(drivers);
    return good && take_lock(work, error);
}

void work_close(work *work)
{
    if (work->lock >= 0)
        close(work->lock);
    free(work->folder);
    *work = (struct work){.lock = -1};
}

char *work_path(const work *work, const char *name)
{
    char *path;
    if (asprintf(&path, "%s/%s", work->folder, name) < 0)
        abort();
    return path;
}
