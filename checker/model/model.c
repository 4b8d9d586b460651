/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Models in memory: growing arrays, of lock kinds and of functions (contexts.c has those of contexts), a hash table
 * from names to functions, and putting one model into another.
 *
 * Needs: nothing. Leaves: a model that owns all its strings. Cost: a look-up hashes the name once and compares with the
 * few functions in one chain; adding is constant time on average, but for a lock kind that replaces another (then all
 * functions are looked at).
 */
#include "storage.h"

#include <stdlib.h>
#include <string.h>

#define NO_ENTRY UINT32_MAX

/* ---- making and freeing -------------------------------------------------------------------------------------- */

devlock_model *devlock_model_new(void)
{
    devlock_model *model = model_allocate(sizeof *model);
    memset(model, 0, sizeof *model);
    return model;
}

void devlock_model_free(devlock_model *model)
{
    if (!model)
        return;
    for (size_t i = 0; i < model->kind_count; i++)
        model_free_kind(&model->kinds[i].kind);
    for (size_t i = 0; i < model->context_count; i++)
        model_free_context(&model->contexts[i].context);
    for (size_t i = 0; i < model->field_count; i++)
        model_free_field(&model->fields[i]);
    for (size_t i = 0; i < model->function_count; i++)
        model_free_function(&model->functions[i]);
    free(model->kinds);
    free(model->contexts);
    free(model->fields);
    free(model->functions);
    free(model->next);
    free(model->chains);
    free(model);
}

/* ---- the hash table ------------------------------------------------------------------------------------------ */

/* FNV-1a. */
static uint32_t hash(const char *name)
{
    uint32_t value = 2166136261u;
    for (; *name; name++)
        value = (value ^ (unsigned char)*name) * 16777619u;
    return value;
}

static void link_function(devlock_model *model, uint32_t index)
{
    uint32_t *chain = &model->chains[hash(model->functions[index].name) & (model->chain_count - 1)];
    model->next[index] = *chain;
    *chain = index;
}

/* Builds the table anew, for as many chains as there is room for functions. */
static void rebuild(devlock_model *model)
{
    if (model->chain_count < model->function_capacity) {
        model->chain_count = model->function_capacity;
        model->chains = model_resize(model->chains, model->chain_count * sizeof *model->chains);
    }
    for (size_t i = 0; i < model->chain_count; i++)
        model->chains[i] = NO_ENTRY;
    for (size_t i = 0; i < model->function_count; i++)
        link_function(model, (uint32_t)i);
}

static uint32_t first_in_chain(const devlock_model *model, const char *name)
{
    return model->chain_count ? model->chains[hash(name) & (model->chain_count - 1)] : NO_ENTRY;
}

const devlock_model_function *model_lookup(const devlock_model *model, const char *name, int arguments)
{
    for (uint32_t i = first_in_chain(model, name); i != NO_ENTRY; i = model->next[i]) {
        const devlock_model_function *function = &model->functions[i];
        if (function->arguments == arguments && strcmp(function->name, name) == 0)
            return function;
    }
    return NULL;
}

bool model_knows(const devlock_model *model, const char *name)
{
    uint32_t i = first_in_chain(model, name);
    while (i != NO_ENTRY && strcmp(model->functions[i].name, name) != 0)
        i = model->next[i];
    return i != NO_ENTRY;
}

/* `needed`, or more if argument `index` is spoken of. */
static size_t with_argument(size_t needed, bool spoken_of, size_t index)
{
    return spoken_of && index + 1 > needed ? index + 1 : needed;
}

