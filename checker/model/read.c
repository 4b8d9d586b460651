/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads model files; docs/models.md describes the form. This file reads a file as a whole, read_functions.c what is
 * said of functions and macros, read_locks.c of locks, read_contexts.c of contexts and records. To add a key: name it
 * in the list of known keys and read it beside the others.
 *
 * Needs: the text in memory, or a file. Leaves: the model with what the file adds, or as it was and an error. A file is
 * read into a model of its own first, which is merged when all of it is right. Cost: linear in the file.
 */
#include "reading.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT_VERSION 1

/* ---- files --------------------------------------------------------------------------------------------------- */

/* The version stands first, so that a file of another form is not taken for a bad one of this. */
static bool read_version(yaml_reader *yaml, yaml_node_t *root)
{
    static const char expected[] = "'devlock-model: 1' as the first line";
    if (!root)
        return yaml_fail(yaml, NULL, "the file is empty; expected %s", expected);
    if (root->type != YAML_MAPPING_NODE || root->data.mapping.pairs.start == root->data.mapping.pairs.top)
        return yaml_fail(yaml, root, "not a model file; expected %s", expected);
    yaml_node_t *key = yaml_document_get_node(&yaml->document, root->data.mapping.pairs.start->key);
    yaml_node_t *version = yaml_document_get_node(&yaml->document, root->data.mapping.pairs.start->value);
    if (key->type != YAML_SCALAR_NODE || strcmp((const char *)key->data.scalar.value, "devlock-model") != 0)
        return yaml_fail(yaml, key, "not a model file: the version of the format is missing; expected %s", expected);
    const char *text = yaml_text(yaml, version, "1, the version of the format");
    if (!text)
        return false;
    if (strcmp(text, "1") != 0)
        return yaml_fail(yaml, version, "version '%s' of the model format is not known; expected %d", text,
                         FORMAT_VERSION);
    return true;
}

/* Reads each entry of the list under a key of the file. */
static bool read_list(reading *reading, yaml_node_t *root, const char *key,
                      bool (*read_entry)(struct reading *, yaml_node_t *))
{
    yaml_node_t *list = yaml_value(&reading->yaml, root, key);
    if (!list)
        return true;
    if (list->type != YAML_SEQUENCE_NODE)
        return yaml_fail(&reading->yaml, list, "'%s' is no list; expected an entry with a dash for each", key);
    for (size_t i = 0; i < yaml_count(list); i++)
        if (!read_entry(reading, yaml_entry(&reading->yaml, list, i)))
            return false;
    return true;
}

/* The family of the functions that do not name one of their own. */
static bool read_family(reading *reading, yaml_node_t *root)
{
    yaml_node_t *family = yaml_value(&reading->yaml, root, "family");
    return !family || (reading->family = yaml_text(&reading->yaml, family, "the name of a family of functions"));
}

static bool read_supporting(reading *reading, yaml_node_t *root)
{
    yaml_node_t *supporting = yaml_value(&reading->yaml, root, "supporting");
    return !supporting || yaml_boolean(&reading->yaml, supporting, &reading->supporting);
}

/* A number of the options; what is not given stays as it is. */
static bool read_limit(reading *reading, yaml_node_t *options, const char *key, int64_t most, const char *expected,
                       unsigned *limit)
{
    yaml_node_t *node = yaml_value(&reading->yaml, options, key);
    int64_t value = 0;
    if (!node)
        return true;
    if (!yaml_number(&reading->yaml, node, 1, most, expected, &value))
        return false;
    *limit = (unsigned)value;
    return true;
}

static bool read_options(reading *reading, yaml_node_t *root)
{
    static const char *const known[] = {"solver-budget", "routine-budget", "loop-bound", NULL};
    yaml_node_t *options = yaml_value(&reading->yaml, root, "options");
    devlock_limits limits = {0};
    if (!options)
        return true;
    bool good =
        yaml_keys(&reading->yaml, options, "the options", known) &&
        read_limit(reading, options, "solver-budget", UINT32_MAX,
                   "the steps that the solver may take for one question, 1 to 4294967295", &limits.solver_budget) &&
        read_limit(reading, options, "routine-budget", UINT32_MAX,
                   "the steps that following a routine's paths may take, 1 to 4294967295", &limits.routine_budget) &&
        read_limit(reading, options, "loop-bound", 1000, "a number of rounds, 1 to 1000", &limits.loop_bound);
    devlock_model_set_limits(reading->model, limits);
    return good;
}

/* What is referred to by name is read before what refers to it, so that the order in the file does not matter. */
static bool read_document(reading *reading)
{
    static const char *const known[] = {"devlock-model", "options", "family", "supporting", "locks",
                                        "contexts",      "records", "macros", "functions",  NULL};
    yaml_node_t *root = yaml_root(&reading->yaml);
    return read_version(&reading->yaml, root) && yaml_keys(&reading->yaml, root, "the file", known) &&
           read_options(reading, root) && read_family(reading, root) && read_supporting(reading, root) &&
           read_list(reading, root, "locks", read_lock) && read_list(reading, root, "contexts", read_context) &&
           read_list(reading, root, "records", read_record) &&
           read_list(reading, root, "locks", read_functions_of_lock) &&
           read_list(reading, root, "functions", read_function) && read_list(reading, root, "macros", read_macro) &&
           read_list(reading, root, "contexts", check_context);
}

/* opened: whether there is a document at all. */
static bool add_document(reading *reading, bool opened, devlock_model *model, char **error)
{
    reading->model = devlock_model_new();
    reading->base = model;
    bool good = opened && read_document(reading);
    if (good)
        model_merge(model, reading->model);
    else
        *error = reading->yaml.error;
    yaml_reader_close(&reading->yaml);
    devlock_model_free(reading->model);
    return good;
}

bool devlock_model_read(devlock_model *model, const char *path, const char *text, size_t length, char **error)
{
    reading reading = {0};
    bool opened = yaml_reader_open(&reading.yaml, path, text, length);
    return add_document(&reading, opened, model, error);
}

bool model_read_parsed(devlock_model *model, const char *path, const yaml_document_t *document, char **error)
{
    reading reading = {0};
    yaml_reader_use(&reading.yaml, path, document);
    return add_document(&reading, true, model, error);
}

/* "path: error: …" for a file that cannot be read. What looks like a name may have been meant for a shipped model. */
static bool file_error(char **error, const char *path, const char *reason)
{
    static const char form[] = "%s: error: cannot read the model: %s%s%s";
    bool name = !strpbrk(path, "/.");
    const char *hint = name ? "; shipped with devlock are " : "", *names = name ? devlock_model_shipped() : "";
    int size = snprintf(NULL, 0, form, path, reason, hint, names) + 1;
    *error = model_allocate((size_t)size);
    snprintf(*error, (size_t)size, form, path, reason, hint, names);
    return false;
}

bool devlock_model_read_file(devlock_model *model, const char *path, char **error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return file_error(error, path, strerror(errno));
    char *text = NULL;
    size_t length = 0, capacity = 0, count;
    do {
        if (capacity - length < 4096)
            text = model_resize(text, capacity = capacity * 2 + 16384);
        count = fread(text + length, 1, capacity - length, file);
        length += count;
    } while (count);
    int failed = ferror(file) ? errno : 0;
    fclose(file);
    bool good =
        failed ? file_error(error, path, strerror(failed)) : devlock_model_read(model, path, text, length, error);
    free(text);
    return good;
}
