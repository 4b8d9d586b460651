/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Topics of atoms. See topics.h.
 */
#include "topics.h"

static topics of_comparison(const terms *terms, term t)
{
    const term_node *n = term_at(terms, t);
    topics all = topic_of(terms, t);
    if (n->op == TERM_BOOL_NOT)
        n = term_at(terms, n->a);
    if (n->op == TERM_EQ || n->op == TERM_ULT || n->op == TERM_SLT)
        all |= topic_of(terms, n->a) | topic_of(terms, n->b);
    return all;
}

static topics of_part(const terms *terms, term t, unsigned *budget)
{
    uint8_t op = term_at(terms, t)->op;
    if (op != TERM_BOOL_OR && op != TERM_BOOL_AND)
        return of_comparison(terms, t);
    if (*budget == 0)
        return ~(topics)0; /* too much to look at: it may be about anything */
    --*budget;
    term parts[DISJUNCTS];
    uint32_t n = term_leaves(terms, (term_op)op, t, parts, DISJUNCTS);
    topics own = topic_of(terms, t), below = op == TERM_BOOL_OR ? ~(topics)0 : 0;
    if (n > DISJUNCTS)
        return own; /* of so many nothing else is asked */
    for (uint32_t i = 0; i < n; i++) {
        topics one = of_part(terms, parts[i], budget);
        below = op == TERM_BOOL_OR ? below & one : below | one;
    }
    return own | below;
}

topics topics_of(const terms *terms, term atom)
{
    unsigned budget = DECISIONS;
    return of_part(terms, atom, &budget);
}

static topics inside(const terms *terms, term t, unsigned *budget)
{
    const term_node *n = term_at(terms, t);
    topics all = topic_of(terms, t);
    if (n->op <= TERM_APPLY || *budget == 0)
        return all;
    --*budget;
    if (n->op == TERM_ITE)
        all |= inside(terms, n->c, budget);
    all |= inside(terms, n->a, budget);
    return n->b ? all | inside(terms, n->b, budget) : all;
}

topics topics_inside(const terms *terms, term t, unsigned parts)
{
    return inside(terms, t, &parts);
}
