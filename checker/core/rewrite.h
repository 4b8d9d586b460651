/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Rewriting terms: replacing leaves, with the simplification that building them anew brings.
 *
 * Needs: terms. Cost: linear in the distinct nodes below the term; results are remembered in the rewrite.
 */
#ifndef DEVLOCK_CORE_REWRITE_H
#define DEVLOCK_CORE_REWRITE_H

#include "memory.h"
#include "term.h"

typedef struct rewrite rewrite;

/* What a leaf becomes; TERM_NONE: go on below it (loads: their memory and address are rewritten and read again). */
typedef term (*rewrite_leaf)(rewrite *rewrite, term leaf);

/* What a memory node's start, site or variable becomes is asked through these. */
struct rewrite {
    terms *terms;
    rewrite_leaf leaf;
    memory start;                                      /* what the initial memory becomes */
    uint64_t (*site)(rewrite *rewrite, uint64_t site); /* NULL: as it is */
    bool (*drops)(rewrite *rewrite, memory change);    /* whether a change is left out; NULL: none is */
    void *user;
    uint32_t *term_memo; /* open addressing: pairs (from, to) */
    uint32_t term_count, term_size;
    uint32_t *memory_memo;
    uint32_t memory_count, memory_size;
};

void rewrite_stop(rewrite *rewrite);

/* Settles beforehand what a term becomes. */
void rewrite_settle(rewrite *rewrite, term from, term to);

term rewrite_term(rewrite *rewrite, term t);
memory rewrite_memory(rewrite *rewrite, memory m);

/* For rewrite_leaf: every leaf stays; what lies in the memory that a load reads is no part of the term. */
term rewrite_keep(rewrite *rewrite, term leaf);

/* t with one subterm replaced. */
term rewrite_one(terms *terms, term t, term from, term to);

#endif
