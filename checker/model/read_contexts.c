/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Reads what a model file says of contexts, of the fields of records that lead to them, and of the callbacks of
 * functions; see reading.h.
 *
 * Needs: the lock kinds of the file in reading->model. Leaves: contexts and fields there. Cost: linear in the entry,
 * times the number of contexts and fields for the names that are looked up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phrases.h"
#include "reading.h"

/* ---- names --------------------------------------------------------------------------------------------------- */

/* "a, b, c" for a message; a list that is too long ends with "…". */
typedef struct name_list {
    char text[600];
    size_t used;
    bool cut;
} name_list;

static void list_name(name_list *list, const char *name)
{
    static const char more[] = ", …";
    const char *between = list->used ? ", " : "";
    if (list->cut)
        return;
    list->cut = list->used + strlen(between) + strlen(name) + sizeof more > sizeof list->text;
    list->used += (size_t)sprintf(list->text + list->used, "%s%s", list->cut ? more : between, list->cut ? "" : name);
}

static void list_contexts(name_list *list, const devlock_model *model, const devlock_model *but)
{
    for (size_t i = 0; i < model->context_count; i++)
        if (!model->contexts[i].foreign && (!but || model_context_index(but, model->contexts[i].context.name) < 0))
            list_name(list, model->contexts[i].context.name);
}

static bool read_context_name(reading *reading, yaml_node_t *node, uint32_t *context)
{
    const char *name = yaml_text(&reading->yaml, node, "the name of a context");
    if (!name)
        return false;
    if (model_context_index(reading->model, name) >= 0 || model_context_index(reading->base, name) >= 0) {
        *context = model_refer_context(reading->model, name);
        return true;
    }
    name_list list = {.text = "an entry of 'contexts'"};
    list_contexts(&list, reading->model, NULL);
    list_contexts(&list, reading->base, reading->model);
    return yaml_fail(&reading->yaml, node, "no context is called '%s'; expected %s%s", name,
                     list.used ? "one of: " : "", list.text);
}

static bool read_kind_name(reading *reading, yaml_node_t *node, uint32_t *kind)
{
    const char *name = yaml_text(&reading->yaml, node, "the name of a lock");
    if (!name)
        return false;
    if (model_kind_index(reading->model, name) >= 0 || model_kind_index(reading->base, name) >= 0) {
        *kind = model_refer_kind(reading->model, name);
        return true;
    }
    name_list list = {.text = "an entry of 'locks'"};
    for (size_t i = 0; i < reading->model->kind_count; i++)
        list_name(&list, reading->model->kinds[i].kind.name);
    for (size_t i = 0; i < reading->base->kind_count; i++)
        if (model_kind_index(reading->model, reading->base->kinds[i].kind.name) < 0)
            list_name(&list, reading->base->kinds[i].kind.name);
    return yaml_fail(&reading->yaml, node, "no lock is called '%s'; expected %s%s", name, list.used ? "one of: " : "",
                     list.text);
}

/* ---- contexts ------------------------------------------------------------------------------------------------ */

/* The names of functions under a key, for free(); *names is NULL without the key. */
static bool read_names(reading *reading, yaml_node_t *node, const char *key, const char *const **names)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *list = yaml_value(yaml, node, key);
    if (!list)
        return true;
    size_t count = yaml_count(list);
    const char **texts = model_allocate((count + 1) * sizeof *texts);
    *names = texts;
    for (size_t i = 0; i < count; i++)
        if (!(texts[i] = yaml_text(yaml, yaml_entry(yaml, list, i), "the name of a function")))
            return false;
    texts[count] = NULL;
    return true;
}

static bool read_exposes(reading *reading, yaml_node_t *node, devlock_context *context)
{
    static const char *const known[] = {"parameter", "lock", NULL};
    yaml_reader *yaml = &reading->yaml;
    if (!yaml_keys(yaml, node, "what the context exposes", known))
        return false;
    yaml_node_t *parameter = yaml_value(yaml, node, "parameter");
    yaml_node_t *lock = yaml_value(yaml, node, "lock");
    int64_t number;
    if (!parameter || !lock)
        return yaml_fail(yaml, node,
                         "what is exposed, or under which lock, is not said; expected "
                         "'{ parameter: N, lock: NAME }'");
    if (!yaml_number(yaml, parameter, 1, MODEL_LAST_ARGUMENT, "the number of a parameter, 1 to 32", &number))
        return false;
    context->exposes = (int)number - 1;
    return read_kind_name(reading, lock, &context->exposes_kind);
}

static bool read_calls(reading *reading, yaml_node_t *node, devlock_context *context)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *family = yaml_value(yaml, node, "family");
    context->family = reading->family;
    if (family && !(context->family = yaml_text(yaml, family, "the name of a family of functions")))
        return false;
    if (!read_names(reading, node, "only", &context->only) || !read_names(reading, node, "never", &context->never))
        return false;
    if (context->only && !context->family)
        return yaml_fail(
            yaml, yaml_value(yaml, node, "only"),
            "of which functions only these may be called is not said; expected 'family: NAME' beside it or "
            "in the file");
    return true;
}

