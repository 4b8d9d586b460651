/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Models: which functions acquire and release which kind of lock, what the other functions of an interface do, at which
 * interrupt request levels they may be called, and in which context the callbacks of a driver are entered.
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

/* ---- levels -------------------------------------------------------------------------------------------------- */

/* Interrupt request levels (IRQL) are numbers. Those between DEVICE and HIGH are levels of devices, too. */
#define DEVLOCK_LEVEL_PASSIVE  0u
#define DEVLOCK_LEVEL_APC      1u
#define DEVLOCK_LEVEL_DISPATCH 2u
#define DEVLOCK_LEVEL_DEVICE   3u   /* the lowest level of a device (DIRQL) */
#define DEVLOCK_LEVEL_HIGH     31u  /* the highest, whatever number the platform gives it */
#define DEVLOCK_LEVEL_UNSTATED 255u /* as a highest level: nothing is known of it, or every level is allowed */

/* Levels from `least` to `most`, both included. {0, DEVLOCK_LEVEL_UNSTATED} says nothing. */
typedef struct devlock_level_range {
    uint8_t least;
    uint8_t most;
} devlock_level_range;

/* What a call does to the current level. */
typedef enum devlock_level_change {
    DEVLOCK_LEVEL_KEPT,        /* it is the same after the call */
    DEVLOCK_LEVEL_SET,         /* to `new_level` */
    DEVLOCK_LEVEL_SET_ARGUMENT /* to the value of argument `level_argument`: a level that is given, or a saved one */
} devlock_level_change;

/* Where a call gives the level that held before it. With DEVLOCK_LEVEL_KEPT: it reads the current level. */
typedef enum devlock_level_saved {
    DEVLOCK_LEVEL_NOT_SAVED,
    DEVLOCK_LEVEL_RESULT, /* its result is that level */
    DEVLOCK_LEVEL_POINTEE /* it stores that level where argument `saved_argument` points to; a byte */
} devlock_level_saved;

/* ---- locks and functions ------------------------------------------------------------------------------------- */

/* A kind of lock. */
typedef struct devlock_lock_kind {
    const char *name;    /* in messages: "device lock" */
    const char *subject; /* what an instance belongs to, in messages: "device extension"; may be NULL */
    bool recursive;      /* may be taken again by its holder; then it is counted */
    bool handed_on;      /* who acquired it often leaves its release to a routine that runs later: told is only where it
                            is left held although nothing was called since that could have taken it over */
    bool callers_hold;   /* a routine may be entered with it held by whoever calls it: that a routine without a visible
                            caller releases what it has not acquired is not told */
    const char *annotated_as; /* what annotations call the one lock of this kind: "_Global_critical_region_"; NULL: no
                                 such name */
    bool by_handle;           /* each acquire has a handle, by which the lock is known: annotations, which name the lock
                                 itself, say nothing of it */
    unsigned hold_limit; /* microseconds of busy waiting under it that are fine, summed along the path; 0: locks of this
                            kind are not checked for long holds at all */
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
    DEVLOCK_LOCK_RESULT,   /* the result's value is the identity (acquire only) */
    DEVLOCK_LOCK_GLOBAL    /* there is one lock of this kind, which no argument names */
} devlock_lock_source;

/* When an acquire has succeeded. On failure the lock's state is as before. */
typedef enum devlock_success {
    DEVLOCK_SUCCESS_ALWAYS,
    DEVLOCK_SUCCESS_NONZERO, /* the result is not zero */
    DEVLOCK_SUCCESS_ZERO,    /* the result is zero */
    DEVLOCK_SUCCESS_LIST     /* the result is one of `successes` */
} devlock_success;

/* A result that says that an acquire failed, and which argument rules it out. */
typedef struct devlock_failure {
    int64_t result;       /* compared in the width of the result */
    int unless_argument;  /* -1: always possible; else not if this argument (from 0) … */
    int64_t unless_value; /* … has this value, compared in its width */
} devlock_failure;

/* What a call does to memory besides locks. */
typedef enum devlock_effect {
    DEVLOCK_EFFECT_UNKNOWN,  /* like an unknown function: what its pointer arguments and globals reach may change */
    DEVLOCK_EFFECT_NONE,     /* changes no memory that the driver sees; each call's result is a new value */
    DEVLOCK_EFFECT_PURE,     /* changes nothing, and gives the same result for the same arguments */
    DEVLOCK_EFFECT_WRITES,   /* changes what the arguments in `written` point to, and nothing else */
    DEVLOCK_EFFECT_ALLOCATES /* changes nothing; the result is null or points to memory that nobody else knows of yet */
} devlock_effect;