size_t model_arguments_needed(const devlock_model_function *f)
{
    bool named = f->source == DEVLOCK_LOCK_ARGUMENT || f->source == DEVLOCK_LOCK_POINTEE;
    size_t needed = with_argument(0, f->role != DEVLOCK_ROLE_NONE && named, f->argument);
    for (size_t i = 0; i < f->failure_count; i++)
        needed = with_argument(needed, f->failures[i].unless_argument >= 0, (size_t)f->failures[i].unless_argument);
    for (unsigned i = 0; i < 32; i++)
        needed = with_argument(needed, f->effect == DEVLOCK_EFFECT_WRITES && (f->written >> i & 1), i);
    needed = with_argument(needed, f->effect == DEVLOCK_EFFECT_WRITES && f->zeroes, f->size_argument);
    needed = with_argument(needed, f->level_change == DEVLOCK_LEVEL_SET_ARGUMENT, f->level_argument);
    needed = with_argument(needed, f->level_saved == DEVLOCK_LEVEL_POINTEE, f->saved_argument);
    needed = with_argument(needed, f->stalls, f->stall_argument);
    needed = with_argument(needed, f->timed, f->timeout_argument);
    for (size_t i = 0; i < f->callback_count; i++) {
        needed = with_argument(needed, true, f->callbacks[i].argument);
        needed = with_argument(needed, f->callbacks[i].when_argument >= 0, (size_t)f->callbacks[i].when_argument);
    }
    return needed;
}

const devlock_model_function *devlock_model_find(const devlock_model *model, const char *name, size_t arguments)
{
    const devlock_model_function *any = NULL;
    for (uint32_t i = first_in_chain(model, name); i != NO_ENTRY; i = model->next[i]) {
        const devlock_model_function *function = &model->functions[i];
        if (strcmp(function->name, name) != 0)
            continue;
        if (function->arguments >= 0 && (size_t)function->arguments == arguments)
            return function;
        if (function->arguments < 0 && arguments >= model_arguments_needed(function))
            any = function;
    }
    return any;
}

/* ---- adding -------------------------------------------------------------------------------------------------- */

int64_t model_kind_index(const devlock_model *model, const char *name)
{
    for (size_t i = 0; i < model->kind_count; i++)
        if (strcmp(model->kinds[i].kind.name, name) == 0)
            return (int64_t)i;
    return -1;
}

static uint32_t add_kind(devlock_model *model, const devlock_lock_kind *kind, bool foreign)
{
    model_kind copy = {model_copy_kind(kind), foreign};
    int64_t old = model_kind_index(model, kind->name);
    if (old >= 0) {
        model_free_kind(&model->kinds[old].kind);
        model->kinds[old] = copy;
        return (uint32_t)old;
    }
    model->kinds = model_grow(model->kinds, model->kind_count, &model->kind_capacity, sizeof *model->kinds);
    model->kinds[model->kind_count] = copy;
    return (uint32_t)model->kind_count++;
}

uint32_t devlock_model_add_kind(devlock_model *model, const devlock_lock_kind *kind)
{
    return add_kind(model, kind, false);
}

uint32_t model_refer_kind(devlock_model *model, const char *name)
{
    int64_t index = model_kind_index(model, name);
    return index >= 0 ? (uint32_t)index : add_kind(model, &(devlock_lock_kind){.name = name}, true);
}

/* Removes the functions for which `drop` says so. */
static void remove_functions(devlock_model *model, bool (*drop)(const devlock_model_function *, const void *),
                             const void *context)
{
    size_t kept = 0;
    for (size_t i = 0; i < model->function_count; i++) {
        if (drop(&model->functions[i], context))
            model_free_function(&model->functions[i]);
        else
            model->functions[kept++] = model->functions[i];
    }
    bool changed = kept != model->function_count;
    model->function_count = kept;
    if (changed)
        rebuild(model);
}

static bool has_name(const devlock_model_function *function, const void *name)
{
    return strcmp(function->name, name) == 0;
}

static bool has_kind(const devlock_model_function *function, const void *kind)
{
    return function->role != DEVLOCK_ROLE_NONE && function->kind == *(const uint32_t *)kind;
}

/* A function that was zeroed and says nothing of levels may be called at all of them. */
static void settle_level(devlock_model_function *function)
{
    devlock_level_range *level = &function->level;
    if (level->least == 0 && level->most == 0 && !function->level_stated)
        level->most = DEVLOCK_LEVEL_UNSTATED;
    function->level_stated = level->least != 0 || level->most != DEVLOCK_LEVEL_UNSTATED;
}

