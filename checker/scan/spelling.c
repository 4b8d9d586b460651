/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Paths with symbolic links; see spelling.h.
 *
 * Needs: a document. Leaves: where its path and that without links differ. Cost: looks at the folders of the document,
 * if there is a link among them.
 */
#define _GNU_SOURCE
#include "spelling.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a path leads to another one that has no links. */
static bool leads_to(const char *path, const char *real)
{
    char *found = realpath(path, NULL);
    bool same = found && strcmp(found, real) == 0;
    free(found);
    return same;
}

/* Cuts the same last part off both, if the rest of the one leads to the rest of the other; else leaves them. */
static bool cut_both(char *spelt, char *real)
{
    char *end = strrchr(spelt, '/'), *real_end = strrchr(real, '/');
    if (!end || !real_end || end == spelt || real_end == real || strcmp(end, real_end) != 0)
        return false;
    *end = *real_end = '\0';
    if (leads_to(spelt, real))
        return true;
    *end = *real_end = '/';
    return false;
}

spelling spelling_of(const char *document)
{
    spelling s = {.real = realpath(document, NULL)};
    if (!s.real || strcmp(s.real, document) == 0) {
        spelling_free(&s);
        return s;
    }
    s.spelt = strdup(document);
    while (cut_both(s.spelt, s.real))
        ;
    return s;
}

void spelling_free(spelling *s)
{
    free(s->real);
    free(s->spelt);
    *s = (spelling){0};
}

static bool lies_in(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (!path[length] || path[length] == '/');
}

char *spelling_apply(const spelling *s, char *path)
{
    char *spelt;
    if (!s->real || lies_in(path, s->spelt) || !lies_in(path, s->real)) /* the one may lie in the other */
        return path;
    size_t length = strlen(s->real);
    if (asprintf(&spelt, "%s%s", s->spelt, path + length) < 0)
        abort();
    free(path);
    return spelt;
}
