/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Plans; see plan.h.
 *
 * The file is text with 0 bytes in it: its format with a number for all that follows, so that a damaged one is none;
 * the key; how the files and folders were that it was made of (inputs.h); projects that could not be read; the record
 * of the sources that are read (record.h). The other sources of the key are those that cannot matter.
 *
 * Needs: a work folder. Leaves: a file in it. Cost: a look at each file and folder that the plan was made of.
 */
#define _GNU_SOURCE
#include "plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture_file.h"
#include "captured.h"
#include "core/arena.h"
#include "record.h"

#define PLAN_FORMAT "devlock plan 1"
#define PLAN_NAME   "plan"

/* ---- what it depends on ---------------------------------------------------------------------------------------- */

static void put_source(FILE *out, const scan_source *source)
{
    fprintf(out, "source %s\n", source->file);
    if (source->arguments)
        fprintf(out, "in %s\n", source->directory ? source->directory : "");
    for (size_t i = 0; i < source->argument_count; i++)
        fprintf(out, "a %s\n", source->arguments[i]);
    for (size_t i = 0; i < source->groups.count; i++)
        fprintf(out, "g %s\n", source->groups.items[i]);
}

static void make_key(plan *plan, const scan_request *request, const manifest_analysis *analysis)
{
    char *here = realpath(".", NULL);
    capture_maker maker = this_maker("", here);
    FILE *out = open_memstream(&plan->key, &plan->key_size);
    fprintf(out, "%s\nLLVM %s\nin %s\n%d%d%d%d\n", maker.tool, maker.llvm, here ? here : "", request->one_driver,
            request->no_prefilter, analysis->default_model, request->sources.searched);
    for (size_t i = 0; i < plan->base_count; i++)
        fprintf(out, "b %s\n", plan->base[i]);
    manifest_print_models(analysis, out);
    for (size_t i = 0; i < request->sources.count; i++)
        put_source(out, &request->sources.items[i]);
    fclose(out);
    free(here);
}

void plan_begin(plan *plan, const scan_request *request, const manifest_analysis *analysis)
{
    char *error = NULL;
    if (captured_wanted(request, &error)) {
        plan->start = inputs_clock();
        plan->inputs = inputs_new(NULL);
        make_key(plan, request, analysis);
    }
    free(error);
}

/* ---- taking it ------------------------------------------------------------------------------------------------- */

/* The text of the plan that was kept; NULL: there is none. free() it. */
static char *read_kept(const scan_request *request, size_t *size)
{
    work place = {.folder = work_folder(request->work)};
    char *path = place.folder ? work_path(&place, PLAN_NAME) : NULL;
    char *text = path ? (char *)whole_file(path, size) : NULL;
    free(path);
    free(place.folder);
    return text;
}

/* What a kept plan says. */
typedef struct kept_plan {
    inputs_state *state;
    scan_names unread;
    scan_sources sources;
} kept_plan;

static void free_kept(kept_plan *kept)
{
    inputs_state_free(kept->state);
    names_clear(&kept->unread);
    sources_free(&kept->sources);
}

/* The texts behind their number; NULL: there is none. */
static const char *take_names(const char *text, const char *end, scan_names *names)
{
    size_t count = strtoul(text, NULL, 10);
    for (text += strlen(text) + 1; count && text < end; count--, text += strlen(text) + 1)
        names_add(names, text);
    return count || text >= end ? NULL : text;
}

/* Behind the first line, if the rest is whole, and of the same key. */
static const char *find_body(const plan *plan, const char *text, size_t size)
{
    uint64_t number;
    const char *end = text + size, *body = text + strlen(text) + 1;
    if (sscanf(text, PLAN_FORMAT " %" SCNx64, &number) != 1 || (size_t)(end - body) <= plan->key_size ||
        bytes_hash(BYTES_HASH_START, body, (size_t)(end - body)) != number ||
        memcmp(body, plan->key, plan->key_size) != 0 || body[plan->key_size])
        return NULL;
    return body + plan->key_size + 1;
}

