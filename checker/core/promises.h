/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What annotations of the driver's own functions say of the IRQL: _IRQL_requires_max_, _IRQL_raises_ and their like.
 *
 * To a caller an annotated function is one with a documented level: a call above it is a sight like that of a modelled
 * function. Without a body it also does to the level what it says. To the function's own body the levels are how it is
 * entered.
 *
 * Needs: a program with annotations. Leaves behind: models of annotated functions, in the analysis. Cost: once a
 * function.
 */
#ifndef DEVLOCK_CORE_PROMISES_H
#define DEVLOCK_CORE_PROMISES_H

#include "flow.h"

/* What a function's annotations say of the level, as a model of it: its levels, and what it does to them. NULL:
 * nothing. */
const devlock_model_function *promises_of(analysis *analysis, uint32_t function);

/* What holds with some results or parameters only: annotations of levels that test something, each as a model. */
typedef struct promise {
    const devlock_annotation *annotation;
    devlock_model_function model;
} promise;

typedef struct promise_list {
    const promise *items;
    uint32_t count;
} promise_list;

promise_list promises_tested(analysis *analysis, uint32_t function);

#endif