void devlock_model_add_function(devlock_model *model, const devlock_model_function *function)
{
    devlock_model_function copy = model_copy_function(function);
    settle_level(&copy);
    if (copy.arguments < 0) {
        /* What is said of any number of arguments is meant to hold for all calls. */
        if (model_knows(model, copy.name))
            remove_functions(model, has_name, copy.name);
    } else {
        devlock_model_function *old = (devlock_model_function *)model_lookup(model, copy.name, copy.arguments);
        if (old) {
            model_free_function(old);
            *old = copy;
            return;
        }
    }
    if (model->function_count == model->function_capacity) {
        model->function_capacity = model->function_capacity ? model->function_capacity * 2 : 512;
        model->functions = model_resize(model->functions, model->function_capacity * sizeof *model->functions);
        model->next = model_resize(model->next, model->function_capacity * sizeof *model->next);
        rebuild(model);
    }
    model->functions[model->function_count] = copy;
    link_function(model, (uint32_t)model->function_count++);
}

/* The kinds of `added` put into the model; gives their indices there, for free(). */
static uint32_t *merge_kinds(devlock_model *model, const devlock_model *added)
{
    uint32_t *indices = model_allocate(added->kind_count * sizeof *indices);
    for (size_t i = 0; i < added->kind_count; i++) {
        int64_t old = model_kind_index(model, added->kinds[i].kind.name);
        if (added->kinds[i].foreign) {
            indices[i] = (uint32_t)old;
            continue;
        }
        if (old >= 0)
            remove_functions(model, has_kind, &(uint32_t){(uint32_t)old});
        indices[i] = devlock_model_add_kind(model, &added->kinds[i].kind);
    }
    return indices;
}

/* The same for contexts. */
static uint32_t *merge_contexts(devlock_model *model, const devlock_model *added, const uint32_t *kinds)
{
    uint32_t *indices = model_allocate(added->context_count * sizeof *indices);
    for (size_t i = 0; i < added->context_count; i++) {
        devlock_context context = added->contexts[i].context;
        if (added->contexts[i].foreign) {
            indices[i] = (uint32_t)model_context_index(model, context.name);
            continue;
        }
        if (context.exposes >= 0)
            context.exposes_kind = kinds[context.exposes_kind];
        indices[i] = devlock_model_add_context(model, &context);
    }
    return indices;
}

static void merge_function(devlock_model *model, const devlock_model_function *added, const uint32_t *kinds,
                           const uint32_t *contexts)
{
    devlock_model_function function = *added;
    devlock_callback *callbacks = model_allocate(function.callback_count * sizeof *callbacks);
    for (size_t i = 0; i < function.callback_count; i++) {
        callbacks[i] = function.callbacks[i];
        callbacks[i].context = contexts[callbacks[i].context];
    }
    function.callbacks = callbacks;
    if (function.role != DEVLOCK_ROLE_NONE)
        function.kind = kinds[function.kind];
    devlock_model_add_function(model, &function);
    free(callbacks);
}

void model_merge(devlock_model *model, const devlock_model *added)
{
    uint32_t *kinds = merge_kinds(model, added);
    uint32_t *contexts = merge_contexts(model, added, kinds);
    for (size_t i = 0; i < added->field_count; i++) {
        devlock_record_field field = added->fields[i];
        field.context = contexts[field.context];
        devlock_model_add_record_field(model, &field);
    }
    for (size_t i = 0; i < added->function_count; i++)
        merge_function(model, &added->functions[i], kinds, contexts);
    devlock_model_set_limits(model, added->limits);
    free(kinds);
    free(contexts);
}

/* ---- limits -------------------------------------------------------------------------------------------------- */

void devlock_model_set_limits(devlock_model *model, devlock_limits limits)
{
    if (limits.solver_budget)
        model->limits.solver_budget = limits.solver_budget;
    if (limits.routine_budget)
        model->limits.routine_budget = limits.routine_budget;
    if (limits.loop_bound)
        model->limits.loop_bound = limits.loop_bound;
}

devlock_limits devlock_model_limits(const devlock_model *model)
{
    return model->limits;
}

/* ---- looking ------------------------------------------------------------------------------------------------- */

size_t devlock_model_kind_count(const devlock_model *model)
{
    return model->kind_count;
}

const devlock_lock_kind *devlock_model_kind(const devlock_model *model, uint32_t index)
{
    return &model->kinds[index].kind;
}

size_t devlock_model_function_count(const devlock_model *model)
{
    return model->function_count;
}

const devlock_model_function *devlock_model_function_at(const devlock_model *model, size_t index)
{
    return &model->functions[index];
}
