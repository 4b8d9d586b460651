/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The manifest; see manifest.h.
 *
 * Needs: sources with their commands. Leaves: text. Cost: linear in it.
 */
#define _GNU_SOURCE
#include "manifest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture_file.h"
#include "core/arena.h"

/* ---- words for ninja and the shell ----------------------------------------------------------------------------- */

/* A path where ninja expects one. */
static void print_path(FILE *out, const char *path)
{
    for (; *path; path++) {
        if (*path == ' ' || *path == ':' || *path == '$')
            putc('$', out);
        putc(*path, out);
    }
}

/* A word of a command, as ninja hands it to the shell. */
static void print_word(FILE *out, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+./:,@%";
    bool quoted = !*word || word[strspn(word, plain)];
    fputs(quoted ? " '" : " ", out);
    for (; *word; word++) {
        if (*word == '\'')
            fputs("'\\''", out);
        else if (*word == '$')
            fputs("$$", out);
        else
            putc(*word, out);
    }
    if (quoted)
        putc('\'', out);
}

/* ---- what is named -------------------------------------------------------------------------------------------- */

char *manifest_path(const char *folder, const char *of, const char *ending)
{
    char *path;
    const char *slash = strrchr(of, '/'), *name = slash ? slash + 1 : of;
    /* The name is for people; it may be one that ninja cannot write. */
    size_t length = strcspn(name, " \n$:'\"\\");
    if (asprintf(&path, "%s/%.*s-%016llx%s", folder, (int)(length > 80 ? 80 : length), name,
                 (unsigned long long)text_hash(of), ending) < 0)
        abort();
    return path;
}

char *manifest_capture(const scan_source *source)
{
    return manifest_path("captures", source->file, ".capture");
}

char *manifest_result(const char *driver)
{
    return driver ? manifest_path("drivers", driver, ".result") : strdup("result");
}

char *manifest_list(const char *driver)
{
    return driver ? manifest_path("drivers", driver, ".list") : strdup("captures.list");
}

bool manifest_can_name(const scan_source *source)
{
    bool good = !strchr(source->file, '\n') && !(source->directory && strchr(source->directory, '\n'));
    for (size_t i = 0; i < source->argument_count; i++)
        good = good && !strchr(source->arguments[i], '\n');
    return good;
}

char *manifest_tool(void)
{
    char *path = realpath("/proc/self/exe", NULL);
    return path ? path : strdup("devlock");
}

char *manifest_edge(void)
{
    static const char *const places[] = {"devlock-edge", "../" DEVLOCK_LIBEXEC "/devlock-edge"};
    char *tool = manifest_tool(), *slash = strrchr(tool, '/'), *found = NULL;
    for (size_t i = 0; slash && !found && i < sizeof places / sizeof *places; i++) {
        char *path;
        if (asprintf(&path, "%.*s/%s", (int)(slash - tool), tool, places[i]) < 0)
            abort();
        if (access(path, X_OK) == 0)
            found = realpath(path, NULL);
        free(path);
    }
    free(tool);
    return found;
}

/* ---- printing ------------------------------------------------------------------------------------------------- */

static void print_rules(const manifest *m, const char *tool, const char *edge, FILE *out)
{
    fputs("# The work of a devlock scan; devlock ninja writes it (docs/scale.md).\n"
          "ninja_required_version = 1.7\n"
          "work = ",
          out);
    print_path(out, m->folder);
    fputs("\nbuilddir = $work\ntool = ", out);
    print_path(out, tool);
    fprintf(out, "\nlauncher = %s\nedge =", m->launcher ? m->launcher : "");
    if (edge) {
        fputs(" exec", out); /* the shell need not stay */
        print_word(out, edge);
    }
    fputs("\n\nrule capture\n  command = $launcher $edge", out);
    print_word(out, tool);
    fputs(" capture -o $out --depfile $out.d --inputs $out.inputs --ask $work/asked", out);
    if (m->root) {
        fputs(" --root", out);
        print_word(out, m->root);
    }
    if (m->cpu_limit)
        fprintf(out, " --cpu-limit %u", m->cpu_limit);
    fputs(" $source -- $command_line\n"
          "  description = capture $source\n"
          "  depfile = $out.d\n"
          "  deps = gcc\n"
          "  restat = 1\n",
          out);
}

static void print_source(const scan_source *source, FILE *out)
{
    char *capture = manifest_capture(source);
    fputs("\nbuild $work/", out);
    print_path(out, capture);
    fputs(": capture | $tool $work/maker $work/asked\n  source =", out);
    if (source->directory) {
        fputs(" --directory", out);
        print_word(out, source->directory);
    }
    if (*source->file == '-') /* no option */
        fputs(" --", out);
    print_word(out, source->file);
    fputs("\n  command_line =", out);
    for (size_t i = 0; i < source->argument_count; i++)
        print_word(out, source->arguments[i]);
    putc('\n', out);
    free(capture);
}

void manifest_print_models(const manifest_analysis *analysis, FILE *out)
{
    for (size_t i = 0; i < analysis->model_count; i++) {
        size_t size;
        uint8_t *bytes = whole_file(analysis->models[i], &size);
        fprintf(out, "# %s\n", analysis->models[i]);
        if (bytes)
            fwrite(bytes, 1, size, out);
        free(bytes);
    }
}

