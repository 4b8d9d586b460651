/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reading by way of captures; see captured.h.
 *
 * Ninja decides what is done again by times of files. What it cannot see (inputs.h) is looked at before: such captures
 * are removed. A capture that is damaged is removed when it is read, and made again. So whatever happened to the work
 * folder, the result is that of a fresh one.
 *
 * Needs: sources with commands, ninja. Leaves: captures in the work folder. Cost: that of the sources that changed, a
 * look at each file that any source reads, and reading the captures.
 */
#define _GNU_SOURCE
#include "captured.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "asked.h"
#include "capture_file.h"
#include "core/arena.h"
#include "inputs.h"
#include "manifest.h"
#include "record.h"
#include "sharing_host.h"

bool captured_must(const scan_request *request)
{
    return request->purpose == SCAN_NINJA || request->work || request->launcher || request->jobs;
}

bool captured_wanted(const scan_request *request, char **error)
{
    bool many = request->sources.count >= CAPTURED_FROM;
    if (request->editor || request->buffer_count || request->without_work || (!many && !captured_must(request)))
        return false;
    if (ninja_is_there())
        return true;
    if (captured_must(request))
        *error = strdup("--work, -j and --launcher want ninja, which is not on the PATH (Debian: ninja-build)");
    return false;
}

/* ---- before ninja --------------------------------------------------------------------------------------------- */

static manifest manifest_of(const captured *c, const scan_request *request)
{
    return (manifest){.sources = &request->sources,
                      .folder = c->work.folder,
                      .root = c->root,
                      .launcher = request->launcher,
                      .cpu_limit = request->cpu_limit,
                      .analysis = c->analysis};
}

static bool write_maker(const captured *c)
{
    char *path = work_path(&c->work, "maker"), *text;
    capture_maker maker = this_maker(c->asked, c->root);
    int size = asprintf(&text, "%s\nLLVM %s\n", maker.tool, maker.llvm);
    if (size < 0)
        abort();
    bool good = write_if_changed(path, text, (size_t)size);
    free(text);
    free(path);
    return good;
}

static char *capture_path(const captured *c, const scan_source *source)
{
    char *name = manifest_capture(source), *path = work_path(&c->work, name);
    free(name);
    return path;
}

static bool write_named(const captured *c, const char *name, FILE *out, char **text, size_t *size)
{
    char *path = work_path(&c->work, name);
    bool good = write_stream(path, out, text, size);
    free(path);
    return good;
}

static bool write_models(const captured *c)
{
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    manifest_print_models(c->analysis, out);
    return write_named(c, "models", out, &text, &size);
}

static bool write_list(const captured *c, const scan_sources *sources, const char *driver)
{
    char *text, *name = manifest_list(driver);
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < sources->count; i++) {
        if (!source_is_in(&sources->items[i], driver))
            continue;
        char *path = capture_path(c, &sources->items[i]);
        bool library = driver && names_have(&sources->items[i].library_of, driver);
        fprintf(out, "%s%s\n", library ? LIBRARY_MARK : "", path);
        free(path);
    }
    bool good = write_named(c, name, out, &text, &size);
    free(name);
    return good;
}

static bool write_lists(const captured *c, const scan_sources *sources)
{
    bool good = true;
    if (!c->drivers.count)
        return write_list(c, sources, NULL);
    for (size_t i = 0; i < c->drivers.count && good; i++)
        good = write_list(c, sources, c->drivers.items[i]);
    return good;
}

/* What the manifest names and does not make. */
static bool write_inputs(const captured *c, const scan_sources *sources)
{
    char *path = work_path(&c->work, "asked"), *record = work_path(&c->work, RECORD_NAME);
    bool good = write_maker(c) && write_if_changed(path, c->asked, strlen(c->asked)) &&
                (!c->analysis || (write_models(c) && write_lists(c, sources))) &&
                record_write(record, c->root, sources);
    free(record);
    free(path);
    return good;
}

static bool write_manifest(const captured *c, const scan_request *request)
{
    char *text;
    size_t size;
    manifest manifest = manifest_of(c, request);
    FILE *out = open_memstream(&text, &size);
    manifest_print(&manifest, out);
    return write_stream(c->manifest, out, &text, &size);
}

static bool can_name_all(const scan_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        if (!manifest_can_name(&sources->items[i])) {
            fprintf(stderr, "devlock: error: a name or flag of '%s' has a line end in it, which ninja cannot write\n",
                    sources->items[i].file);
            return false;
        }
    return true;
}

