/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths and URIs; see paths.h.
 *
 * Needs: the current folder, for relative paths. Leaves: strings. Cost: linear in the path.
 */
#define _GNU_SOURCE
#include "paths.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"

/* Takes "." and ".." and double slashes out of an absolute path, in place. Links are not looked at: a report names a
 * file as its user does. */
static void remove_dots(char *path)
{
    char *to = path;
    for (const char *from = path; *from;) {
        while (*from == '/')
            from++;
        size_t length = strcspn(from, "/");
        if (length == 2 && from[0] == '.' && from[1] == '.') {
            while (to > path && *--to != '/')
                ;
        } else if (length && !(length == 1 && from[0] == '.')) {
            *to++ = '/';
            memmove(to, from, length);
            to += length;
        }
        from += length;
    }
    if (to == path)
        *to++ = '/';
    *to = '\0';
}

char *path_absolute(const char *path)
{
    char here[4096] = "";
    if (*path != '/' && !getcwd(here, sizeof here))
        *here = '\0';
    size_t size = strlen(here) + strlen(path) + 2;
    char *full = must_allocate(size);
    snprintf(full, size, "%s/%s", here, path);
    remove_dots(full);
    return full;
}

char *path_from_root(const char *root, const char *path)
{
    char *full = path_absolute(path);
    size_t length = strlen(root);
    if (length == 1)
        length = 0; /* "/" */
    if (strncmp(full, root, length) == 0 && full[length] == '/' && full[length + 1])
        memmove(full, full + length + 1, strlen(full + length + 1) + 1);
    return full;
}

char *path_uri(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    char *uri = must_allocate(3 * strlen(path) + sizeof "file://"), *to = uri;
    if (*path == '/')
        to += sprintf(to, "file://");
    for (; *path; path++)
        if (strchr(plain, *path))
            *to++ = *path;
        else
            to += sprintf(to, "%%%02X", (unsigned char)*path);
    *to = '\0';
    return uri;
}

char *path_of_folder(const char *path)
{
    struct stat status;
    char *full = realpath(path, NULL);
    if (full && stat(full, &status) == 0 && S_ISDIR(status.st_mode))
        return full;
    if (full)
        errno = ENOTDIR;
    free(full);
    return NULL;
}
