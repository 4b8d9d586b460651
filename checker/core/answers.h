/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Answers of the solver, so that no question is put to it twice: several runs of a routine, and the judge after them,
 * ask about the same paths.
 *
 * The values that made the latest condition hold are kept as well: what is asked next is much like it, and holds for
 * values near to these.
 *
 * What ran out of its budget once does so again, since what a question may cost only becomes less (proof.c). Of what
 * can hold, the values are not kept beyond that: who wants them asks again.
 *
 * Needs: terms, which answers do not outlive. Leaves behind: a table. Cost: constant, a question.
 */
#ifndef DEVLOCK_CORE_ANSWERS_H
#define DEVLOCK_CORE_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "term_map.h"

typedef enum verdict { PROOF_FEASIBLE, PROOF_INFEASIBLE, PROOF_UNDECIDED } verdict;

/* Values of the unknowns that make a condition hold. */
typedef struct proof_model {
    term *leaves;
    uint64_t *values;
    uint32_t count, capacity;
} proof_model;

typedef struct answers {
    term_map verdicts; /* by the condition */
    proof_model latest;
} answers;

/* Whether a condition has been asked about, and what the answer was. */
bool answers_find(const answers *answers, term condition, verdict *verdict);
void answers_keep(answers *answers, term condition, verdict verdict);

/* Keeps a copy of values that make a condition hold, in the place of those before. */
void answers_keep_values(answers *answers, const proof_model *values);

void answers_free(answers *answers);

#endif
