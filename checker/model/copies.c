/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Memory of models: allocation that does not fail, and copies of kinds, functions and contexts that own all that they
 * point to.
 *
 * Needs: nothing. Leaves: memory that belongs to the caller; each copy has its model_free_… . Cost: linear in what is
 * copied.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "storage.h"

/* ---- memory -------------------------------------------------------------------------------------------------- */

void *model_resize(void *old, size_t size)
{
    void *memory = realloc(old, size ? size : 1);
    if (!memory) {
        fputs("devlock: error: out of memory\n", stderr);
        exit(3);
    }
    return memory;
}

void *model_allocate(size_t size)
{
    return model_resize(NULL, size);
}

char *model_string(const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(model_allocate(size), text, size);
}

void *model_grow(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity ? *capacity * 2 : 4;
    return model_resize(array, *capacity * size);
}

/* ---- kinds and fields ---------------------------------------------------------------------------------------- */

devlock_lock_kind model_copy_kind(const devlock_lock_kind *kind)
{
    devlock_lock_kind copy = *kind;
    copy.name = model_string(kind->name);
    copy.subject = model_string(kind->subject);
    copy.annotated_as = model_string(kind->annotated_as);
    return copy;
}

void model_free_kind(devlock_lock_kind *kind)
{
    free((char *)kind->name);
    free((char *)kind->subject);
    free((char *)kind->annotated_as);
}

devlock_record_field model_copy_field(const devlock_record_field *field)
{
    return (devlock_record_field){model_string(field->record), model_string(field->field), field->context};
}

void model_free_field(devlock_record_field *field)
{
    free((char *)field->record);
    free((char *)field->field);
}

/* ---- functions ----------------------------------------------------------------------------------------------- */

static devlock_callback *copy_callbacks(const devlock_callback *callbacks, size_t count)
{
    devlock_callback *copies = model_allocate(count * sizeof *copies);
    for (size_t i = 0; i < count; i++) {
        copies[i] = callbacks[i];
        copies[i].record = model_string(callbacks[i].record);
        copies[i].field = model_string(callbacks[i].field);
    }
    return copies;
}

devlock_model_function model_copy_function(const devlock_model_function *function)
{
    devlock_model_function copy = *function;
    copy.name = model_string(function->name);
    copy.slow = model_string(function->slow);
    copy.family = model_string(function->family);
    copy.successes = NULL;
    if (function->success_count) {
        size_t size = function->success_count * sizeof *function->successes;
        copy.successes = memcpy(model_allocate(size), function->successes, size);
    }
    copy.failures = NULL;
    if (function->failure_count) {
        size_t size = function->failure_count * sizeof *function->failures;
        copy.failures = memcpy(model_allocate(size), function->failures, size);
    }
    copy.callbacks = function->callback_count ? copy_callbacks(function->callbacks, function->callback_count) : NULL;
    return copy;
}

void model_free_function(devlock_model_function *function)
{
    for (size_t i = 0; i < function->callback_count; i++) {
        free((char *)function->callbacks[i].record);
        free((char *)function->callbacks[i].field);
    }
    free((devlock_callback *)function->callbacks);
    free((int64_t *)function->successes);
    free((devlock_failure *)function->failures);
    free((char *)function->name);
    free((char *)function->slow);
    free((char *)function->family);
}

/* ---- contexts ------------------------------------------------------------------------------------------------ */

/* A list of names that ends with NULL; NULL gives NULL. */
static const char *const *copy_names(const char *const *names)
{
    if (!names)
        return NULL;
    size_t count = 0;
    while (names[count])
        count++;
    const char **copy = model_allocate((count + 1) * sizeof *copy);
    for (size_t i = 0; i <= count; i++)
        copy[i] = model_string(names[i]);
    return (const char *const *)copy;
}

static void free_names(const char *const *names)
{
    for (size_t i = 0; names && names[i]; i++)
        free((char *)names[i]);
    free((void *)names);
}

devlock_context model_copy_context(const devlock_context *context)
{
    devlock_context copy = *context;
    copy.name = model_string(context->name);
    copy.what = model_string(context->what);
    copy.family = model_string(context->family);
    copy.only = copy_names(context->only);
    copy.never = copy_names(context->never);
    return copy;
}

void model_free_context(devlock_context *context)
{
    free((char *)context->name);
    free((char *)context->what);
    free((char *)context->family);
    free_names(context->only);
    free_names(context->never);
}
