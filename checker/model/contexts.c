/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The part of a model that speaks of callbacks: contexts, the fields of structures that lead to them, and what a
 * routine must not call in a context.
 *
 * Needs: storage.h. Leaves: a model that owns all that was added. Cost: looking up compares with each entry; a model
 * has some dozens. devlock_model_forbids is linear in the context's lists.
 */
#include <string.h>

#include "storage.h"

/* ---- contexts ------------------------------------------------------------------------------------------------ */

int64_t model_context_index(const devlock_model *model, const char *name)
{
    for (size_t i = 0; i < model->context_count; i++)
        if (strcmp(model->contexts[i].context.name, name) == 0)
            return (int64_t)i;
    return -1;
}

static uint32_t add_context(devlock_model *model, const devlock_context *context, bool foreign)
{
    model_context copy = {model_copy_context(context), foreign};
    int64_t old = model_context_index(model, context->name);
    if (old >= 0) {
        model_free_context(&model->contexts[old].context);
        model->contexts[old] = copy;
        return (uint32_t)old;
    }
    model->contexts =
        model_grow(model->contexts, model->context_count, &model->context_capacity, sizeof *model->contexts);
    model->contexts[model->context_count] = copy;
    return (uint32_t)model->context_count++;
}

uint32_t devlock_model_add_context(devlock_model *model, const devlock_context *context)
{
    return add_context(model, context, false);
}

uint32_t model_refer_context(devlock_model *model, const char *name)
{
    int64_t index = model_context_index(model, name);
    return index >= 0 ? (uint32_t)index : add_context(model, &(devlock_context){.name = name, .exposes = -1}, true);
}

size_t devlock_model_context_count(const devlock_model *model)
{
    return model->context_count;
}

const devlock_context *devlock_model_context(const devlock_model *model, uint32_t index)
{
    return &model->contexts[index].context;
}

/* ---- what a context forbids ---------------------------------------------------------------------------------- */

static bool contains(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

bool devlock_model_forbids(const devlock_model *model, uint32_t index, const devlock_model_function *function)
{
    const devlock_context *context = &model->contexts[index].context;
    if (context->never && contains(context->never, function->name))
        return true;
    bool of_family = context->family && function->family && strcmp(context->family, function->family) == 0;
    return context->only && of_family && !contains(context->only, function->name);
}

static bool begins(const devlock_context *context)
{
    return context->level.most != DEVLOCK_LEVEL_UNSTATED || context->only || context->never || context->exposes >= 0;
}

bool devlock_model_is_subject_field(const devlock_model *model, const devlock_record_field *field)
{
    const devlock_context *context = &model->contexts[field->context].context;
    return begins(context) && !context->supporting;
}

bool devlock_model_is_subject(const devlock_model *model, const devlock_model_function *f)
{
    if (f->supporting)
        return false;
    for (size_t i = 0; i < f->callback_count; i++)
        if (begins(&model->contexts[f->callbacks[i].context].context))
            return true;
    return f->role != DEVLOCK_ROLE_NONE || f->level_change != DEVLOCK_LEVEL_KEPT ||
           f->level_saved != DEVLOCK_LEVEL_NOT_SAVED;
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

void devlock_model_add_record_field(devlock_model *model, const devlock_record_field *field)
{
    devlock_record_field copy = model_copy_field(field);
    for (size_t i = 0; i < model->field_count; i++) {
        devlock_record_field *old = &model->fields[i];
        if (strcmp(old->record, field->record) == 0 && strcmp(old->field, field->field) == 0) {
            model_free_field(old);
            *old = copy;
            return;
        }
    }
    model->fields = model_grow(model->fields, model->field_count, &model->field_capacity, sizeof *model->fields);
    model->fields[model->field_count++] = copy;
}

size_t devlock_model_record_field_count(const devlock_model *model)
{
    return model->field_count;
}

const devlock_record_field *devlock_model_record_field(const devlock_model *model, size_t index)
{
    return &model->fields[index];
}