/* Removes the captures that must be made again for reasons that ninja does not see. */
static void remove_outdated(const captured *c, const scan_sources *sources)
{
    inputs_again *again = inputs_again_new();
    for (size_t i = 0; i < sources->count; i++) {
        struct stat status;
        char *path = capture_path(c, &sources->items[i]), *record;
        if (asprintf(&record, "%s.inputs", path) < 0)
            abort();
        if (stat(path, &status) == 0 &&
            inputs_differ(again, record, (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec))
            unlink(path);
        free(record);
        free(path);
    }
    inputs_again_free(again);
}

/* ---- the work ------------------------------------------------------------------------------------------------- */

static bool open_work(captured *c, const scan_request *request, const devlock_model *model)
{
    char *error = NULL;
    if (!work_open(&c->work, request->work, &error)) {
        fprintf(stderr, "devlock: %s%s\n", captured_must(request) ? "error: " : "", error);
        free(error);
        return false;
    }
    c->root = realpath(".", NULL);
    c->manifest = work_path(&c->work, "devlock.ninja");
    c->log = work_path(&c->work, "ninja.log");
    c->asked = asked_text(model);
    sources_drivers(&request->sources, &c->drivers);
    return can_name_all(&request->sources) && write_inputs(c, &request->sources);
}

/* A launcher may start captures anywhere: they share nothing then. */
static bool make_all(const captured *c, const scan_request *request)
{
    sharing_host host = {.ended = -1};
    sharing_host_work work = {&request->sources, c->work.folder, c->work.lock};
    if (!request->launcher && !request->alone)
        host = sharing_host_start(&work);
    bool good = ninja_go(&c->ninja);
    size_t shared = sharing_host_stop(&host);
    if (shared && request->verbose)
        fprintf(stderr,
                "devlock: %zu source%s went on from #include lines that another one had read; --no-sharing "
                "reads each alone\n",
                shared, shared == 1 ? "" : "s");
    return good;
}

bool captured_start(captured *c, const scan_request *request, const devlock_model *model,
                    const manifest_analysis *analysis)
{
    *c = (captured){.work.lock = -1, .analysis = analysis};
    if (!open_work(c, request, model) || !write_manifest(c, request))
        return false;
    remove_outdated(c, &request->sources);
    c->ninja = (ninja_run){.manifest = c->manifest,
                           .log = c->log,
                           .jobs = request->jobs,
                           .keep_going = request->keep_going,
                           .progress = isatty(STDERR_FILENO) && !request->quiet};
    c->good = make_all(c, request); /* what was not made is noticed when it is read */
    return true;
}

void captured_stop(captured *c)
{
    free(c->asked);
    free(c->manifest);
    free(c->log);
    free(c->root);
    names_clear(&c->drivers);
    work_close(&c->work);
    *c = (captured){.work.lock = -1};
}

static bool unpack_file(const captured *c, const char *path, capture *capture, const char **error)
{
    size_t size;
    uint8_t *bytes = whole_file(path, &size);
    capture_maker maker = this_maker(c->asked, c->root);
    *error = "it could not be read in a process of its own";
    bool good = bytes && capture_unpack(capture, bytes, size, &maker, error);
    free(bytes);
    return good;
}

bool captured_read(captured *c, const scan_source *source, capture *capture, const char **error)
{
    char *path = capture_path(c, source);
    bool good = unpack_file(c, path, capture, error);
    if (!good && unlink(path) == 0) /* it was there: it is damaged, or was made by a hand */
        good = ninja_go(&c->ninja) && unpack_file(c, path, capture, error);
    if (!good && !c->told)
        fprintf(stderr, "devlock: error: not all sources could be captured; %s tells why\n", c->log);
    c->told |= !good;
    free(path);
    return good;
}

/* Whether the result is that of these sources, of a driver. */
static bool is_of(const kept_result *kept, const scan_sources *sources, const char *driver)
{
    size_t count = 0;
    bool same = true;
    for (size_t i = 0; same && i < sources->count; i++)
        if (source_is_in(&sources->items[i], driver)) {
            same = count < kept->source_count && strcmp(kept->sources[count].name, sources->items[i].file) == 0;
            count++;
        }
    return same && count == kept->source_count;
}

static bool read_result(const captured *c, const scan_sources *sources, const char *driver, kept_result *kept)
{
    size_t size;
    const char *error;
    char *name = manifest_result(driver), *path = work_path(&c->work, name);
    uint8_t *bytes = whole_file(path, &size);
    capture_maker maker = this_maker(c->asked, c->root);
    bool good = bytes && kept_result_unpack(kept, bytes, size, &maker, &error);
    if (good && !is_of(kept, sources, driver)) {
        kept_result_free(kept);
        good = false;
    }
    if (!good)
        unlink(path); /* it is made again the next time */
    free(bytes);
    free(path);
    free(name);
    return good;
}

static bool read_results(const captured *c, const scan_sources *sources, kept_result *joined)
{
    const char **names = must_zero((sources->count + 1) * sizeof *names);
    kept_result *parts = must_zero(c->drivers.count * sizeof *parts);
    size_t count = 0;
    while (count < c->drivers.count && read_result(c, sources, c->drivers.items[count], &parts[count]))
        count++;
    for (size_t i = 0; i < sources->count; i++)
        names[i] = sources->items[i].file;
    bool good = count == c->drivers.count;
    if (good) {
        good = kept_result_join(joined, parts, count, names, sources->count);
    } else {
        for (size_t i = 0; i < count; i++)
            kept_result_free(&parts[i]);
        free(parts);
    }
    free(names);
    return good;
}

bool captured_result(const captured *c, const scan_request *request, kept_result *kept)
{
    if (!c->analysis || !c->good)
        return false;
    return c->drivers.count ? read_results(c, &request->sources, kept) : read_result(c, &request->sources, NULL, kept);
}

int captured_print(const scan_request *request, const devlock_model *model, const manifest_analysis *analysis)
{
    captured c = {.work.lock = -1, .analysis = analysis};
    bool good = open_work(&c, request, model);
    if (good) {
        manifest manifest = manifest_of(&c, request);
        manifest_print(&manifest, stdout);
    }
    captured_stop(&c);
    if (good && fflush(stdout) == 0 && !ferror(stdout))
        return SCAN_CLEAN;
    if (good)
        fputs("devlock: error: standard output could not be written\n", stderr);
    return SCAN_FAILED;
}
