/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads what a model file says of functions and of macros; see reading.h.
 *
 * Needs: the contexts, records and lock kinds of the file in reading->model. Leaves: the functions there, too. Cost:
 * linear in the entry.
 */
#include <stdlib.h>
#include <string.h>

#include "phrases.h"
#include "reading.h"

/* ---- effects ------------------------------------------------------------------------------------------------- */

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
    if (size && !phrase_argument(yaml, size, &function->size_argument))
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

/* ---- levels -------------------------------------------------------------------------------------------------- */

bool read_basis(reading *reading, yaml_node_t *node, bool *inferred)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *basis = yaml_value(yaml, node, "basis");
    if (!basis)
        return true;
    if (!yaml_value(yaml, node, "level"))
        return yaml_fail(yaml, basis, "the basis of what is not said; expected 'level: …' beside it");
    const char *text = yaml_text(yaml, basis, "documented or inferred");
    if (!text)
        return false;
    *inferred = strcmp(text, "inferred") == 0;
    return *inferred || strcmp(text, "documented") == 0 ||
           yaml_fail(yaml, basis, "'%s' is no basis of a level; expected documented or inferred", text);
}

/* What the call stores as the level before it, it writes. */
static void write_saved_level(devlock_model_function *function)
{
    if (function->level_saved != DEVLOCK_LEVEL_POINTEE || function->effect == DEVLOCK_EFFECT_UNKNOWN)
        return;
    function->effect = DEVLOCK_EFFECT_WRITES;
    function->written |= 1u << function->saved_argument;
}

/* Of which result the level is set. What says when a lock was acquired says so of the level as well. */
static bool read_level_condition(yaml_reader *yaml, yaml_node_t *node, const yaml_node_t *sets,
                                 devlock_model_function *function)
{
    if (!sets)
        return yaml_fail(yaml, node, "the function sets no level; expected 'sets-level' beside 'sets-level-if'");
    if (function->role != DEVLOCK_ROLE_NONE)
        return yaml_fail(yaml, node, "of a lock function the key 'success' says it; expected no 'sets-level-if'");
    return phrase_success(yaml, node, function);
}

static bool read_levels(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *level = yaml_value(yaml, node, "level");
    yaml_node_t *sets = yaml_value(yaml, node, "sets-level");
    yaml_node_t *if_result = yaml_value(yaml, node, "sets-level-if");
    yaml_node_t *saves = yaml_value(yaml, node, "saves-level");
    if (level && !phrase_levels(yaml, level, &function->level))
        return false;
    function->level_stated = level != NULL;
    if (!read_basis(reading, node, &function->level_inferred) || (sets && !phrase_sets_level(yaml, sets, function)) ||
        (saves && !phrase_saves_level(yaml, saves, function)))
        return false;
    if (if_result && !read_level_condition(yaml, if_result, sets, function))
        return false;
    write_saved_level(function);
    return true;
}

/* ---- what it is about ---------------------------------------------------------------------------------------- */

/* Whether a model has locks that belong to this. */
static bool is_subject(const devlock_model *model, const char *subject)
{
    for (size_t i = 0; i < devlock_model_kind_count(model); i++) {
        const char *known = devlock_model_kind(model, (uint32_t)i)->subject;
        if (known && strcmp(known, subject) == 0)
            return true;
    }
    return false;
}

static bool read_result(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    const char *text = yaml_text(&reading->yaml, node, "the subject of a lock, such as 'device extension'");
    if (!text)
        return false;
    function->subject_result = true;
    return is_subject(reading->model, text) || is_subject(reading->base, text) ||
           yaml_fail(&reading->yaml, node,
                     "no lock belongs to a '%s'; expected the 'subject' of a lock of this file or of a model before it",
                     text);
}

static bool read_names(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *slow = yaml_value(yaml, node, "slow");
    yaml_node_t *stalls = yaml_value(yaml, node, "stalls");
    yaml_node_t *result = yaml_value(yaml, node, "result");
    yaml_node_t *family = yaml_value(yaml, node, "family");
    yaml_node_t *reads = yaml_value(yaml, node, "reads-device");
    yaml_node_t *hands = yaml_value(yaml, node, "hands-on");
    yaml_node_t *timeout = yaml_value(yaml, node, "timeout");
    if ((reads && !yaml_boolean(yaml, reads, &function->reads_device)) ||
        (hands && !yaml_boolean(yaml, hands, &function->hands_on)))
        return false;
    function->timed = timeout != NULL;
    if (timeout && !slow)
        return yaml_fail(yaml, timeout, "the function is not slow; expected 'slow' beside 'timeout'");
    if (timeout && !phrase_argument(yaml, timeout, &function->timeout_argument))
        return false;
    function->stalls = stalls != NULL;
    if (stalls && !phrase_argument(yaml, stalls, &function->stall_argument))
        return false;
    if (slow && !(function->slow = yaml_text(yaml, slow, "what it does that takes long, such as 'waits'")))
        return false;
    function->family = reading->family;
    function->supporting = reading->supporting;
    if (family && !(function->family = yaml_text(yaml, family, "the name of a family of functions")))
        return false;
    return !result || read_result(reading, result, function);
}

