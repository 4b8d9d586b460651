/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The call graph: who calls whom, cycles, which routines reach a lock function, and which are judged as roots.
 *
 * Visible callers are direct calls, addresses in constant tables or in local pointers that are called, and calls of
 * what a closed slot holds (a routine with a visible caller is a wrapper and judged there).
 *
 * Needs: a finished program and a model. Leaves behind: a callgraph, to be freed. Cost: linear.
 */
#ifndef DEVLOCK_CORE_CALLGRAPH_H
#define DEVLOCK_CORE_CALLGRAPH_H

#include "devlock/model.h"
#include "graph.h"
#include "slots.h"

enum {
    REACHES_LEVEL_CHANGE = 1u << 0, /* functions that change or tell the IRQL */
    REACHES_LEVEL_LIMIT = 1u << 1,  /* functions with a documented IRQL, or that some context must not call */
    REACHES_SLOW = 1u << 2,         /* functions that take long */
    REACHES_CALLBACKS = 1u << 3,    /* functions that routines are handed to */
    REACHES_SUBJECT = 1u << 4       /* functions with which a finding can begin, of models that support no others */
};

typedef struct callgraph {
    uint32_t count;    /* routines */
    uint32_t *first;   /* routine -> index into callees; first[count] ends the last */
    uint32_t *callees; /* routine indices */
    uint32_t callee_count, callee_capacity;
    uint32_t *cycle;    /* routine -> number of its strongly connected component, callees before callers */
    uint32_t *members;  /* routine -> how many routines its component has */
    bool *recursive;    /* routine -> in a cycle */
    bool *calling;      /* routine -> calls a lock function itself */
    bool *locking;      /* routine -> reaches a lock function */
    uint8_t *reaches;   /* routine -> which other modelled functions it reaches, REACHES_… */
    bool *called;       /* routine -> has a visible caller outside of its cycle */
    bool *maybe_called; /* routine -> an open slot holds it from which something is called */
} callgraph;

callgraph *callgraph_new(const devlock_program *program, const devlock_model *model, const slots *slots);
void callgraph_free(callgraph *graph);

/* Whether a function of this name, called with some number of arguments, is a lock function. */
bool callgraph_is_lock_name(const devlock_model *model, const char *name);

/* Whether findings are to be judged with this routine as the start of the path. */
bool callgraph_is_root(const callgraph *graph, uint32_t routine);

/* Adds to a set of routines (by index) all that call one of them, or that one of them calls, through any number of
 * calls. Linear. */
void callgraph_add_callers(const callgraph *graph, bool *set);
void callgraph_add_callees(const callgraph *graph, bool *set);

#endif
