/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the parts of the model library share besides devlock/model.h: memory that does not fail, and putting one model
 * into another.
 */
#ifndef DEVLOCK_MODEL_STORAGE_H
#define DEVLOCK_MODEL_STORAGE_H

#include "devlock/model.h"

/* malloc and realloc that end the process (status 3) when there is no memory. */
void *model_allocate(size_t size);
void *model_resize(void *old, size_t size);
char *model_string(const char *text); /* a copy; NULL gives NULL */

/* The function with exactly this name and number of arguments (-1: any), or NULL. */
const devlock_model_function *model_lookup(const devlock_model *model, const char *name, int arguments);

/* The index of the lock kind of this name, or -1. */
int64_t model_kind_index(const devlock_model *model, const char *name);

/* Puts all of `added` into the model. A lock kind that is there already is replaced with all its functions. */
void model_merge(devlock_model *model, const devlock_model *added);

#endif
