/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The value of a term when its unknowns have values: the same as putting constants in their places (rewrite.h), for one
 * who does so again and again and builds no term for it.
 *
 * Needs: terms. Cost: linear in the distinct nodes below the terms asked for, once for each set of values; as many
 * steps as building the terms would take.
 */
#ifndef DEVLOCK_CORE_EVALUATION_H
#define DEVLOCK_CORE_EVALUATION_H

#include "term_map.h"

/* What is known of one term. */
typedef struct evaluated {
    uint32_t round; /* the set of values for which it is known */
    uint64_t value;
    bool told; /* false: there is no value, or it takes more than the values of the operands */
} evaluated;

typedef struct evaluation {
    terms *terms;
    term_map numbers; /* terms -> what is known of them */
    evaluated *items;
    uint32_t count, capacity, round;
} evaluation;

void evaluation_start(evaluation *evaluation, terms *terms);
void evaluation_stop(evaluation *evaluation);

/* Forgets all values. */
void evaluation_begin(evaluation *evaluation);

/* Gives an unknown a value; those without one are 0. */
void evaluation_set(evaluation *evaluation, term leaf, uint64_t value);

/* The value of a term; false: something is divided by zero or shifted too far, which the graph leaves open, and what
 * comes of it has to be found by building the term. */
bool evaluation_of(evaluation *evaluation, term t, uint64_t *value);

#endif
