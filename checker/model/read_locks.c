/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads what a model file says of locks; see reading.h.
 *
 * Needs: for the functions of a lock, the contexts and records of the file in reading->model. Leaves: the kinds of
 * locks and their functions there, too. Cost: linear in the entry.
 */
#include <stdlib.h>
#include <string.h>

#include "phrases.h"
#include "reading.h"

/* ---- functions ----------------------------------------------------------------------------------------------- */

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

#define EXPECTED_FAILURE "never, a number, '{ result: N, unless: { argument: M, value: V } }', or a list of them"

/* `N`, or `{ result: N, unless: … }`. */
static bool read_failure(yaml_reader *yaml, yaml_node_t *node, devlock_failure *failure)
{
    static const char *const known[] = {"result", "unless", NULL};
    *failure = (devlock_failure){.unless_argument = -1};
    if (node->type != YAML_MAPPING_NODE)
        return yaml_number(yaml, node, INT64_MIN, INT64_MAX, EXPECTED_FAILURE, &failure->result);
    if (!yaml_keys(yaml, node, "a result that means failure", known))
        return false;
    yaml_node_t *result = yaml_value(yaml, node, "result");
    yaml_node_t *unless = yaml_value(yaml, node, "unless");
    if (!result)
        return yaml_fail(yaml, node, "which result means failure is not said; expected 'result: N'");
    return yaml_number(yaml, result, INT64_MIN, INT64_MAX, "a whole number", &failure->result) &&
           (!unless || read_argument_value(yaml, unless, "what rules the result out", &failure->unless_argument,
                                           &failure->unless_value));
}

static bool read_failures(yaml_reader *yaml, yaml_node_t *node, devlock_model_function *function)
{
    size_t count = yaml_count(node);
    if (function->success == DEVLOCK_SUCCESS_ALWAYS)
        return yaml_fail(yaml, node, "no result says that the lock was acquired; expected 'success' beside 'failure'");
    function->failures_known = true;
    if (node->type == YAML_SCALAR_NODE && strcmp((const char *)node->data.scalar.value, "never") == 0)
        return true;
    if (!count)
        return yaml_fail(yaml, node, "the list of failures is empty; expected " EXPECTED_FAILURE);
    devlock_failure *failures = model_allocate(count * sizeof *failures);
    function->failures = failures;
    function->failure_count = count;
    for (size_t i = 0; i < count; i++)
        if (!read_failure(yaml, yaml_entry(yaml, node, i), &failures[i]))
            return false;
    return true;
}

static bool read_lock_and_success(yaml_reader *yaml, yaml_node_t *node, devlock_model_function *function)
{
    yaml_node_t *lock = yaml_value(yaml, node, "lock");
    yaml_node_t *success = yaml_value(yaml, node, "success");
    yaml_node_t *failure = yaml_value(yaml, node, "failure");
    yaml_node_t *for_others = yaml_value(yaml, node, "for-others");
    if (!lock)
        return yaml_fail(yaml, node,
                         "where the lock is, is not said; expected 'lock: argument N', "
                         "'lock: pointee of argument N', 'lock: result' or 'lock: global'");
    if (!phrase_lock(yaml, lock, function))
        return false;
    if (function->role == DEVLOCK_ROLE_ACQUIRE && for_others)
        return yaml_fail(yaml, for_others, "an acquire is for its caller; expected 'for-others' at release only");
    if (function->role == DEVLOCK_ROLE_ACQUIRE)
        return (!success || phrase_success(yaml, success, function)) &&
               (!failure || read_failures(yaml, failure, function));
    if (function->source == DEVLOCK_LOCK_RESULT)
        return yaml_fail(yaml, lock,
                         "a release does not give out its lock; expected 'argument N', "
                         "'pointee of argument N' or 'global'");
    if (failure)
        return yaml_fail(yaml, failure, "a release always succeeds; expected 'failure' at acquire only");
    if (success)
        return yaml_fail(yaml, success, "a release always succeeds; expected 'success' at acquire only");
    return !for_others || yaml_boolean(yaml, for_others, &function->for_others);
}

