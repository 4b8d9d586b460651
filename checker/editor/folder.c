/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The session's folder: what runs leave for each other (scan/context.h), and files that the client is to show.
 *
 * Needs: a place for files of a user's session. Leaves: a folder, until the session ends. Cost: a look at each file in
 * it at the end.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "server.h"

const char *server_folder(server *s)
{
    const char *base = getenv("XDG_RUNTIME_DIR");
    base = base && *base ? base : getenv("TMPDIR");
    base = base && *base ? base : "/tmp";
    if (!s->folder) {
        size_t size = strlen(base) + sizeof "/devlock-XXXXXX";
        s->folder = must_allocate(size);
        snprintf(s->folder, size, "%s/devlock-XXXXXX", base);
        if (!mkdtemp(s->folder)) {
            free(s->folder);
            s->folder = NULL;
        }
    }
    return s->folder;
}

void server_remove_folder(server *s)
{
    DIR *folder = s->folder ? opendir(s->folder) : NULL;
    for (struct dirent *entry; folder && (entry = readdir(folder));)
        unlinkat(dirfd(folder), entry->d_name, 0); /* there are no folders in it but itself and the one above */
    if (folder) {
        closedir(folder);
        rmdir(s->folder);
    }
    free(s->folder);
    s->folder = NULL;
}
