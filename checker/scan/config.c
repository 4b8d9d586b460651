/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The configuration; see config.h.
 *
 * Needs: the sources of a scan. Leaves: what holds. Cost: a look into the folder of each source and those above it.
 */
#define _GNU_SOURCE
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config_keys.h"
#include "core/arena.h"
#include "report/glob.h"
#include "report/paths.h"

#define FILE_NAME ".devlock.yaml"

static char *copy(const char *text)
{
    return memcpy(must_allocate(strlen(text) + 1), text, strlen(text) + 1);
}

void config_add(config *c, config_key key, const char *text, const char *origin)
{
    config_setting *s = &c->settings[key];
    ARRAY_RESERVE(s->values, s->count, s->capacity);
    s->values[s->count++] = (config_value){copy(text), copy(origin)};
}

void config_clear(config *c, config_key key)
{
    config_setting *s = &c->settings[key];
    while (s->count > 0) {
        s->count--;
        free(s->values[s->count].text);
        free(s->values[s->count].origin);
    }
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

/* The file in the folder of a source or the nearest one above; NULL: none. free() it. */
static char *nearest(const char *source, bool is_folder)
{
    char *path = path_from_root("/", source), *end, *found = NULL;
    size_t size = strlen(path) + sizeof FILE_NAME + 4;
    char *candidate = must_allocate(size);
    /* Told from the root folder, a path has lost its first slash. */
    char *folder = must_allocate(size);
    snprintf(folder, size, "%s%s", *path == '/' ? "" : "/", path);
    if (!is_folder && (end = strrchr(folder, '/')))
        *end = '\0';
    for (;;) {
        snprintf(candidate, size, "%s/%s", folder, FILE_NAME);
        FILE *in = fopen(candidate, "rb");
        if (in) {
            fclose(in);
            found = copy(path_from_here(candidate));
            break;
        }
        end = strrchr(folder, '/');
        if (!end)
            break;
        *end = '\0';
    }
    free(candidate);
    free(folder);
    free(path);
    return found;
}

/* Sets the file that the sources have in common. */
static bool find_file(config *c, const scan_request *request)
{
    if (request->config) {
        c->path = copy(request->config);
        return true;
    }
    for (size_t i = 0; i < request->sources.count; i++) {
        char *one = nearest(request->sources.items[i].file, false);
        if (i && (one && c->path ? strcmp(one, c->path) != 0 : one != c->path)) {
            fprintf(stderr,
                    "devlock: error: '%s' has the configuration %s, and '%s' has %s; scan them apart, or name one with "
                    "--config FILE\n",
                    request->sources.items[0].file, c->path ? c->path : "of no file", request->sources.items[i].file,
                    one ? one : "that of no file");
            free(one);
            return false;
        }
        free(c->path);
        c->path = one;
    }
    if (!request->sources.count)
        c->path = nearest(".", true);
    return true;
}

/* ---- what holds ---------------------------------------------------------------------------------------------- */

static void override(config *c, config_key key, const char *text)
{
    config_clear(c, key);
    config_add(c, key, text, "command line");
}

static void override_number(config *c, config_key key, unsigned number)
{
    char text[16];
    snprintf(text, sizeof text, "%u", number);
    if (number)
        override(c, key, text);
}

static void override_list(config *c, config_key key, const char *const *items, size_t count)
{
    if (count)
        config_clear(c, key);
    for (size_t i = 0; i < count; i++)
        config_add(c, key, items[i], "command line");
}

static void take_command_line(config *c, const scan_request *request)
{
    if (request->checks)
        override(c, CONFIG_CHECKS, request->checks);
    override_list(c, CONFIG_MODELS, request->models, request->model_count);
    override_list(c, CONFIG_EXCLUDE, request->exclude, request->exclude_count);
    if (request->no_default_model)
        override(c, CONFIG_DEFAULT_MODEL, "false");
    if (request->possible)
        override(c, CONFIG_POSSIBLE, request->possible);
    override_number(c, CONFIG_LOOP_BOUND, request->loop_bound);
    override_number(c, CONFIG_SOLVER_BUDGET, request->solver_budget);
    override_number(c, CONFIG_ROUTINE_BUDGET, request->routine_budget);
}

bool config_resolve(config *c, const scan_request *request)
{
    *c = (config){0};
    if (!find_file(c, request) || (c->path && !config_read(c, c->path)))
        return false;
    take_command_line(c, request);
    for (config_key key = 0; key < CONFIG_KEY_COUNT; key++)
        if (!c->settings[key].count && config_keys[key].otherwise)
            config_add(c, key, config_keys[key].otherwise, "default");
    return true;
}

void config_free(config *c)
{
    for (config_key key = 0; key < CONFIG_KEY_COUNT; key++) {
        config_clear(c, key);
        free(c->settings[key].values);
    }
    free(c->path);
    *c = (config){0};
}

const char *config_text(const config *c, config_key key)
{
    return c->settings[key].values[0].text;
}

bool config_truth(const config *c, config_key key)
{
    return strcmp(config_text(c, key), "true") == 0;
}

unsigned config_number(const config *c, config_key key)
{
    return (unsigned)strtoul(config_text(c, key), NULL, 0);
}

static void settle(config *c, config_key key, unsigned number, const char *origin)
{
    char text[16];
    config_setting *s = &c->settings[key];
    unsigned before = config_number(c, key);
    if ((before && !s->by_model) || before == number)
        return;
    snprintf(text, sizeof text, "%u", number);
    config_clear(c, key);
    config_add(c, key, text, origin);
    s->by_model = true;
}

void config_settle(config *c, devlock_limits limits, const char *origin)
{
    settle(c, CONFIG_LOOP_BOUND, limits.loop_bound, origin);
    settle(c, CONFIG_SOLVER_BUDGET, limits.solver_budget, origin);
    settle(c, CONFIG_ROUTINE_BUDGET, limits.routine_budget, origin);
}

bool config_leaves_limits(const config *c)
{
    return !config_number(c, CONFIG_LOOP_BOUND) || !config_number(c, CONFIG_SOLVER_BUDGET) ||
           !config_number(c, CONFIG_ROUTINE_BUDGET);
}

const config_value *config_excludes(const config *c, const char *file)
{
    const config_setting *s = &c->settings[CONFIG_EXCLUDE];
    char *full = path_from_root("/", file);
    const config_value *found = NULL;
    for (size_t i = 0; i < s->count && !found; i++) {
        /* A pattern of a folder is one of all that lies in it. */
        char *glob = path_from_root("/", s->values[i].text), *below = NULL;
        if (asprintf(&below, "%s/*", glob) < 0)
            abort();
        if (glob_matches(glob, strlen(glob), full) || glob_matches(below, strlen(below), full))
            found = &s->values[i];
        free(below);
        free(glob);
    }
    free(full);
    return found;
}

/* ---- showing it ---------------------------------------------------------------------------------------------- */

/* A text as YAML that gives it back. */
static void print_scalar(const char *text, config_kind kind)
{
    if (kind == CONFIG_IS_TRUTH || kind == CONFIG_IS_NUMBER) {
        fputs(text, stdout);
        return;
    }
    putchar('\'');
    for (; *text; text++)
        fputs(*text == '\'' ? "''" : (char[]){*text, '\0'}, stdout);
    putchar('\'');
}

static void print_setting(const config *c, config_key key)
{
    const config_setting *s = &c->settings[key];
    bool list = config_keys[key].kind == CONFIG_IS_FILES || config_keys[key].kind == CONFIG_IS_GLOBS;
    printf("%s:%s", config_keys[key].name, s->count ? list ? "\n" : " " : " []  # default\n");
    for (size_t i = 0; i < s->count; i++) {
        fputs(list ? "  - " : "", stdout);
        print_scalar(s->values[i].text, config_keys[key].kind);
        printf("  # %s\n", s->values[i].origin);
    }
}

int config_dump(const config *c)
{
    if (c->path)
        printf("# configuration file: %s\n", c->path);
    else
        printf("# no " FILE_NAME " lies in the folder of the sources or above it\n");
    for (config_key key = 0; key < CONFIG_KEY_COUNT; key++)
        print_setting(c, key);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return SCAN_CLEAN;
    fputs("devlock: error: standard output could not be written\n", stderr);
    return SCAN_FAILED;
}
