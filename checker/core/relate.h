/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Unknowns that hang together: reads of one memory at equal addresses are equal, and so are the results of one pure
 * function for equal arguments (Ackermann's reduction: W. Ackermann, Solvable Cases of the Decision Problem, 1954).
 *
 * Needs: terms. Leaves behind: terms. Cost: what comparing two addresses or argument lists costs, a pair.
 */
#ifndef DEVLOCK_CORE_RELATE_H
#define DEVLOCK_CORE_RELATE_H

#include "term.h"

/* What always holds between two unknowns; TERM_TRUE if they have nothing to do with each other. */
term relation_between(terms *terms, term a, term b);

/* The address of the number-th object (variable, global, function) that a condition names: objects lie far from each
 * other and from null. */
uint64_t object_address(unsigned width, uint32_t number);

#endif
