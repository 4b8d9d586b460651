/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Topics: what an atom of a path may speak of, as a set of terms.
 *
 * Most atoms of a long path say nothing of the condition that is asked about. An atom's topics tell so at a glance: the
 * set holds each value about which the atom says something, and each truth value that it settles, itself among them. A
 * disjunction says of a value only what all its alternatives say something of. The set is a superset, kept as one bit
 * for many terms: a term that is not in it is not spoken of; one that is may be or not.
 *
 * Needs: terms. Cost: linear in the atom, of which no more than a number of parts is looked at.
 */
#ifndef DEVLOCK_CORE_TOPICS_H
#define DEVLOCK_CORE_TOPICS_H

#include "term.h"

typedef uint64_t topics;

#define DISJUNCTS 32u  /* leaves of a connective that are looked at */
#define DECISIONS 256u /* parts of a condition, or of an atom, that are looked at: they share parts without end */

/* A literal and its negation are one topic. */
static inline topics topic_of(const terms *terms, term t)
{
    const term_node *n = term_at(terms, t);
    return (topics)1 << ((n->op == TERM_BOOL_NOT ? n->a : t) * 2654435769u >> 26);
}

/* All that an atom may speak of. */
topics topics_of(const terms *terms, term atom);

/* All that a term is made of, as far as the first parts of it go; not what loads and calls have for operands. */
topics topics_inside(const terms *terms, term t, unsigned parts);

#endif
