/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the parts of the model library share besides devlock/model.h: how a model lies in memory, memory that does not
 * fail, and putting one model into another.
 */
#ifndef DEVLOCK_MODEL_STORAGE_H
#define DEVLOCK_MODEL_STORAGE_H

#include "devlock/model.h"

/* A kind of lock or a context that a file speaks of but does not define is `foreign`: it stands for the one of the same
 * name in the model that the file is added to. */
typedef struct model_kind {
    devlock_lock_kind kind;
    bool foreign;
} model_kind;

typedef struct model_context {
    devlock_context context;
    bool foreign;
} model_context;

struct devlock_model {
    model_kind *kinds;
    size_t kind_count, kind_capacity;
    model_context *contexts;
    size_t context_count, context_capacity;
    devlock_record_field *fields;
    size_t field_count, field_capacity;
    devlock_model_function *functions;
    uint32_t *next; /* by function: the next one in its chain */
    size_t function_count, function_capacity;
    uint32_t *chains; /* by hash: the first function */
    size_t chain_count;
    devlock_limits limits;
};

/* ---- memory -------------------------------------------------------------------------------------------------- */

/* malloc and realloc that end the process (status 3) when there is no memory. */
void *model_allocate(size_t size);
void *model_resize(void *old, size_t size);
char *model_string(const char *text); /* a copy; NULL gives NULL */

/* An array with room for one more entry. */
void *model_grow(void *array, size_t count, size_t *capacity, size_t size);

/* Copies that own all that they point to, and their end. */
devlock_lock_kind model_copy_kind(const devlock_lock_kind *kind);
devlock_model_function model_copy_function(const devlock_model_function *function);
devlock_context model_copy_context(const devlock_context *context);
devlock_record_field model_copy_field(const devlock_record_field *field);
void model_free_kind(devlock_lock_kind *kind);
void model_free_function(devlock_model_function *function);
void model_free_context(devlock_context *context);
void model_free_field(devlock_record_field *field);

/* ---- looking and adding -------------------------------------------------------------------------------------- */

/* How many arguments a call must have for the description of the function to make sense. */
size_t model_arguments_needed(const devlock_model_function *function);

/* The function with exactly this name and number of arguments (-1: any), or NULL. */
const devlock_model_function *model_lookup(const devlock_model *model, const char *name, int arguments);

/* Whether a function of this name is described, for whatever number of arguments. */
bool model_knows(const devlock_model *model, const char *name);

/* The index of the lock kind, or context, of this name, or -1. */
int64_t model_kind_index(const devlock_model *model, const char *name);
int64_t model_context_index(const devlock_model *model, const char *name);

/* The same; what is not there is added as foreign. */
uint32_t model_refer_kind(devlock_model *model, const char *name);
uint32_t model_refer_context(devlock_model *model, const char *name);

/* Puts all of `added` into the model, which has all that is foreign in it. A lock kind that is there already is
 * replaced with all its functions. */
void model_merge(devlock_model *model, const devlock_model *added);

#endif
