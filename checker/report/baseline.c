/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Baselines; see baseline.h.
 *
 * Needs: a report; jansson reads and writes. Leaves: marks, or a file, sorted, a finding a line, so that a version
 * control system shows what changed. Cost: linear in both, and the logarithm for sorting.
 */
#define _GNU_SOURCE
#include "baseline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/graph.h"
#include "json.h"
#include "output.h"
#include "paths.h"

#define VERSION_KEY "devlock-baseline"
#define VERSION     1

typedef enum fate { GONE, PRESENT, NOT_JUDGED } fate;

struct baseline {
    json_t *json;
    report_fixed *items;
    fate *fates;
    size_t count;
    string_map *index; /* fingerprint -> item */
    report_fixed *fixed;
    size_t fixed_count;
};

/* ---- reading ------------------------------------------------------------------------------------------------- */

static void *fail(char **error, const char *path, const char *what)
{
    if (asprintf(error, "cannot use the baseline '%s': %s", path, what) < 0)
        abort();
    return NULL;
}

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Gives false for what is no finding. */
static bool read_item(const json_t *object, report_fixed *item)
{
    *item = (report_fixed){.fingerprint = member(object, "fingerprint"),
                           .check = member(object, "check"),
                           .file = member(object, "file"),
                           .routine = member(object, "routine"),
                           .message = member(object, "message")};
    return item->fingerprint && item->check && item->file && item->routine && item->message;
}

static baseline *take(json_t *json, const char *path, char **error)
{
    const json_t *list = json_object_get(json, "findings");
    if (json_integer_value(json_object_get(json, VERSION_KEY)) != VERSION || !json_is_array(list)) {
        json_decref(json);
        return fail(error, path, "it is no baseline of this version; make one with devlock baseline update");
    }
    baseline *b = must_zero(sizeof *b);
    size_t count = json_array_size(list);
    *b = (baseline){.json = json, .index = string_map_new()};
    b->items = must_zero((count + 1) * sizeof *b->items);
    b->fates = must_zero((count + 1) * sizeof *b->fates);
    b->fixed = must_zero((count + 1) * sizeof *b->fixed);
    for (size_t i = 0; i < count; i++) {
        if (!read_item(json_array_get(list, i), &b->items[i])) {
            char what[64];
            snprintf(what, sizeof what, "finding %zu is not whole", i + 1);
            baseline_free(b);
            return fail(error, path, what);
        }
        *string_map_at(b->index, b->items[i].fingerprint) = (uint32_t)i;
        b->count++;
    }
    return b;
}

baseline *baseline_read(const char *path, bool optional, char **error)
{
    json_error_t fault;
    FILE *in = fopen(path, "r");
    if (!in && optional && errno == ENOENT)
        return take(json_make(VERSION_KEY, json_number(VERSION), "findings", json_array(), NULL), path, error);
    if (!in) {
        char what[256];
        snprintf(what, sizeof what, "%s; devlock baseline update makes one", strerror(errno));
        return fail(error, path, what);
    }
    json_t *json = json_loadf(in, 0, &fault);
    fclose(in);
    if (json)
        return take(json, path, error);
    char what[sizeof fault.text + 64];
    snprintf(what, sizeof what, "line %d, column %d: %s", fault.line, fault.column, fault.text);
    return fail(error, path, what);
}

void baseline_free(baseline *b)
{
    if (!b)
        return;
    string_map_free(b->index);
    json_decref(b->json);
    free(b->items);
    free(b->fates);
    free(b->fixed);
    free(b);
}

/* ---- what became of each ------------------------------------------------------------------------------------- */

/* What of the report decides whether a finding that is not there is fixed. */
typedef struct scope {
    const report *report;
    string_map *files; /* paths that were scanned, from the root */
    string_map *gaps;  /* "FILE" and "FILE\nROUTINE" that were not analysed */
    arena *keys;
} scope;

static void add_key(scope *s, string_map *map, const char *file, const char *routine)
{
    char *path = path_from_root(s->report->root, file);
    *string_map_at(map, arena_format(s->keys, routine ? "%s\n%s" : "%s", path, routine)) = 1;
    free(path);
}

static void scope_start(scope *s, const report *report)
{
    *s = (scope){report, string_map_new(), string_map_new(), arena_new()};
    for (size_t i = 0; i < report->scanned_count; i++)
        add_key(s, s->files, report->scanned[i], NULL);
    for (uint32_t i = 0; i < report->program->file_count; i++)
        add_key(s, s->files, devlock_program_path(report->program, i), NULL);
    for (size_t i = 0; i < report->gap_count; i++) {
        const devlock_gap *gap = report->gaps[i].gap;
        add_key(s, s->gaps, devlock_program_path(report->program, gap->place.file), gap->name);
    }
}