static bool read_entry(reading *reading, yaml_node_t *node, devlock_context *context)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *what = yaml_value(yaml, node, "what");
    yaml_node_t *level = yaml_value(yaml, node, "level");
    yaml_node_t *held = yaml_value(yaml, node, "assume-held");
    yaml_node_t *for_caller = yaml_value(yaml, node, "for-caller");
    yaml_node_t *exposes = yaml_value(yaml, node, "exposes");
    if (what && !(context->what = yaml_text(yaml, what, "what the routine is, as it is to stand in messages")))
        return false;
    return (!level || phrase_levels(yaml, level, &context->level)) && read_basis(reading, node, &context->inferred) &&
           (!held || yaml_boolean(yaml, held, &context->lock_held)) &&
           (!for_caller || yaml_boolean(yaml, for_caller, &context->for_caller)) &&
           read_calls(reading, node, context) && (!exposes || read_exposes(reading, exposes, context));
}

bool read_context(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"name",   "what", "level", "basis",   "assume-held", "for-caller",
                                        "family", "only", "never", "exposes", NULL};
    yaml_reader *yaml = &reading->yaml;
    if (!yaml_keys(yaml, node, "the description of a context", known))
        return false;
    yaml_node_t *name = yaml_value(yaml, node, "name");
    if (!name)
        return yaml_fail(yaml, node, "the context has no name; expected 'name: …', as it is to stand in messages");
    devlock_context context = {.name = yaml_text(yaml, name, "the name of the context"),
                               .level = {DEVLOCK_LEVEL_PASSIVE, DEVLOCK_LEVEL_UNSTATED},
                               .exposes = -1,
                               .supporting = reading->supporting};
    if (!context.name)
        return false;
    if (model_context_index(reading->model, context.name) >= 0)
        return yaml_fail(yaml, name, "the context '%s' is described twice in this file; expected once", context.name);
    bool good = read_entry(reading, node, &context);
    if (good)
        devlock_model_add_context(reading->model, &context);
    free((void *)context.only);
    free((void *)context.never);
    return good;
}

/* A name that is misspelt in a list would forbid a function that is allowed, or the other way round. */
static bool check_names(reading *reading, yaml_node_t *node, const char *key)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *list = yaml_value(yaml, node, key);
    for (size_t i = 0; list && i < yaml_count(list); i++) {
        yaml_node_t *entry = yaml_entry(yaml, list, i);
        const char *name = yaml_text(yaml, entry, "the name of a function");
        if (!model_knows(reading->model, name) && !model_knows(reading->base, name))
            return yaml_fail(yaml, entry,
                             "no model describes the function '%s'; expected one of this file or of a model before it",
                             name);
    }
    return true;
}

bool check_context(reading *reading, yaml_node_t *node)
{
    return check_names(reading, node, "only") && check_names(reading, node, "never");
}

/* ---- records ------------------------------------------------------------------------------------------------- */

/* Adds the fields of a record under one of its names. */
static bool read_fields(reading *reading, yaml_node_t *fields, const char *record)
{
    yaml_reader *yaml = &reading->yaml;
    for (size_t i = 0; i < yaml_pair_count(fields); i++) {
        yaml_node_t *key, *value;
        yaml_pair(yaml, fields, i, &key, &value);
        devlock_record_field field = {.record = record, .field = yaml_text(yaml, key, "the name of a field")};
        if (!is_identifier(field.field))
            return yaml_fail(yaml, key, "'%s' is no field; expected a C identifier", field.field);
        if (!read_context_name(reading, value, &field.context))
            return false;
        devlock_model_add_record_field(reading->model, &field);
    }
    return true;
}

static bool has_record(const devlock_model *model, const char *record)
{
    for (size_t i = 0; i < model->field_count; i++)
        if (strcmp(model->fields[i].record, record) == 0)
            return true;
    return false;
}

bool read_record(reading *reading, yaml_node_t *node)
{
    static const char *const known[] = {"record", "fields", NULL};
    yaml_reader *yaml = &reading->yaml;
    if (!yaml_keys(yaml, node, "the description of a record", known))
        return false;
    yaml_node_t *names = yaml_value(yaml, node, "record");
    yaml_node_t *fields = yaml_value(yaml, node, "fields");
    if (!names || !yaml_count(names))
        return yaml_fail(yaml, names ? names : node,
                         "no structure type is named; expected 'record: NAME' or 'record: [NAME, …]'");
    if (!fields)
        return yaml_fail(yaml, node, "the record has no fields; expected 'fields: { FIELD: CONTEXT, … }'");
    if (!yaml_names(yaml, fields, "'fields'"))
        return false;
    for (size_t i = 0; i < yaml_count(names); i++) {
        yaml_node_t *entry = yaml_entry(yaml, names, i);
        const char *record = yaml_text(yaml, entry, "the name of a structure type");
        if (!record)
            return false;
        if (!is_identifier(record))
            return yaml_fail(yaml, entry, "'%s' is no structure type; expected a C identifier", record);
        if (has_record(reading->model, record))
            return yaml_fail(yaml, entry, "the record '%s' is described twice in this file; expected once", record);
        if (!read_fields(reading, fields, record))
            return false;
    }
    return true;
}

