/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Evidence: which literals of a condition a set of values makes use of to make it hold.
 *
 * Of "a or b" one side that holds is enough; of a value chosen by a condition only the chosen side counts. What is left
 * is what a finding rests on (an implicant of its condition), and what its notes tell.
 *
 * Needs: a condition and values that make it hold. Leaves behind: a set of atoms. Cost: linear in the condition.
 */
#ifndef DEVLOCK_CORE_EVIDENCE_H
#define DEVLOCK_CORE_EVIDENCE_H

#include "proof.h"

typedef struct evidence {
    valuation valuation;
    term *met; /* open addressing: terms that count */
    uint32_t count, size;
} evidence;

void evidence_start(evidence *evidence, terms *terms, const proof_model *model, term condition);
void evidence_stop(evidence *evidence);

/* The truth of a condition under the values. */
bool evidence_holds(evidence *evidence, term condition);

/* Whether one of the literals that a condition is made of counts. */
bool evidence_rests_on(const evidence *evidence, term condition);

#endif