/* A callback: a routine that is handed to a function, and the context in which it will be entered. */
typedef struct devlock_callback {
    unsigned argument;  /* index from 0: the routine itself; or, with `record`, a pointer to a record that holds it */
    const char *record; /* NULL, or the name of a structure type, by tag or typedef … */
    const char *field;  /* … and of the field that holds the routine */
    uint32_t context;   /* index of the context */
    int when_argument;  /* -1: always; else only if this argument (from 0) … */
    int64_t when_value; /* … is a constant of this value, compared in the width of the argument */
} devlock_callback;

/* A modelled function, or macro. */
typedef struct devlock_model_function {
    const char *name; /* "F of T": the calls of F whose first argument, before conversions, points to a structure T */
    int arguments;    /* number of arguments that a call must have to match; -1: any */
    devlock_role role;
    uint32_t kind; /* index of the lock kind; for the roles ACQUIRE and RELEASE */
    devlock_lock_source source;
    unsigned argument; /* index from 0, for ARGUMENT and POINTEE */
    devlock_success success;
    const int64_t *successes; /* for SUCCESS_LIST; compared in the width of the result */
    size_t success_count;
    bool failures_known; /* with another success than ALWAYS: the call gives no result but those that mean success and …
                          */
    const devlock_failure *failures; /* … these */
    size_t failure_count;
    devlock_effect effect;
    uint32_t written; /* bit i: argument i, for EFFECT_WRITES */
    bool zeroes; /* with EFFECT_WRITES of one argument: fills it with zero bytes, as many as argument `size_argument`
                    says */
    unsigned size_argument;
    bool for_others; /* a release: it may be one of what another routine or thread acquired, and that it is not held is
                        not told */
    bool no_return;  /* the call never comes back */
    bool may_raise;  /* inside __try: may raise an exception */
    bool hands_on;   /* another routine may release later what is handed on; see handed_on */

    /* The levels at which it may be called. A zeroed range counts as PASSIVE_LEVEL alone only together with
     * `level_stated`; without, it says nothing, and the model stores {0, DEVLOCK_LEVEL_UNSTATED}. Any other range
     * counts as it is. So in a function that comes out of a model, `level` alone tells all. */
    devlock_level_range level;
    bool level_stated;   /* out of a model: whether `level` says anything */
    bool level_inferred; /* the level is inferred, not documented */
    devlock_level_change level_change;
    uint8_t new_level;       /* for SET */
    unsigned level_argument; /* index from 0, for SET_ARGUMENT */
    devlock_level_saved level_saved;
    unsigned saved_argument; /* index from 0, for POINTEE */

    bool timed;                /* slow only where it may wait: argument `timeout_argument` is null or points to another
                                  time than 0 */
    unsigned timeout_argument; /* index from 0 */
    const char *slow;          /* NULL, or what makes it slow to call under a lock: "waits", "uses the registry" */
    bool stalls;               /* busy-waits for as many microseconds as argument `stall_argument` says */
    unsigned stall_argument;   /* index from 0 */
    bool reads_device;         /* reads a port or register: what comes next depends on the device */

    bool subject_result; /* its result is what an instance of a lock belongs to: a device extension */
    bool macro; /* a macro whose use is a claim about the level (PAGED_CODE), no function; then `arguments` is 0,
                   whatever the macro takes */
    const char *family; /* NULL, or a name that contexts refer to: "video port" */
    bool supporting;    /* of a model that is there for others: it makes no driver worth looking at */
    const devlock_callback *callbacks;
    size_t callback_count;
} devlock_model_function;

/* ---- contexts ------------------------------------------------------------------------------------------------ */

/* A context in which a routine is entered that the driver does not call itself. A zeroed one is no useful one: `level`
 * would be PASSIVE_LEVEL, and `exposes` the first parameter. */