static bool parse(const plan *plan, const char *text, size_t size, kept_plan *kept)
{
    char *root = NULL;
    const char *end = text + size, *body = size && !end[-1] ? find_body(plan, text, size) : NULL;
    body = body ? inputs_state_parse(body, end, &kept->state) : NULL;
    body = body && body < end ? take_names(body, end, &kept->unread) : NULL;
    bool good = body && record_parse(body, (size_t)(end - body), &root, &kept->sources);
    free(root);
    return good;
}

/* Gives a source what the plan knows of it. */
static void take_source(scan_source *to, scan_source *from)
{
    source_set_command(to, NULL, (const char *const *)from->arguments, from->argument_count, from->origin);
    to->drivers = from->drivers;
    to->library_of = from->library_of;
    from->drivers = from->library_of = (scan_names){0};
}

/* Both lists are sorted. Gives false, and changes nothing, if the plan has a source that the other list has not. */
static bool take_sources(plan *plan, scan_sources *sources, scan_sources *kept)
{
    size_t found = 0, count = 0;
    for (size_t i = 0; i < sources->count; i++)
        found += found < kept->count && strcmp(sources->items[i].file, kept->items[found].file) == 0;
    if (found != kept->count)
        return false;
    scan_sources *skipped = &plan->skipped;
    for (size_t i = 0; i < sources->count; i++) {
        if (count < kept->count && strcmp(sources->items[i].file, kept->items[count].file) == 0) {
            take_source(&sources->items[i], &kept->items[count]);
            sources->items[count++] = sources->items[i];
        } else {
            ARRAY_RESERVE(skipped->items, skipped->count, skipped->capacity);
            skipped->items[skipped->count++] = sources->items[i];
        }
    }
    sources->count = count;
    return true;
}

bool plan_recall(plan *plan, scan_request *request)
{
    size_t size = 0;
    kept_plan kept = {0};
    if (!plan->inputs || request->verbose) /* what is told of drivers is not kept */
        return false;
    char *text = read_kept(request, &size);
    if (text && parse(plan, text, size, &kept) && inputs_stand(kept.state)) {
        sources_sort(&request->sources);
        plan->recalled = take_sources(plan, &request->sources, &kept.sources);
    }
    if (plan->recalled) {
        plan->unread = kept.unread;
        kept.unread = (scan_names){0};
    }
    free_kept(&kept);
    free(text);
    return plan->recalled;
}

/* ---- keeping it ------------------------------------------------------------------------------------------------ */

static char *print_body(const plan *plan, const scan_sources *sources, size_t *size)
{
    char *text;
    FILE *out = open_memstream(&text, size);
    inputs_state *state = inputs_look(plan->inputs, plan->start);
    fwrite(plan->key, 1, plan->key_size, out);
    putc('\0', out);
    inputs_state_print(state, out);
    fprintf(out, "%zu%c", plan->unread.count, 0);
    for (size_t i = 0; i < plan->unread.count; i++)
        fprintf(out, "%s%c", plan->unread.items[i], 0);
    record_print("", sources, out);
    fclose(out);
    inputs_state_free(state);
    return text;
}

void plan_keep(const plan *plan, const work *work, const scan_request *request)
{
    if (!plan->inputs || plan->recalled)
        return;
    size_t size, body_size;
    char *text, *body = print_body(plan, &request->sources, &body_size), *path = work_path(work, PLAN_NAME);
    FILE *out = open_memstream(&text, &size);
    fprintf(out, PLAN_FORMAT " %016" PRIx64 "%c", bytes_hash(BYTES_HASH_START, body, body_size), 0);
    fwrite(body, 1, body_size, out);
    write_stream(path, out, &text, &size);
    free(path);
    free(body);
}

void plan_free(plan *plan)
{
    names_clear(&plan->unread);
    sources_free(&plan->skipped);
    if (plan->inputs)
        inputs_free(plan->inputs);
    free(plan->key);
}
