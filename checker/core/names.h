/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Names of unknown values: which step of a routine read a value first, so that messages can call it by what the source
 * wrote there.
 *
 * Needs: values as the flow computes them. Leaves behind: a table in the analysis. Cost: a look at the table for each
 * load that has a text.
 */
#ifndef DEVLOCK_CORE_NAMES_H
#define DEVLOCK_CORE_NAMES_H

#include "graph.h"
#include "term.h"

typedef struct named {
    uint32_t routine; /* index; the value is in its terms */
    term value;
    const step *step;
    uint32_t next; /* 1 + index of the next one of the routine; 0: none */
} named;

typedef struct names {
    named *items;
    uint32_t count, capacity;
    uint32_t *table; /* open addressing: 1 + index, by routine and value */
    uint32_t size;
    uint32_t *first; /* by routine: 1 + index */
    uint32_t routine_count;
} names;

/* A step of a routine has read a value; its unknown parts get the step's name, unless they have one. */
void names_note(names *names, const terms *terms, const devlock_routine *routine, term value, const step *step);
void names_free(names *names);

/* Walks over the names of a routine: from 0, until it gives NULL. */
const named *names_next(const names *names, const devlock_routine *routine, const named *last);

#endif
