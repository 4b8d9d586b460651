/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Operators backwards: what one operand has to be for the result to be a given one.
 *
 * Source: A. Niemetz, M. Preiner, A. Biere, Propagation based local search for bit-precise reasoning, Formal Methods
 * in System Design 51 (2017), which calls these inverse values.
 *
 * Needs: nothing. Cost: at most the width.
 */
#ifndef DEVLOCK_CORE_INVERT_H
#define DEVLOCK_CORE_INVERT_H

#include "term.h"

/* An operator of two operands with values of one width; side: 0 for the left operand, 1 for the right one, whose value
 * is now mine. Gives in *mine a value for which op yields target, which keeps bits of the present one where they do not
 * matter; false if there is none that this knows of. */
bool invert_binary(term_op op, unsigned width, int side, uint64_t target, uint64_t other, uint64_t *mine);

#endif
