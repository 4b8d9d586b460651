/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Fixes of a scan; see fixing.h.
 *
 * Needs: the sources as they were scanned. Leaves: changed files. Cost: see fix/fix.h; a file is written once.
 */
#define _GNU_SOURCE
#include "fixing.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "core/arena.h"
#include "report/output.h"

/* ---- which files may be changed ------------------------------------------------------------------------------- */

static bool is_below(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    return length > 1 && strncmp(folder, path, length) == 0 && path[length] == '/';
}

/* The path that a file has without links; one that is open in an editor need not be there yet. */
static bool real_path(const fixing *f, const char *path, char *real)
{
    if (realpath(path, real))
        return true;
    for (size_t i = 0; i < f->first->buffer_count; i++)
        if (strcmp(f->first->buffers[i].path, path) == 0 && strlen(path) < PATH_MAX) {
            strcpy(real, path);
            return true;
        }
    return false;
}

/* A source, or what lies below the folder of one, or below the root: no header of the system. */
static bool is_ours(const fixing *f, const char *path)
{
    char real[PATH_MAX], source[PATH_MAX];
    if (!real_path(f, path, real))
        return false;
    if (is_below(f->root, real))
        return true;
    for (size_t i = 0; i < f->first->sources->count; i++) {
        if (!real_path(f, f->first->sources->items[i].file, source))
            continue;
        if (strcmp(source, real) == 0)
            return true;
        *strrchr(source, '/') = '\0';
        if (is_below(source, real))
            return true;
    }
    return false;
}

static const char *text_of(void *user, uint32_t file, size_t *length)
{
    fixing *f = user;
    const char *path = devlock_program_path(f->first->program, file);
    /* Another source of a document's driver is not read again, so that no change of it could be tried. */
    bool other = f->first->context && context_has(f->first->context, path);
    return !other && is_ours(f, path) ? source_text(f->texts, path, length) : NULL;
}

static uint32_t file_count(const fixing *f)
{
    uint32_t count = 0;
    while (strcmp(devlock_program_path(f->first->program, count), "<unknown>") != 0)
        count++;
    return count;
}

/* ---- reading again ------------------------------------------------------------------------------------------- */

/* The sources among some files; all of them, if one of the files is none. The items are those of all. */
static scan_sources sources_among(const fixing *f, const bool *files)
{
    const scan_sources *all = f->first->sources;
    scan_sources some = {.items = must_zero((all->count + 1) * sizeof *some.items)};
    size_t wanted = 0;
    for (size_t i = 0; i < all->count; i++)
        if (!files || files[devlock_program_file(f->first->program, all->items[i].file)])
            some.items[some.count++] = all->items[i];
    for (uint32_t i = 0; files && i < file_count(f); i++)
        wanted += files[i];
    if (files && wanted != some.count)
        memcpy(some.items, all->items, (some.count = all->count) * sizeof *some.items);
    return some;
}

static void free_buffers(devlock_buffer *buffers, size_t count)
{
    for (size_t i = 0; buffers && i < count; i++)
        free((char *)buffers[i].path);
    free(buffers);
}

/* The changed texts, and those of the first reading that are not among them; NULL: a file is not there any more. */
static devlock_buffer *make_buffers(const fixing *f, const fix_text *texts, size_t count, size_t *all)
{
    char real[PATH_MAX], other[PATH_MAX];
    const devlock_buffer *first = f->first->buffers;
    devlock_buffer *buffers = must_zero((count + f->first->buffer_count + 1) * sizeof *buffers);
    for (*all = 0; *all < count; ++*all) {
        if (!real_path(f, texts[*all].path, real)) {
            free_buffers(buffers, *all);
            return NULL;
        }
        buffers[*all] = (devlock_buffer){strdup(real), texts[*all].text, texts[*all].length};
    }
    for (size_t i = 0; i < f->first->buffer_count; i++) {
        bool changed = !real_path(f, first[i].path, other);
        for (size_t k = 0; k < count; k++)
            changed |= strcmp(buffers[k].path, other) == 0;
        if (!changed)
            buffers[(*all)++] = (devlock_buffer){strdup(first[i].path), first[i].text, first[i].length};
    }
    return buffers;
}

