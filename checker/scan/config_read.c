/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads .devlock.yaml; see config_keys.h.
 *
 * Needs: a file. Leaves: settings. Cost: linear in the file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config_keys.h"
#include "core/arena.h"
#include "devlock/model.h"
#include "model/yaml_nodes.h"

#define FROM_MODELS "0"

const config_key_info config_keys[CONFIG_KEY_COUNT] = {
    [CONFIG_CHECKS] = {"Checks", CONFIG_IS_TEXT, "devlock-*"},
    [CONFIG_MODELS] = {"Models", CONFIG_IS_FILES, NULL},
    [CONFIG_DEFAULT_MODEL] = {"DefaultModel", CONFIG_IS_TRUTH, "true"},
    [CONFIG_POSSIBLE] = {"Possible", CONFIG_IS_TRUTH, "true"},
    [CONFIG_FIXES] = {"Fixes", CONFIG_IS_TRUTH, "true"},
    [CONFIG_LOOP_BOUND] = {"LoopBound", CONFIG_IS_NUMBER, FROM_MODELS},
    [CONFIG_SOLVER_BUDGET] = {"SolverBudget", CONFIG_IS_NUMBER, FROM_MODELS},
    [CONFIG_ROUTINE_BUDGET] = {"RoutineBudget", CONFIG_IS_NUMBER, FROM_MODELS},
    [CONFIG_EXCLUDE] = {"Exclude", CONFIG_IS_GLOBS, NULL},
};

/* ---- unknown keys -------------------------------------------------------------------------------------------- */

/* How many letters must be changed, added or taken away to make one word of the other (Levenshtein); capitals or not is
 * the same. */
static size_t distance(const char *a, const char *b)
{
    size_t length = strlen(b), *row = must_allocate((length + 1) * sizeof *row);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            size_t change = corner + (strncasecmp(&a[i - 1], &b[j - 1], 1) != 0);
            corner = row[j];
            size_t least = row[j] < row[j - 1] ? row[j] : row[j - 1];
            row[j] = change < least + 1 ? change : least + 1;
        }
    }
    size_t all = row[length];
    free(row);
    return all;
}

/* The key that may have been meant; NULL: none is like it. */
static const char *like(const char *name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;
    if (strncasecmp(name, "devlock.", 8) == 0) /* as in .clang-tidy */
        name += 8;
    for (config_key key = 0; key < CONFIG_KEY_COUNT; key++) {
        char *plain = strdup(name), *to = plain;
        if (!plain)
            abort();
        for (const char *from = name; *from; from++) /* loop-bound, loop_bound */
            if (*from != '-' && *from != '_')
                *to++ = *from;
        *to = '\0';
        size_t far = distance(plain, config_keys[key].name);
        free(plain);
        if (far < least && far <= strlen(config_keys[key].name) / 3) {
            least = far;
            best = config_keys[key].name;
        }
    }
    return best;
}

static bool unknown_key(yaml_reader *reader, const yaml_node_t *key, const char *name)
{
    char all[256] = "";
    const char *meant = like(name);
    if (meant)
        return yaml_fail(reader, key, "unknown key '%s'; did you mean '%s'?", name, meant);
    for (config_key k = 0; k < CONFIG_KEY_COUNT; k++) {
        strcat(all, k ? ", " : "");
        strcat(all, config_keys[k].name);
    }
    return yaml_fail(reader, key, "unknown key '%s'; expected one of: %s", name, all);
}

/* ---- values -------------------------------------------------------------------------------------------------- */

/* A path that counts from the folder of the file, as one from here. */
static char *from_folder(const char *file, const char *path)
{
    const char *end = strrchr(file, '/');
    char *full = NULL;
    int length = *path == '/' || !end ? 0 : (int)(end - file) + 1;
    if (asprintf(&full, "%.*s%s", length, file, path) < 0)
        abort();
    return full;
}

