/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Inputs: values of parameters, fields and results of functions that make a finding happen.
 *
 * They are the solver's, made plain: only what the finding rests on counts; what may have any value is left out; the
 * smallest value that takes the same path is told, and of pointers only that they are null.
 *
 * Needs: a story. Leaves behind: text in the story's arena. Cost: a few evaluations of the path's conditions for each
 * input.
 */
#ifndef DEVLOCK_CORE_INPUTS_H
#define DEVLOCK_CORE_INPUTS_H

#include "story.h"

typedef struct input {
    const char *name;
    const char *where; /* the routine that reads it, if it is another one than the root; else NULL */
    const char *value; /* where it is read several times: "0, then 5" */
    bool is_result;    /* name is that of the function which gives it */
} input;

typedef struct inputs {
    input *items; /* parameters first, then in the order in which they are met */
    uint32_t count;
} inputs;

/* In the story's arena. */
inputs inputs_of(story *story);

/* What the source calls an unknown value, in the root's terms; NULL: nothing. */
const char *inputs_name(story *story, term leaf);

/* "this happens when 'open' is 1 and 'Check' returns 5"; NULL: the finding does not depend on inputs. */
const char *inputs_sentence(const story *story, const inputs *inputs);

#endif
