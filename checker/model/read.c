/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads model files; docs/models.md describes the form. To add a key: name it in the list of known keys and read it
 * beside the others.
 *
 * Needs: the text in memory, or a file. Leaves: the model with what the file adds, or as it was and an error. A file is
 * read into a model of its own first, which is merged when all of it is right. Cost: linear in the file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phrases.h"
#include "storage.h"
#include "yaml_nodes.h"

#define FORMAT_VERSION 1

/* What is being read. */
typedef struct reading {
    yaml_reader yaml;
    devlock_model *model; /* what the file defines */
} reading;

/* ---- functions ----------------------------------------------------------------------------------------------- */

/* The highest argument that the function's description speaks of, counted from 1; 0: none. */
static int64_t last_argument(const devlock_model_function *function)
{
    int64_t last = 0;
    if (function->role != DEVLOCK_ROLE_NONE && function->source != DEVLOCK_LOCK_RESULT)
        last = function->argument + 1;
    for (int i = 0; i < MODEL_LAST_ARGUMENT; i++)
        if ((function->written >> i & 1) && last < i + 1)
            last = i + 1;
    if (function->zeroes && last < (int64_t)function->size_argument + 1)
        last = function->size_argument + 1;
    return last;
}

/* The keys that lock functions and other functions share. */
static bool read_effects(yaml_reader *yaml, yaml_node_t *node, devlock_model_function *function)
{
    yaml_node_t *effect = yaml_value(yaml, node, "effect");
    yaml_node_t *size = yaml_value(yaml, node, "size");
    yaml_node_t *returns = yaml_value(yaml, node, "returns");
    yaml_node_t *raises = yaml_value(yaml, node, "raises");
    if (effect && !phrase_effect(yaml, effect, function))
        return false;
    if (function->zeroes && !size)
        return yaml_fail(yaml, effect, "how much is zeroed is not said; expected 'size: argument N' beside it");
    if (size && !function->zeroes)
        return yaml_fail(yaml, size, "size without zeroed memory; expected 'effect: zeroes argument N' beside it");
    if (size && !phrase_size(yaml, size, function))
        return false;
    if (returns) {
        const char *text = yaml_text(yaml, returns, "never");
        if (!text)
            return false;
        if (strcmp(text, "never") != 0)
            return yaml_fail(yaml, returns, "'%s' says nothing about returning; expected never, or no such key", text);
        function->no_return = true;
    }
    return !raises || yaml_boolean(yaml, raises, &function->may_raise);
}

static bool read_arguments(yaml_reader *yaml, yaml_node_t *node, devlock_model_function *function)
{
    yaml_node_t *arguments = yaml_value(yaml, node, "arguments");
    int64_t count = -1;
    if (arguments &&
        !yaml_number(yaml, arguments, 0, 127, "the number of arguments that a call has (0 to 127)", &count))
        return false;
    function->arguments = (int)count;
    if (arguments && last_argument(function) > count)
        return yaml_fail(yaml, arguments, "argument %lld is used here, but a call has %lld; expected at least %lld",
                         (long long)last_argument(function), (long long)count, (long long)last_argument(function));
    return true;
}

static bool is_identifier(const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";
    return strchr(letters, name[0]) &&
           strspn(name, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$") == strlen(name);
}

/* Adds the function under each of the names of the key `function`. */
static bool add_named(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *names = yaml_value(yaml, node, "function");
    if (!names)
        return yaml_fail(yaml, node, "no function is named; expected 'function: NAME' or 'function: [NAME, …]'");
    if (!yaml_count(names))
        return yaml_fail(yaml, names, "an empty list; expected names of functions");
    for (size_t i = 0; i < yaml_count(names); i++) {
        yaml_node_t *entry = yaml_entry(yaml, names, i);
        function->name = yaml_text(yaml, entry, "the name of a function");
        if (!function->name)
            return false;
        if (!is_identifier(function->name))
            return yaml_fail(yaml, entry, "'%s' is no function name; expected a C identifier", function->name);
        if (model_lookup(reading->model, function->name, function->arguments))
            return yaml_fail(yaml, entry,
                             "the function '%s' is described twice in this file; expected once for each "
                             "number of arguments",
                             function->name);
        devlock_model_add_function(reading->model, function);
    }
    return true;
}

static bool read_function(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"function", "arguments", "effect", "size", "returns", "raises", NULL};
    yaml_reader *yaml = &reading->yaml;
    devlock_model_function function = {0};
    if (!yaml_keys(yaml, node, "the description of a function", known) || !read_effects(yaml, node, &function) ||
        !read_arguments(yaml, node, &function))
        return false;
    if (!yaml_value(yaml, node, "effect") && !yaml_value(yaml, node, "returns") && !yaml_value(yaml, node, "raises"))
        return yaml_fail(yaml, node, "nothing is said about the function; expected 'effect', 'returns' or 'raises'");
    return add_named(reading, node, &function);
}

/* ---- locks --------------------------------------------------------------------------------------------------- */

/* What a lock function changes if the file does not say: nothing, but for an acquire that hands out its lock through
 * an argument. */
