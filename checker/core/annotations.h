/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Annotations about locks: what the source says of a function, as the analysis uses it (docs/annotations.md).
 *
 * A routine with a body is judged from its annotations as a root is from its callers' absence: entered with the lock
 * held or free as they say, and left as they say. A function without a body does to its callers' locks what they say.
 *
 * Needs: an analysis. Leaves behind: the kinds of the locks, and a note for each annotation that is of no use. Cost:
 * constant for a function without annotations; otherwise a look at the locks that the body uses.
 */
#ifndef DEVLOCK_CORE_ANNOTATIONS_H
#define DEVLOCK_CORE_ANNOTATIONS_H

#include "flow.h"

/* An annotation about a lock whose kind is known. */
typedef struct contract {
    const devlock_annotation *annotation;
    uint32_t kind;
    term lock;   /* in the terms of the routine's entry */
    bool member; /* the lock is the subject that the annotation's expression is a member of */
} contract;

typedef struct contracts {
    contract *items;
    uint32_t count, capacity;
    bool known;
    bool unread; /* there is more about acquires or releases, that cannot be used */
} contracts;

/* Whether an annotation is about a lock; whether it is what the source assumes of one, of any kind. */
bool annotations_about_lock(const devlock_annotation *annotation);
bool annotations_assumes(const devlock_annotation *annotation);

/* Whether a function has annotations about locks. */
bool annotations_any(const function *f);

/* Those of a function that can be used; for one with a body as it is entered. */
const contracts *annotations_of(analysis *analysis, uint32_t function);

/* The annotation by which a lock is held when the routine is entered, NULL: none; whether it has to be held at an exit
 * with a result, as a condition; whether annotations are about it; how they write it, NULL if they name no object. */
const devlock_annotation *annotations_entry(analysis *analysis, const devlock_routine *routine, const found_lock *lock);
term annotations_held_at_exit(analysis *analysis, const devlock_routine *routine, const found_lock *lock, term result);
bool annotations_name(analysis *analysis, const devlock_routine *routine, const found_lock *lock);
const char *annotations_text(analysis *analysis, const devlock_routine *routine, const found_lock *lock);

/* The lock of a contract at a call, from the arguments and memory before it; TERM_NONE if it is not to be had. */
term annotations_lock_at(analysis *analysis, const contract *contract, const term *arguments, uint32_t count,
                         memory memory);

/* The condition under which an annotation holds for what it tests: the result, or a parameter's value. */
term annotations_condition(analysis *analysis, const devlock_annotation *annotation, term tested);

/* The contract of a function without a body that a call step of it brings about, of a kind of lock and one of two
 * sorts; NULL: none. */
const contract *annotations_at_call(analysis *analysis, const step *step, uint32_t kind, devlock_annotation_kind first,
                                    devlock_annotation_kind second);

/* The lock of a contract at a call, as the caller writes it; NULL if that is not to be had, or it has no object. */
const char *annotations_words(const contract *contract, const step *call);

void annotations_stop(analysis *analysis);

#endif