/* ---- naming -------------------------------------------------------------------------------------------------- */

static bool read_arguments(yaml_reader *yaml, yaml_node_t *node, devlock_model_function *function)
{
    yaml_node_t *arguments = yaml_value(yaml, node, "arguments");
    int64_t count = -1, needed = (int64_t)model_arguments_needed(function);
    if (arguments &&
        !yaml_number(yaml, arguments, 0, 127, "the number of arguments that a call has (0 to 127)", &count))
        return false;
    function->arguments = (int)count;
    if (arguments && needed > count)
        return yaml_fail(yaml, arguments, "argument %lld is used here, but a call has %lld; expected at least %lld",
                         (long long)needed, (long long)count, (long long)needed);
    return true;
}

bool is_identifier(const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";
    return strchr(letters, name[0]) &&
           strspn(name, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$") == strlen(name);
}

bool model_is_typed_name(const char *name)
{
    char function[200];
    const char *type = strstr(name, " of ");
    if (!type || (size_t)(type - name) >= sizeof function)
        return false;
    memcpy(function, name, (size_t)(type - name));
    function[type - name] = '\0';
    return is_identifier(function) && is_identifier(type + 4);
}

/* C++'s functions that allocate and free, by the names that Clang gives them. */
static bool is_operator(const char *name)
{
    static const char *const operators[] = {"operator new", "operator new[]", "operator delete", "operator delete[]"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (strcmp(name, operators[i]) == 0)
            return true;
    return false;
}

/* Adds the function or macro under each of the names of the key `what`. */
static bool add_named(reading *reading, yaml_node_t *node, const char *what, devlock_model_function *function)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *names = yaml_value(yaml, node, what);
    if (!names)
        return yaml_fail(yaml, node, "no %s is named; expected '%s: NAME' or '%s: [NAME, …]'", what, what, what);
    if (!yaml_count(names))
        return yaml_fail(yaml, names, "an empty list; expected names of %ss", what);
    for (size_t i = 0; i < yaml_count(names); i++) {
        yaml_node_t *entry = yaml_entry(yaml, names, i);
        function->name = yaml_text(yaml, entry, function->macro ? "the name of a macro" : "the name of a function");
        if (!function->name)
            return false;
        if (!is_identifier(function->name) && !is_operator(function->name) &&
            (function->macro || !model_is_typed_name(function->name)))
            return yaml_fail(yaml, entry, "'%s' is no %s name; expected a C identifier%s", function->name, what,
                             function->macro ? ""
                                             : ", or 'NAME of TYPE' for the calls whose first argument points to it");
        if (model_lookup(reading->model, function->name, function->arguments))
            return yaml_fail(yaml, entry, "the %s '%s' is described twice in this file; expected once%s", what,
                             function->name, function->macro ? "" : " for each number of arguments");
        devlock_model_add_function(reading->model, function);
    }
    return true;
}

/* ---- entries ------------------------------------------------------------------------------------------------- */

bool read_shared_keys(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    bool good = read_effects(&reading->yaml, node, function) && read_levels(reading, node, function) &&
                read_names(reading, node, function) && read_callbacks(reading, node, function) &&
                read_arguments(&reading->yaml, node, function) && add_named(reading, node, "function", function);
    free((devlock_callback *)function->callbacks);
    free((int64_t *)function->successes);
    free((devlock_failure *)function->failures);
    return good;
}

/* Whether any key but those that only name the function is there. */
static bool says_something(yaml_reader *yaml, yaml_node_t *node)
{
    static const char *const keys[] = {"effect",       "returns",  "raises", "level",  "sets-level",
                                       "saves-level",  "slow",     "stalls", "result", "callbacks",
                                       "reads-device", "hands-on", NULL};
    for (const char *const *key = keys; *key; key++)
        if (yaml_value(yaml, node, *key))
            return true;
    return yaml_fail(yaml, node,
                     "nothing is said about the function; expected one of: effect, returns, raises, level, sets-level, "
                     "saves-level, slow, stalls, reads-device, hands-on, result, callbacks");
}

bool read_function(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"function", "arguments", SHARED_KEYS, NULL};
    devlock_model_function function = {0};
    return yaml_keys(&reading->yaml, node, "the description of a function", known) &&
           says_something(&reading->yaml, node) && read_shared_keys(reading, node, &function);
}

bool read_macro(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"macro", "level", "basis", NULL};
    yaml_reader *yaml = &reading->yaml;
    devlock_model_function function = {.macro = true, .effect = DEVLOCK_EFFECT_NONE};
    if (!yaml_keys(yaml, node, "the description of a macro", known))
        return false;
    if (!yaml_value(yaml, node, "level"))
        return yaml_fail(yaml, node, "the macro claims nothing; expected 'level: at most APC_LEVEL' or another level");
    return read_levels(reading, node, &function) && add_named(reading, node, "macro", &function);
}
