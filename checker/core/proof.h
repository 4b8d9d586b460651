/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Proof: whether a condition can hold, asked of the solver Z3 (bit-vectors).
 *
 * Each question gets a fresh context with fixed seeds, and unknowns are named by the order in which they stand in the
 * condition: the answer depends on the condition alone. The budget counts Z3's resource units, never seconds.
 *
 * Most conditions are simple enough that values which make them hold can be guessed and checked: those need no solver.
 * Of the others, half cannot hold by their form alone (refute.h). Where no values are wanted, some near those of the
 * condition before are tried, too.
 * What was asked before is remembered (answers.h), and a condition that is so large that reading it would use up what
 * may be spent is left undecided unasked.
 *
 * Needs: terms. Cost: a solver call; only candidates pay.
 */
#ifndef DEVLOCK_CORE_PROOF_H
#define DEVLOCK_CORE_PROOF_H

#include "answers.h"
#include "flow.h"
#include "rewrite.h"

/* model: filled for PROOF_FEASIBLE if not NULL; free with proof_model_free. */
verdict proof_check(analysis *analysis, term condition, proof_model *model);
/* The same, by the solver alone; model: not NULL. */
verdict proof_solve(analysis *analysis, term condition, proof_model *model);
/* Values that make the condition hold, guessed without a solver (guess.c); false: none were found, model is empty. */
bool proof_guess(analysis *analysis, term condition, proof_model *model);
/* The same, beginning with values that made another condition hold. Takes no steps of a budget. */
bool proof_guess_near(analysis *analysis, term condition, const proof_model *near, proof_model *model);

/* Adds an unknown that the model does not name yet. */
void proof_model_add(proof_model *model, term leaf, uint64_t value);
void proof_model_free(proof_model *model);

/* The value of a term under a model; unknowns that the model does not name are 0. */
uint64_t proof_evaluate(analysis *analysis, const proof_model *model, term t);

/* The same for many terms: what has been evaluated once is kept. */
typedef struct valuation {
    rewrite rewrite;
} valuation;
void valuation_start(valuation *valuation, terms *terms, const proof_model *model);
uint64_t valuation_of(valuation *valuation, term t);
void valuation_stop(valuation *valuation);

#endif