static void default_effect(devlock_model_function *function)
{
    function->effect = DEVLOCK_EFFECT_NONE;
    if (function->role == DEVLOCK_ROLE_ACQUIRE && function->source == DEVLOCK_LOCK_POINTEE) {
        function->effect = DEVLOCK_EFFECT_WRITES;
        function->written = 1u << function->argument;
    }
}

static bool read_lock_and_success(yaml_reader *yaml, yaml_node_t *node, devlock_model_function *function)
{
    yaml_node_t *lock = yaml_value(yaml, node, "lock");
    yaml_node_t *success = yaml_value(yaml, node, "success");
    if (!lock)
        return yaml_fail(yaml, node,
                         "where the lock is, is not said; expected 'lock: argument N', "
                         "'lock: pointee of argument N' or 'lock: result'");
    if (!phrase_lock(yaml, lock, function))
        return false;
    if (function->role == DEVLOCK_ROLE_ACQUIRE)
        return !success || phrase_success(yaml, success, function);
    if (function->source == DEVLOCK_LOCK_RESULT)
        return yaml_fail(yaml, lock,
                         "a release does not give out its lock; expected 'argument N' or "
                         "'pointee of argument N'");
    return !success || yaml_fail(yaml, success, "a release always succeeds; expected 'success' at acquire only");
}

static bool read_lock_function(reading *reading, yaml_node_t *node, devlock_role role, uint32_t kind)
{
    static const char *const known[] = {"function", "arguments", "lock",   "success", "effect",
                                        "size",     "returns",   "raises", NULL};
    yaml_reader *yaml = &reading->yaml;
    devlock_model_function function = {.role = role, .kind = kind};
    const char *what = role == DEVLOCK_ROLE_ACQUIRE ? "the description of an acquire" : "the description of a release";
    if (!yaml_keys(yaml, node, what, known))
        return false;
    bool good = read_lock_and_success(yaml, node, &function);
    if (good) {
        if (!yaml_value(yaml, node, "effect"))
            default_effect(&function);
        good = read_effects(yaml, node, &function) && read_arguments(yaml, node, &function) &&
               add_named(reading, node, &function);
    }
    free((int64_t *)function.successes);
    return good;
}

static bool read_lock_functions(reading *reading, yaml_node_t *lock, const char *key, devlock_role role, uint32_t kind)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *list = yaml_value(yaml, lock, key);
    if (!list || !yaml_count(list))
        return yaml_fail(yaml, list ? list : lock,
                         "the lock has no %s; expected '%s: { function: NAME, lock: … }' or "
                         "a list of them",
                         key, key);
    for (size_t i = 0; i < yaml_count(list); i++)
        if (!read_lock_function(reading, yaml_entry(yaml, list, i), role, kind))
            return false;
    return true;
}

static bool read_lock(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"name", "subject", "recursive", "acquire", "release", NULL};
    yaml_reader *yaml = &reading->yaml;
    if (!yaml_keys(yaml, node, "the description of a lock", known))
        return false;
    yaml_node_t *name = yaml_value(yaml, node, "name");
    yaml_node_t *subject = yaml_value(yaml, node, "subject");
    yaml_node_t *recursive = yaml_value(yaml, node, "recursive");
    devlock_lock_kind kind = {0};
    if (!name)
        return yaml_fail(yaml, node, "the lock has no name; expected 'name: …', as it is to stand in messages");
    kind.name = yaml_text(yaml, name, "the name of the lock, as it is to stand in messages");
    if (!kind.name)
        return false;
    if (subject && !(kind.subject = yaml_text(yaml, subject, "what a lock belongs to, as it is to stand in messages")))
        return false;
    if (recursive && !yaml_boolean(yaml, recursive, &kind.recursive))
        return false;
    if (model_kind_index(reading->model, kind.name) >= 0)
        return yaml_fail(yaml, name, "the lock '%s' is described twice in this file; expected once", kind.name);
    uint32_t index = devlock_model_add_kind(reading->model, &kind);
    return read_lock_functions(reading, node, "acquire", DEVLOCK_ROLE_ACQUIRE, index) &&
           read_lock_functions(reading, node, "release", DEVLOCK_ROLE_RELEASE, index);
}

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

static bool read_document(reading *reading)
{
    static const char *const known[] = {"devlock-model", "locks", "functions", NULL};
    yaml_node_t *root = yaml_root(&reading->yaml);
    return read_version(&reading->yaml, root) && yaml_keys(&reading->yaml, root, "the file", known) &&
           read_list(reading, root, "locks", read_lock) && read_list(reading, root, "functions", read_function);
}

bool devlock_model_read(devlock_model *model, const char *path, const char *text, size_t length, char **error)
{
    reading reading = {.model = devlock_model_new()};
    bool good = yaml_reader_open(&reading.yaml, path, text, length) && read_document(&reading);
    if (good)
        model_merge(model, reading.model);
    else
        *error = reading.yaml.error;
    yaml_reader_close(&reading.yaml);
    devlock_model_free(reading.model);
    return good;
}

/* "path: error: …" for a file that cannot be read. */
static bool file_error(char **error, const char *path, const char *reason)
{
    int size = snprintf(NULL, 0, "%s: error: cannot read the model: %s", path, reason) + 1;
    *error = model_allocate((size_t)size);
    snprintf(*error, (size_t)size, "%s: error: cannot read the model: %s", path, reason);
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
