/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Answers of the solver, so that no question is put to it twice: several runs of a routine, and the judge after them,
 * ask about the same paths.
 *
 * What ran out of its budget once does so again, since what a question may cost only becomes less (proof.c). Of what
 * can hold, the values are not kept: who wants them asks again.
 *
 * Needs: terms, which answers do not outlive. Leaves behind: a table. Cost: constant, a question.
 */
#ifndef DEVLOCK_CORE_ANSWERS_H
#define DEVLOCK_CORE_ANSWERS_H

#include <stdbool.h>
#include <stdint.h>

#include "term.h"

typedef enum verdict { PROOF_FEASIBLE, PROOF_INFEASIBLE, PROOF_UNDECIDED } verdict;

typedef struct answers {
    struct answer *items; /* open addressing */
    uint32_t count, size;
} answers;

/* Whether a condition has been asked about, and what the answer was. */
bool answers_find(const answers *answers, term condition, verdict *verdict);
void answers_keep(answers *answers, term condition, verdict verdict);
void answers_free(answers *answers);

#endif