static devlock_program *read_again(void *user, const fix_text *texts, size_t count, const bool *files,
                                   unsigned *complaints)
{
    const fixing *f = user;
    scan_sources sources = sources_among(f, files);
    reading again = {
        .sources = &sources, .model = f->first->model, .silent = true, .warnings = true, .context = f->first->context};
    devlock_buffer *buffers = make_buffers(f, texts, count, &again.buffer_count);
    again.buffers = buffers;
    if (buffers)
        reading_run(&again);
    *complaints = again.complaints;
    free_buffers(buffers, again.buffer_count);
    free(sources.items);
    return again.program;
}

void fixing_find(fixing *f, const reading *first, const devlock_options *options, const devlock_result *result,
                 report *report, const fixing_wish *wish)
{
    bool *wanted = must_zero(devlock_result_finding_count(result) + 1);
    *f = (fixing){.first = first, .root = report->root, .texts = report->sources};
    f->front = (fix_front){.user = f,
                           .whole = first->sources->count == 1,
                           .annotations = wish->annotations,
                           .text = text_of,
                           .read = read_again};
    for (size_t i = 0; i < report->finding_count; i++) {
        const report_finding *finding = &report->findings[i];
        wanted[finding->index] = wish->only ? wish->only[finding->index] : report_shows(finding);
    }
    f->fixes = fixes_find(first->program, first->model, options, result, wanted, &f->front);
    report->fixes = f->fixes;
    free(wanted);
}

void fixing_stop(fixing *f)
{
    fixes_free(f->fixes);
    f->fixes = NULL;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static bool fail(char *error)
{
    fprintf(stderr, "devlock: error: %s\n", error);
    free(error);
    return false;
}

/* The file must still be what was scanned: what an editor saved meanwhile is not to be lost. */
static bool is_unchanged(const fixing *f, const char *path)
{
    size_t length, now;
    source_cache *fresh = source_cache_new();
    const char *before = source_text(f->texts, path, &length), *text = source_text(fresh, path, &now);
    bool same = text && before && now == length && memcmp(text, before, length) == 0;
    source_cache_free(fresh);
    return same;
}

static bool write_file(const fixing *f, uint32_t file)
{
    size_t length;
    char *error = NULL, *text = fixes_apply(f->fixes, file, &length);
    const char *path = devlock_program_path(f->first->program, file);
    output to;
    if (!text)
        return true;
    if (!is_unchanged(f, path)) {
        free(text);
        fprintf(stderr, "devlock: error: '%s' was changed since it was scanned, and is left as it is; scan again\n",
                path);
        return false;
    }
    bool good = output_start(&to, path, &error);
    if (good) {
        fwrite(text, 1, length, to.out); /* output_finish looks for errors */
        good = output_finish(&to, &error);
    }
    free(text);
    return good || fail(error);
}

static void tell(const fixing *f, const report_finding *finding, const char *what, const char *text)
{
    const devlock_finding *one = finding->finding;
    fprintf(stderr, "%s:%u:%u: %s: %s [%s]\n", devlock_program_path(f->first->program, one->place.file),
            one->place.line, one->place.column, what, text, devlock_check_name(one->check));
}

/* The files that could be written, by id; all those that nothing changes, too. */
static bool *write_files(const fixing *f, bool *good)
{
    uint32_t count = file_count(f);
    bool *written = must_zero(count + 1);
    for (uint32_t i = 0; i < count; i++) {
        written[i] = write_file(f, i);
        *good &= written[i];
    }
    return written;
}

bool fixing_write(const fixing *f, const report *report, bool quiet, size_t *left)
{
    bool good = true;
    size_t fixed = 0;
    bool *written = write_files(f, &good);
    *left = 0;
    for (size_t i = 0; i < report->finding_count; i++) {
        const report_finding *finding = &report->findings[i];
        if (!report_shows(finding))
            continue;
        const fix *one = fixes_of(f->fixes, finding->index);
        bool done = one->title != NULL;
        for (size_t k = 0; k < one->edit_count; k++)
            done &= written[one->edits[k].file];
        fixed += done;
        *left += !done;
        if (!quiet && done)
            tell(f, finding, "fixed", one->title);
        else if (!quiet)
            tell(f, finding, "not fixed", one->title ? "its file could not be written" : one->reason);
    }
    free(written);
    if (!quiet)
        fprintf(stderr, "%zu finding%s fixed, %zu left\n", fixed, fixed == 1 ? "" : "s", *left);
    return good;
}
