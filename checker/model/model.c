/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Models in memory: two growing arrays, of lock kinds and of functions, and a hash table from names to functions.
 *
 * Needs: nothing. Leaves: a model that owns all its strings. Cost: a look-up hashes the name once and compares with the
 * few functions in one chain; adding is constant time on average, but for a lock kind that replaces another (then all
 * functions are looked at).
 */
#include "storage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_ENTRY UINT32_MAX

struct devlock_model {
    devlock_lock_kind *kinds;
    size_t kind_count, kind_capacity;
    devlock_model_function *functions;
    uint32_t *next; /* by function: the next one in its chain */
    size_t function_count, function_capacity;
    uint32_t *chains; /* by hash: the first function */
    size_t chain_count;
};

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

/* ---- making and freeing -------------------------------------------------------------------------------------- */

devlock_model *devlock_model_new(void)
{
    devlock_model *model = model_allocate(sizeof *model);
    memset(model, 0, sizeof *model);
    return model;
}

static void free_kind(devlock_lock_kind *kind)
{
    free((char *)kind->name);
    free((char *)kind->subject);
}

static void free_function(devlock_model_function *function)
{
    free((char *)function->name);
    free((int64_t *)function->successes);
}

void devlock_model_free(devlock_model *model)
{
    if (!model)
        return;
    for (size_t i = 0; i < model->kind_count; i++)
        free_kind(&model->kinds[i]);
    for (size_t i = 0; i < model->function_count; i++)
        free_function(&model->functions[i]);
    free(model->kinds);
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

static bool is_known(const devlock_model *model, const char *name)
{
    uint32_t i = first_in_chain(model, name);
    while (i != NO_ENTRY && strcmp(model->functions[i].name, name) != 0)
        i = model->next[i];
    return i != NO_ENTRY;
}

/* How many arguments a call must have for the model of the function to make sense. */
static size_t arguments_needed(const devlock_model_function *function)
{
    size_t needed = 0;
    if (function->role != DEVLOCK_ROLE_NONE && function->source != DEVLOCK_LOCK_RESULT)
        needed = function->argument + 1u;
    if (function->effect == DEVLOCK_EFFECT_WRITES) {
        for (unsigned i = 0; i < 32; i++)
            if ((function->written >> i & 1) && needed < i + 1u)
                needed = i + 1u;
        if (function->zeroes && needed < function->size_argument + 1u)
            needed = function->size_argument + 1u;
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
        if (function->arguments < 0 && arguments >= arguments_needed(function))
            any = function;
    }
    return any;
}

/* ---- adding -------------------------------------------------------------------------------------------------- */

int64_t model_kind_index(const devlock_model *model, const char *name)
{
    for (size_t i = 0; i < model->kind_count; i++)
        if (strcmp(model->kinds[i].name, name) == 0)
            return (int64_t)i;
    return -1;
}

uint32_t devlock_model_add_kind(devlock_model *model, const devlock_lock_kind *kind)
{
    devlock_lock_kind copy = *kind;
    copy.name = model_string(kind->name);
    copy.subject = model_string(kind->subject);

    int64_t old = model_kind_index(model, kind->name);
    if (old >= 0) {
        free_kind(&model->kinds[old]);
        model->kinds[old] = copy;
        return (uint32_t)old;
    }
    if (model->kind_count == model->kind_capacity) {
        model->kind_capacity = model->kind_capacity ? model->kind_capacity * 2 : 4;
        model->kinds = model_resize(model->kinds, model->kind_capacity * sizeof *model->kinds);
    }
    model->kinds[model->kind_count] = copy;
    return (uint32_t)model->kind_count++;
}

/* Removes the functions for which `drop` says so. */
static void remove_functions(devlock_model *model, bool (*drop)(const devlock_model_function *, const void *),
                             const void *context)
{
    size_t kept = 0;
    for (size_t i = 0; i < model->function_count; i++) {
        if (drop(&model->functions[i], context))
            free_function(&model->functions[i]);
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

static devlock_model_function copy_function(const devlock_model_function *function)
{
    devlock_model_function copy = *function;
    copy.name = model_string(function->name);
    copy.successes = NULL;
    if (function->success_count) {
        size_t size = function->success_count * sizeof *function->successes;
        copy.successes = memcpy(model_allocate(size), function->successes, size);
    }
    return copy;
}

void devlock_model_add_function(devlock_model *model, const devlock_model_function *function)
{
    devlock_model_function copy = copy_function(function);
    if (copy.arguments < 0) {
        /* What is said of any number of arguments is meant to hold for all calls. */
        if (is_known(model, copy.name))
            remove_functions(model, has_name, copy.name);
    } else {
        devlock_model_function *old = (devlock_model_function *)model_lookup(model, copy.name, copy.arguments);
        if (old) {
            free_function(old);
            *old = copy;
            return;
        }
    }
    if (model->function_count == model->function_capacity) {
        model->function_capacity = model->function_capacity ? model->function_capacity * 2 : 256;
        model->functions = model_resize(model->functions, model->function_capacity * sizeof *model->functions);
        model->next = model_resize(model->next, model->function_capacity * sizeof *model->next);
        rebuild(model);
    }
    model->functions[model->function_count] = copy;
    link_function(model, (uint32_t)model->function_count++);
}

void model_merge(devlock_model *model, const devlock_model *added)
{
    uint32_t *kinds = model_allocate(added->kind_count * sizeof *kinds);
    for (size_t i = 0; i < added->kind_count; i++) {
        int64_t old = model_kind_index(model, added->kinds[i].name);
        if (old >= 0)
            remove_functions(model, has_kind, &(uint32_t){(uint32_t)old});
        kinds[i] = devlock_model_add_kind(model, &added->kinds[i]);
    }
    for (size_t i = 0; i < added->function_count; i++) {
        devlock_model_function function = added->functions[i];
        if (function.role != DEVLOCK_ROLE_NONE)
            function.kind = kinds[function.kind];
        devlock_model_add_function(model, &function);
    }
    free(kinds);
}

/* ---- looking ------------------------------------------------------------------------------------------------- */

size_t devlock_model_kind_count(const devlock_model *model)
{
    return model->kind_count;
}

const devlock_lock_kind *devlock_model_kind(const devlock_model *model, uint32_t index)
{
    return &model->kinds[index];
}

size_t devlock_model_function_count(const devlock_model *model)
{
    return model->function_count;
}

const devlock_model_function *devlock_model_function_at(const devlock_model *model, size_t index)
{
    return &model->functions[index];
}