static bool read_lock_function(reading *reading, yaml_node_t *node, devlock_role role, uint32_t kind)
{
    static const char *const known[] = {"function", "arguments",  "lock",      "success",
                                        "failure",  "for-others", SHARED_KEYS, NULL};
    yaml_reader *yaml = &reading->yaml;
    devlock_model_function function = {.role = role, .kind = kind};
    const char *what = role == DEVLOCK_ROLE_ACQUIRE ? "the description of an acquire" : "the description of a release";
    if (!yaml_keys(yaml, node, what, known))
        return false;
    if (!read_lock_and_success(yaml, node, &function)) {
        free((int64_t *)function.successes);
        free((devlock_failure *)function.failures);
        return false;
    }
    if (!yaml_value(yaml, node, "effect"))
        default_effect(&function);
    return read_shared_keys(reading, node, &function);
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

bool read_functions_of_lock(reading *reading, yaml_node_t *node)
{
    const char *name = yaml_text(&reading->yaml, yaml_value(&reading->yaml, node, "name"), "a name");
    uint32_t kind = (uint32_t)model_kind_index(reading->model, name);
    return read_lock_functions(reading, node, "acquire", DEVLOCK_ROLE_ACQUIRE, kind) &&
           read_lock_functions(reading, node, "release", DEVLOCK_ROLE_RELEASE, kind);
}

/* ---- kinds --------------------------------------------------------------------------------------------------- */

/* The key `name`, as it is to stand in messages. */
static const char *read_lock_name(yaml_reader *yaml, yaml_node_t *node)
{
    yaml_node_t *name = yaml_value(yaml, node, "name");
    if (name)
        return yaml_text(yaml, name, "the name of the lock, as it is to stand in messages");
    yaml_fail(yaml, node, "the lock has no name; expected 'name: …', as it is to stand in messages");
    return NULL;
}

static bool read_hold_limit(yaml_reader *yaml, yaml_node_t *node, devlock_lock_kind *kind)
{
    int64_t limit;
    if (!yaml_number(yaml, node, 1, UINT32_MAX, "microseconds under the lock that are fine (1 or more)", &limit))
        return false;
    kind->hold_limit = (unsigned)limit;
    return true;
}

bool read_lock(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"name",      "subject",      "recursive",  "handed-on", "callers-hold",
                                        "by-handle", "annotated-as", "hold-limit", "acquire",   "release",
                                        NULL};
    yaml_reader *yaml = &reading->yaml;
    if (!yaml_keys(yaml, node, "the description of a lock", known))
        return false;
    yaml_node_t *subject = yaml_value(yaml, node, "subject");
    yaml_node_t *recursive = yaml_value(yaml, node, "recursive");
    yaml_node_t *handed = yaml_value(yaml, node, "handed-on");
    yaml_node_t *callers = yaml_value(yaml, node, "callers-hold");
    yaml_node_t *handle = yaml_value(yaml, node, "by-handle");
    yaml_node_t *annotated = yaml_value(yaml, node, "annotated-as");
    yaml_node_t *limit = yaml_value(yaml, node, "hold-limit");
    devlock_lock_kind kind = {.name = read_lock_name(yaml, node)};
    if (!kind.name)
        return false;
    if (subject && !(kind.subject = yaml_text(yaml, subject, "what a lock belongs to, as it is to stand in messages")))
        return false;
    if (annotated && !(kind.annotated_as = yaml_text(yaml, annotated, "the name that annotations give this lock")))
        return false;
    if ((recursive && !yaml_boolean(yaml, recursive, &kind.recursive)) ||
        (handed && !yaml_boolean(yaml, handed, &kind.handed_on)) ||
        (callers && !yaml_boolean(yaml, callers, &kind.callers_hold)) ||
        (handle && !yaml_boolean(yaml, handle, &kind.by_handle)) || (limit && !read_hold_limit(yaml, limit, &kind)))
        return false;
    if (model_kind_index(reading->model, kind.name) >= 0)
        return yaml_fail(yaml, yaml_value(yaml, node, "name"),
                         "the lock '%s' is described twice in this file; expected once", kind.name);
    devlock_model_add_kind(reading->model, &kind);
    return true;
}