static void add_at(config *c, config_key key, const yaml_reader *reader, const yaml_node_t *node, const char *text)
{
    char *origin = NULL;
    if (asprintf(&origin, "%s:%zu:%zu", reader->path, node->start_mark.line + 1, node->start_mark.column + 1) < 0)
        abort();
    config_add(c, key, text, origin);
    free(origin);
}

static bool read_path(config *c, config_key key, yaml_reader *reader, const yaml_node_t *node)
{
    const char *text = yaml_text(
        reader, node, key == CONFIG_MODELS ? "the name of a shipped model, or the path of one" : "a pattern of paths");
    if (!text)
        return false;
    if (key == CONFIG_MODELS && devlock_model_ships(text)) {
        add_at(c, key, reader, node, text);
        return true;
    }
    char *path = from_folder(reader->path, text);
    add_at(c, key, reader, node, path);
    free(path);
    return true;
}

static bool read_list(config *c, config_key key, yaml_reader *reader, const yaml_node_t *node)
{
    for (size_t i = 0; i < yaml_count(node); i++)
        if (!read_path(c, key, reader, yaml_entry(reader, node, i)))
            return false;
    return true;
}

static bool read_value(config *c, config_key key, yaml_reader *reader, const yaml_node_t *node)
{
    int64_t number;
    bool truth;
    const char *text;
    switch (config_keys[key].kind) {
    case CONFIG_IS_TRUTH:
        if (!yaml_boolean(reader, node, &truth))
            return false;
        add_at(c, key, reader, node, truth ? "true" : "false");
        return true;
    case CONFIG_IS_NUMBER:
        if (!yaml_number(reader, node, 0, UINT32_MAX, "a whole number up to 4294967295, 0 for what the models say",
                         &number))
            return false;
        text = yaml_text(reader, node, "a number");
        add_at(c, key, reader, node, text);
        return true;
    case CONFIG_IS_TEXT:
        text = yaml_text(reader, node, "globs, as in '-*,devlock-double-*'");
        if (text)
            add_at(c, key, reader, node, text);
        return text != NULL;
    default:
        return read_list(c, key, reader, node);
    }
}

static bool read_pairs(config *c, yaml_reader *reader)
{
    const yaml_node_t *root = yaml_root(reader);
    if (!root) /* an empty file */
        return true;
    if (!yaml_names(reader, root, "the configuration"))
        return false;
    for (size_t i = 0; i < yaml_pair_count(root); i++) {
        yaml_node_t *name, *value;
        yaml_pair(reader, root, i, &name, &value);
        const char *text = yaml_text(reader, name, "a key");
        config_key key = 0;
        while (key < CONFIG_KEY_COUNT && strcmp(config_keys[key].name, text) != 0)
            key++;
        if (key == CONFIG_KEY_COUNT)
            return unknown_key(reader, name, text);
        if (!read_value(c, key, reader, value))
            return false;
    }
    return true;
}

/* ---- the file ------------------------------------------------------------------------------------------------ */

static char *read_text(const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t capacity = 0, count = 0;
    *length = 0;
    if (!in)
        return NULL;
    do {
        if (capacity - *length < 4096)
            text = must_resize(text, capacity = capacity * 2 + 16384);
        count = fread(text + *length, 1, capacity - *length, in);
        *length += count;
    } while (count);
    int number = ferror(in) ? errno : 0;
    fclose(in);
    if (!number)
        return text;
    free(text);
    errno = number;
    return NULL;
}

bool config_read(config *c, const char *path)
{
    size_t length;
    char *text = read_text(path, &length);
    if (!text) {
        fprintf(stderr, "devlock: error: cannot read the configuration '%s': %s\n", path, strerror(errno));
        return false;
    }
    yaml_reader reader;
    bool good = yaml_reader_open(&reader, path, text, length) && read_pairs(c, &reader);
    if (!good)
        fprintf(stderr, "%s\n", reader.error);
    free(reader.error);
    yaml_reader_close(&reader);
    free(text);
    return good;
}