/* ---- callbacks ----------------------------------------------------------------------------------------------- */

bool read_argument_value(yaml_reader *yaml, yaml_node_t *node, const char *what, int *argument, int64_t *value)
{
    static const char *const known[] = {"argument", "value", NULL};
    if (!yaml_keys(yaml, node, what, known))
        return false;
    yaml_node_t *which = yaml_value(yaml, node, "argument");
    yaml_node_t *is = yaml_value(yaml, node, "value");
    int64_t number;
    if (!which || !is)
        return yaml_fail(yaml, node,
                         "which argument has which value is not said; expected "
                         "'{ argument: N, value: V }'");
    if (!yaml_number(yaml, which, 1, MODEL_LAST_ARGUMENT, "the number of an argument, 1 to 32", &number))
        return false;
    *argument = (int)number - 1;
    return yaml_number(yaml, is, INT64_MIN, INT64_MAX, "a whole number", value);
}

static void add_callback(devlock_model_function *function, devlock_callback callback)
{
    devlock_callback *callbacks = (devlock_callback *)function->callbacks;
    callbacks = model_resize(callbacks, (function->callback_count + 1) * sizeof *callbacks);
    callbacks[function->callback_count++] = callback;
    function->callbacks = callbacks;
}

/* Adds a callback for each field of the record in a model. */
static void add_fields(reading *reading, const devlock_model *model, devlock_callback callback,
                       devlock_model_function *function)
{
    for (size_t i = 0; i < model->field_count; i++) {
        const devlock_record_field *field = &model->fields[i];
        if (strcmp(field->record, callback.record) != 0)
            continue;
        callback.record = field->record;
        callback.field = field->field;
        callback.context = model == reading->model
                               ? field->context
                               : model_refer_context(reading->model, model->contexts[field->context].context.name);
        add_callback(function, callback);
    }
}

/* `record: NAME`: a callback for each field of the record. */
static bool read_record_callback(reading *reading, yaml_node_t *node, devlock_callback callback,
                                 devlock_model_function *function)
{
    callback.record = yaml_text(&reading->yaml, node, "the name of a structure type");
    if (!callback.record)
        return false;
    const devlock_model *model = has_record(reading->model, callback.record) ? reading->model : reading->base;
    if (!has_record(model, callback.record))
        return yaml_fail(
            &reading->yaml, node,
            "no record is called '%s'; expected an entry of 'records' of this file or of a model before it",
            callback.record);
    add_fields(reading, model, callback, function);
    return true;
}

static bool read_callback(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    static const char *const known[] = {"argument", "context", "record", "when", NULL};
    yaml_reader *yaml = &reading->yaml;
    if (!yaml_keys(yaml, node, "the description of a callback", known))
        return false;
    yaml_node_t *argument = yaml_value(yaml, node, "argument");
    yaml_node_t *context = yaml_value(yaml, node, "context");
    yaml_node_t *record = yaml_value(yaml, node, "record");
    yaml_node_t *when = yaml_value(yaml, node, "when");
    devlock_callback callback = {.when_argument = -1};
    int64_t number;
    if (!argument || !context == !record)
        return yaml_fail(yaml, node,
                         "which routine is entered in which context is not said; expected "
                         "'{ argument: N, context: NAME }' or '{ argument: N, record: NAME }'");
    if (!yaml_number(yaml, argument, 1, MODEL_LAST_ARGUMENT, "the number of an argument, 1 to 32", &number))
        return false;
    callback.argument = (unsigned)number - 1;
    if (when &&
        !read_argument_value(yaml, when, "the condition of a callback", &callback.when_argument, &callback.when_value))
        return false;
    if (record)
        return read_record_callback(reading, record, callback, function);
    if (!read_context_name(reading, context, &callback.context))
        return false;
    add_callback(function, callback);
    return true;
}

bool read_callbacks(reading *reading, yaml_node_t *node, devlock_model_function *function)
{
    yaml_reader *yaml = &reading->yaml;
    yaml_node_t *list = yaml_value(yaml, node, "callbacks");
    if (list && !yaml_count(list))
        return yaml_fail(yaml, list, "an empty list; expected '{ argument: N, context: NAME }' or a list of them");
    for (size_t i = 0; list && i < yaml_count(list); i++)
        if (!read_callback(reading, yaml_entry(yaml, list, i), function))
            return false;
    return true;
}