static void scope_stop(scope *s)
{
    string_map_free(s->files);
    string_map_free(s->gaps);
    arena_free(s->keys);
}

static bool check_ran(const report *report, const char *name)
{
    for (unsigned i = 0; i < DEVLOCK_CHECK_COUNT; i++)
        if (strcmp(devlock_check_name((devlock_check)i), name) == 0)
            return report->checks >> i & 1;
    return false;
}

/* A file that was removed holds no findings any more. */
static bool is_removed(const report *report, const char *file)
{
    char *path = NULL;
    if (asprintf(&path, *file == '/' ? "%s%s" : "%s/%s", *file == '/' ? "" : report->root, file) < 0)
        abort();
    bool removed = access(path, F_OK) != 0 && errno == ENOENT;
    free(path);
    return removed;
}

static fate fate_of(scope *s, const report_fixed *item)
{
    if (!check_ran(s->report, item->check))
        return NOT_JUDGED;
    if (!string_map_find(s->files, item->file))
        return is_removed(s->report, item->file) ? GONE : NOT_JUDGED;
    const char *routine = arena_format(s->keys, "%s\n%s", item->file, item->routine);
    return string_map_find(s->gaps, item->file) || string_map_find(s->gaps, routine) ? NOT_JUDGED : GONE;
}

void baseline_apply(baseline *b, report *report)
{
    scope s;
    for (size_t i = 0; i < report->finding_count; i++) {
        report_finding *finding = &report->findings[i];
        const uint32_t *known = string_map_find(b->index, finding->fingerprint.text);
        finding->mark.known = known != NULL;
        if (known)
            b->fates[*known] = PRESENT;
    }
    scope_start(&s, report);
    for (size_t i = 0; i < b->count; i++) {
        if (b->fates[i] != PRESENT)
            b->fates[i] = fate_of(&s, &b->items[i]);
        if (b->fates[i] == GONE)
            b->fixed[b->fixed_count++] = b->items[i];
    }
    scope_stop(&s);
    report->fixed = b->fixed;
    report->fixed_count = b->fixed_count;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static int compare(const void *x, const void *y)
{
    const report_fixed *a = x, *b = y;
    int order = strcmp(a->file, b->file);
    order = order ? order : strcmp(a->routine, b->routine);
    order = order ? order : strcmp(a->check, b->check);
    return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

/* What the new baseline holds, in order; strings of the arena and of the old one. */
static size_t collect(const baseline *b, const report *report, arena *arena, report_fixed *items,
                      baseline_counts *counts)
{
    size_t count = 0;
    for (size_t i = 0; i < report->finding_count; i++) {
        const report_finding *finding = &report->findings[i];
        const devlock_finding *f = finding->finding;
        if (finding->mark.suppressed)
            continue;
        char *path = path_from_root(report->root, devlock_program_path(report->program, f->place.file));
        items[count++] = (report_fixed){finding->fingerprint.text, devlock_check_name(f->check),
                                        arena_string(arena, path), f->routine, f->message};
        counts->added += !finding->mark.known;
        free(path);
    }
    size_t kept = count - counts->added;
    for (size_t i = 0; i < b->count; i++)
        if (b->fates[i] == NOT_JUDGED)
            items[count++] = b->items[i];
    counts->not_judged = count - kept - counts->added;
    counts->removed = b->count - kept - counts->not_judged;
    counts->total = count;
    qsort(items, count, sizeof *items, compare);
    return count;
}

static void print_items(FILE *out, const report_fixed *items, size_t count)
{
    fprintf(out, "{\"" VERSION_KEY "\":%d,\n\"findings\":[", VERSION);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ",\n" : "\n", out);
        json_print(out, json_make("file", json_text(items[i].file), "routine", json_text(items[i].routine), "check",
                                  json_text(items[i].check), "fingerprint", json_text(items[i].fingerprint), "message",
                                  json_text(items[i].message), NULL));
    }
    fputs("\n]}\n", out);
}

bool baseline_write(const baseline *b, const report *report, const char *path, baseline_counts *counts, char **error)
{
    output output;
    if (!output_start(&output, path, error))
        return false;
    *counts = (baseline_counts){0};
    arena *arena = arena_new();
    report_fixed *items = must_zero((report->finding_count + b->count + 1) * sizeof *items);
    print_items(output.out, items, collect(b, report, arena, items, counts));
    free(items);
    arena_free(arena);
    return output_finish(&output, error);
}
