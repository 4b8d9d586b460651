/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Models: which functions acquire and release which kind of lock, and what the other functions of an interface do.
 *
 * A model is data. It is built here, by hand or by the YAML reader (devlock_model_read_file), and given to the
 * analysis. docs/models.md describes the file form. Functions are matched by name and number of arguments, never by
 * header: the headers of a driver come from many places.
 *
 * Ownership: the model owns all that is put into it; strings are copied.
 */
#ifndef DEVLOCK_MODEL_H
#define DEVLOCK_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct devlock_model devlock_model;

/* A kind of lock. */
typedef struct devlock_lock_kind {
    const char *name;    /* in messages: "device lock" */
    const char *subject; /* what an instance belongs to, in messages: "device extension"; may be NULL */
    bool recursive;      /* may be taken again by its holder; then it is counted */
} devlock_lock_kind;

typedef enum devlock_role {
    DEVLOCK_ROLE_NONE, /* no lock function: only its effects are modelled */
    DEVLOCK_ROLE_ACQUIRE,
    DEVLOCK_ROLE_RELEASE
} devlock_role;

/* Where a lock function names its lock. */
typedef enum devlock_lock_source {
    DEVLOCK_LOCK_ARGUMENT, /* an argument's value is the lock's identity (a handle, or the lock's address) */
    DEVLOCK_LOCK_POINTEE,  /* an argument is the address of a variable; the identity is the pointer-wide value that the
                              variable holds: after the call of an acquire, before that of a release */
    DEVLOCK_LOCK_RESULT    /* the result's value is the identity (acquire only) */
} devlock_lock_source;

/* When an acquire has succeeded. On failure the lock's state is as before. */
typedef enum devlock_success {
    DEVLOCK_SUCCESS_ALWAYS,
    DEVLOCK_SUCCESS_NONZERO, /* the result is not zero */
    DEVLOCK_SUCCESS_ZERO,    /* the result is zero */
    DEVLOCK_SUCCESS_LIST     /* the result is one of `successes` */
} devlock_success;

/* What a call does to memory besides locks. */
typedef enum devlock_effect {
    DEVLOCK_EFFECT_UNKNOWN, /* like an unknown function: what its pointer arguments and globals reach may change */
    DEVLOCK_EFFECT_NONE,    /* changes no memory that the driver sees; each call's result is a new value */
    DEVLOCK_EFFECT_PURE,    /* changes nothing, and gives the same result for the same arguments */
    DEVLOCK_EFFECT_WRITES   /* changes what the arguments in `written` point to, and nothing else */
} devlock_effect;

/* A modelled function. */
typedef struct devlock_model_function {
    const char *name;
    int arguments; /* number of arguments that a call must have to match; -1: any */
    devlock_role role;
    uint32_t kind; /* index of the lock kind; for the roles ACQUIRE and RELEASE */
    devlock_lock_source source;
    unsigned argument; /* index from 0, for ARGUMENT and POINTEE */
    devlock_success success;
    const int64_t *successes; /* for SUCCESS_LIST; compared in the width of the result */
    size_t success_count;
    devlock_effect effect;
    uint32_t written; /* bit i: argument i, for EFFECT_WRITES */
    bool zeroes; /* with EFFECT_WRITES of one argument: fills it with zero bytes, as many as argument `size_argument`
                    says */
    unsigned size_argument;
    bool no_return; /* the call never comes back */
    bool may_raise; /* inside __try: may raise an exception */
} devlock_model_function;

/* A new model without locks. Never NULL. */
devlock_model *devlock_model_new(void);
void devlock_model_free(devlock_model *model);

/* Adds a kind of lock; a kind of the same name is replaced. Gives its index. */
uint32_t devlock_model_add_kind(devlock_model *model, const devlock_lock_kind *kind);

/* Adds a function; one of the same name and number of arguments is replaced. */
void devlock_model_add_function(devlock_model *model, const devlock_model_function *function);

size_t devlock_model_kind_count(const devlock_model *model);
const devlock_lock_kind *devlock_model_kind(const devlock_model *model, uint32_t index);
size_t devlock_model_function_count(const devlock_model *model);
const devlock_model_function *devlock_model_function_at(const devlock_model *model, size_t index);

/* The model of a function called with this number of arguments, or NULL. */
const devlock_model_function *devlock_model_find(const devlock_model *model, const char *name, size_t arguments);

/* Reads a YAML model and adds it to the model (what it defines anew replaces what was there).
 * text/length: the file's bytes; path: its name for messages.
 * Gives true, or false with *error set to "path:line:column: error: what is wrong; what was expected" (free() it).
 * On failure the model is as before. */
bool devlock_model_read(devlock_model *model, const char *path, const char *text, size_t length, char **error);

/* The same from a file. */
bool devlock_model_read_file(devlock_model *model, const char *path, char **error);

/* Adds the model that ships with devlock: the video port. */
void devlock_model_add_default(devlock_model *model);

#ifdef __cplusplus
}
#endif

#endif