static void print_analysis_rule(const manifest *m, const char *tool, FILE *out)
{
    const manifest_analysis *a = m->analysis;
    fputs("\nrule analyze\n  command = $edge", out);
    print_word(out, tool);
    fputs(" analyze -o $out --captures $list", out);
    if (m->root) {
        fputs(" --root", out);
        print_word(out, m->root);
    }
    if (!a->default_model)
        fputs(" --no-default-model", out);
    for (size_t i = 0; i < a->model_count; i++) {
        fputs(" --model", out);
        print_word(out, a->models[i]);
    }
    fprintf(out, " --checks 0x%x --loop-bound %u --solver-budget %u --routine-budget %u%s%s\n", a->options.checks,
            a->options.loop_bound, a->options.solver_budget, a->options.routine_budget,
            a->options.callers_elsewhere ? " --elsewhere" : "", a->options.subject_only ? " --subject-only" : "");
    fputs("  description = analyze $driver\n  restat = 1\n", out);
}

static void print_analysis(const manifest *m, const char *driver, FILE *out)
{
    char *result = manifest_result(driver), *list = manifest_list(driver);
    fprintf(out, "\nbuild $work/%s: analyze", result);
    for (size_t i = 0; i < m->sources->count; i++) {
        if (!source_is_in(&m->sources->items[i], driver))
            continue;
        char *capture = manifest_capture(&m->sources->items[i]);
        fputs(" $\n    $work/", out);
        print_path(out, capture);
        free(capture);
    }
    fprintf(out, " | $tool $work/maker $work/asked $work/models $work/%s\n  list = $work/%s\n", list, list);
    if (driver) {
        fputs("  driver = ", out);
        print_path(out, driver);
        putc('\n', out);
    }
    free(result);
    free(list);
}

typedef struct sized_driver {
    const char *name;
    uint64_t size; /* bytes of its sources */
} sized_driver;

static uint64_t bytes_of(const scan_source *source)
{
    struct stat status;
    char *path = source_path(source->directory, source->file);
    uint64_t size = stat(path, &status) == 0 ? (uint64_t)status.st_size : 0;
    free(path);
    return size;
}

static int by_size(const void *a, const void *b)
{
    const sized_driver *x = a, *y = b;
    return x->size != y->size ? (x->size < y->size) - (x->size > y->size) : strcmp(x->name, y->name);
}

/* Large drivers first: their analyses take long, and one that begins last has the others wait for it. */
static sized_driver *drivers_by_size(const manifest *m, const scan_names *drivers)
{
    sized_driver *sized = must_zero((drivers->count + 1) * sizeof *sized);
    for (size_t i = 0; i < drivers->count; i++) {
        sized[i].name = drivers->items[i];
        for (size_t k = 0; k < m->sources->count; k++)
            if (source_is_in(&m->sources->items[k], drivers->items[i]))
                sized[i].size += bytes_of(&m->sources->items[k]);
    }
    qsort(sized, drivers->count, sizeof *sized, by_size);
    return sized;
}

static void print_analyses(const manifest *m, const char *tool, FILE *out)
{
    scan_names drivers = {0};
    print_analysis_rule(m, tool, out);
    sources_drivers(m->sources, &drivers);
    sized_driver *sized = drivers_by_size(m, &drivers);
    for (size_t i = 0; i < drivers.count; i++)
        print_analysis(m, sized[i].name, out);
    if (!drivers.count)
        print_analysis(m, NULL, out);
    free(sized);
    names_clear(&drivers);
}

/* ---- the order ------------------------------------------------------------------------------------------------ */

/* Ninja starts edges in their order. Sources of one folder wait for the first of them to read what they have in common
 * (sharing.h), so those of some folders take turns. */
enum { FOLDERS_AT_A_TIME = 4 };

static size_t folder_length(const scan_source *source)
{
    const char *slash = strrchr(source->file, '/');
    return slash ? (size_t)(slash - source->file) : 0;
}

static bool same_folder(const scan_source *a, const scan_source *b)
{
    size_t length = folder_length(a);
    return length == folder_length(b) && strncmp(a->file, b->file, length) == 0;
}

/* The source behind the last one of a folder that begins at one. */
static size_t folder_end(const scan_sources *sources, size_t from)
{
    size_t end = from;
    while (end < sources->count && same_folder(&sources->items[from], &sources->items[end]))
        end++;
    return end;
}

/* The sources of the next folders, from one on, in turn. Gives the source behind them. */
static size_t print_folders(const scan_sources *sources, size_t from, FILE *out)
{
    size_t at[FOLDERS_AT_A_TIME], end[FOLDERS_AT_A_TIME], count = 0;
    for (; count < FOLDERS_AT_A_TIME && from < sources->count; from = end[count++]) {
        at[count] = from;
        end[count] = folder_end(sources, from);
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < count; i++)
            if (at[i] < end[i]) {
                print_source(&sources->items[at[i]++], out);
                more = true;
            }
    }
    return from;
}

void manifest_print(const manifest *m, FILE *out)
{
    char *tool = manifest_tool(), *edge = m->launcher ? NULL : manifest_edge();
    print_rules(m, tool, edge, out);
    if (m->analysis) /* first: an analysis that takes long begins once its captures are there, not when all are */
        print_analyses(m, tool, out);
    for (size_t i = 0; i < m->sources->count;)
        i = print_folders(m->sources, i, out);
    free(edge);
    free(tool);
}
