/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Changed lines; see diff.h.
 *
 * Needs: a fix and the sources. Leaves: nothing. Cost: linear in the files that are changed.
 */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "fix/edits.h"
#include "fix/tokens.h"

typedef struct telling {
    const char *path;
    const tokens *old, *now;
    diff_line tell;
    void *user;
} telling;

static const char *line_at(const tokens *t, uint32_t index, size_t *length)
{
    size_t start = t->lines[index];
    *length = line_end(t, start) - start;
    return t->text + start;
}

static bool same_line(const telling *d, uint32_t old, uint32_t now)
{
    size_t a, b;
    const char *x = line_at(d->old, old, &a), *y = line_at(d->now, now, &b);
    return a == b && memcmp(x, y, a) == 0;
}

static void tell_lines(const telling *d, char kind, const tokens *t, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < t->line_count; i++) {
        size_t length;
        const char *text = line_at(t, i, &length);
        if (length || i + 1 < t->line_count) /* not the nothing behind the last line end */
            d->tell(d->user, kind, d->path, kind == '+' ? 0 : i + 1, text, length);
    }
}

/* What is between the lines that agree at the beginning and at the end, with one of these on each side. */
static void tell_file(const telling *d)
{
    uint32_t old = d->old->line_count, now = d->now->line_count, first = 0, last = 0;
    while (first < old && first < now && same_line(d, first, first))
        first++;
    while (last < old - first && last < now - first && same_line(d, old - last - 1, now - last - 1))
        last++;
    tell_lines(d, ' ', d->old, first ? first - 1 : 0, first);
    tell_lines(d, '-', d->old, first, old - last);
    tell_lines(d, '+', d->now, first, now - last);
    tell_lines(d, ' ', d->old, old - last, old - last + 1);
}

void diff_tell(const devlock_program *program, source_cache *sources, const fix *f, diff_line tell, void *user)
{
    edit_list edits = {0};
    edit_list_add_all(&edits, f->edits, f->edit_count);
    for (size_t i = 0; i < f->edit_count; i++) {
        size_t length = 0, changed;
        uint32_t file = f->edits[i].file;
        const char *path = devlock_program_path(program, file);
        const char *text = i && f->edits[i - 1].file == file ? NULL : source_text(sources, path, &length);
        if (!text)
            continue;
        char *after = edit_list_apply(&edits, file, text, length, &changed);
        tokens *old = tokens_read(text, length), *now = tokens_read(after, changed);
        tell_file(&(telling){path, old, now, tell, user});
        tokens_free(old);
        tokens_free(now);
        free(after);
    }
    edit_list_free(&edits);
}
