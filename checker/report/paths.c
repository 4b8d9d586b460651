/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths and URIs; see paths.h.
 *
 * Needs: the current folder, for relative paths; the disk, for "..". Leaves: strings. Cost: linear in the path, and a
 * look for each ".." in it.
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

typedef struct built {
    char *text; /* with room for what is left to come */
    size_t length;
} built;

/* Cuts the last part off. A link leads elsewhere, and ".." behind it to the folder above that. */
static void go_up(built *path, size_t room)
{
    struct stat status;
    path->text[path->length] = '\0';
    bool link = path->length && lstat(path->text, &status) == 0 && S_ISLNK(status.st_mode);
    char *real = link ? realpath(path->text, NULL) : NULL;
    if (real) {
        free(path->text);
        path->length = strlen(real);
        path->text = must_resize(real, path->length + room);
    }
    while (path->length && path->text[--path->length] != '/')
        ;
}

/* An absolute path without "." and ".." and double slashes. Other links stay: a report names a file as its user does.
 */
static char *without_dots(const char *from)
{
    built to = {must_allocate(strlen(from) + 2), 0};
    while (*from) {
        from += strspn(from, "/");
        size_t length = strcspn(from, "/");
        if (length == 2 && from[0] == '.' && from[1] == '.') {
            go_up(&to, strlen(from) + 2);
        } else if (length && !(length == 1 && from[0] == '.')) {
            to.text[to.length++] = '/';
            memcpy(to.text + to.length, from, length);
            to.length += length;
        }
        from += length;
    }
    if (!to.length)
        to.text[to.length++] = '/';
    to.text[to.length] = '\0';
    return to.text;
}

char *path_absolute(const char *path)
{
    char here[4096] = "";
    if (*path != '/' && !getcwd(here, sizeof here))
        *here = '\0';
    size_t size = strlen(here) + strlen(path) + 2;
    char *full = must_allocate(size);
    snprintf(full, size, "%s/%s", here, path);
    char *clean = without_dots(full);
    free(full);
    return clean;
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