typedef struct devlock_context {
    const char *name;          /* in messages: "HwVidInterrupt" */
    const char *what;          /* in messages: "the interrupt service routine"; may be NULL */
    devlock_level_range level; /* at which it is entered */
    bool inferred;             /* the level is inferred, not documented */
    bool lock_held;            /* its caller is assumed to hold the lock; this only suppresses findings */
    bool for_caller;           /* it acquires or releases locks for its caller */
    bool supporting;           /* of a model that is there for others */
    const char *family;        /* with `only`: of the functions of this family … */
    const char *const *only;   /* … it may call these, and no others; ends with NULL. NULL: no such list */
    const char *const *never;  /* functions that it must not call; ends with NULL. NULL: none */
    int exposes; /* -1, or the parameter (from 0) behind which it stores routines that others call: the exposed
                    routines */
    uint32_t exposes_kind; /* the kind of lock that these must hold where they touch its subject */
} devlock_context;

/* A field of a structure type: a routine that is put into it, wherever the structure ends up, is entered in a context.
 * Of structures within structures the innermost is meant. What is reached through a call alone is a devlock_callback.
 */
typedef struct devlock_record_field {
    const char *record; /* the name of the structure type, by tag or typedef */
    const char *field;
    uint32_t context; /* index of the context */
} devlock_record_field;

/* How much an analysis may cost; 0: the default. */
typedef struct devlock_limits {
    unsigned solver_budget;  /* steps of the solver (Z3's resource units) for one question of a proof */
    unsigned routine_budget; /* steps that following the paths of one routine may take, its callees' apart */
    unsigned loop_bound;     /* rounds of a loop that a proof unrolls */
} devlock_limits;

/* ---- models -------------------------------------------------------------------------------------------------- */

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

/* The model of a function called with this number of arguments, or NULL. A macro is found with 0 arguments. */
const devlock_model_function *devlock_model_find(const devlock_model *model, const char *name, size_t arguments);

/* Adds a context; one of the same name is replaced. Gives its index. */
uint32_t devlock_model_add_context(devlock_model *model, const devlock_context *context);
size_t devlock_model_context_count(const devlock_model *model);
const devlock_context *devlock_model_context(const devlock_model *model, uint32_t index);

/* Adds a field that holds a routine; the same field of the same record is replaced. */
void devlock_model_add_record_field(devlock_model *model, const devlock_record_field *field);
size_t devlock_model_record_field_count(const devlock_model *model);
const devlock_record_field *devlock_model_record_field(const devlock_model *model, size_t index);

/* Whether a routine that is entered in this context must not call a function. */
bool devlock_model_forbids(const devlock_model *model, uint32_t context, const devlock_model_function *function);

/* Whether a driver that calls a function has to do with what the models are about: a finding can begin with the call
 * (it acquires or releases a lock, changes or tells the level, or is handed routines that are entered in a context with
 * which one can begin), and the function is of no supporting model. */
bool devlock_model_is_subject(const devlock_model *model, const devlock_model_function *function);

/* The same for a driver that puts a routine into a field: a finding can begin with the entry of a routine in its
 * context, since the level is known, or some functions must not be called there, or it exposes routines. */
bool devlock_model_is_subject_field(const devlock_model *model, const devlock_record_field *field);

/* Sets the limits that are not 0; the others stay as they are. */
void devlock_model_set_limits(devlock_model *model, devlock_limits limits);
devlock_limits devlock_model_limits(const devlock_model *model);

/* Reads a YAML model and adds it to the model (what it defines anew replaces what was there).
 * text/length: the file's bytes; path: its name for messages.
 * Gives true, or false with *error set to "path:line:column: error: what is wrong; what was expected" (free() it).
 * On failure the model is as before. */
bool devlock_model_read(devlock_model *model, const char *path, const char *text, size_t length, char **error);

/* The same from a file. */
bool devlock_model_read_file(devlock_model *model, const char *path, char **error);

/* Adds the models that ship with devlock and are used unasked: the video port's, and the kernel's functions. */
void devlock_model_add_default(devlock_model *model);

/* Whether a model of this name ships with devlock: "wdm". */
bool devlock_model_ships(const char *name);

/* The names of all that ship, "kernel, kmdf, posix, videoport and wdm", for messages. */
const char *devlock_model_shipped(void);

/* Adds the shipped model of this name, or the file at this path: a name that ships is no path, "./wdm" is one. As
 * devlock_model_read_file. */
bool devlock_model_add_named(devlock_model *model, const char *name, char **error);

#ifdef __cplusplus
}
#endif

#endif
