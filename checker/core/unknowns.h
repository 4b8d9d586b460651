/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What hangs together in a condition: its unknowns, in the order in which a solver meets them, and what must hold
 * between them whatever else does (relate.h). These relations have unknowns, too, which stand behind the others.
 *
 * Needs: terms. Leaves behind: two lists, to be freed. Cost: linear in the condition, and quadratic in those unknowns
 * that are read from memory or results of functions, up to a limit.
 */
#ifndef DEVLOCK_CORE_UNKNOWNS_H
#define DEVLOCK_CORE_UNKNOWNS_H

#include "term_map.h"

typedef struct unknowns {
    terms *terms;
    term *leaves; /* unknowns and addresses of objects */
    uint32_t leaf_count, leaf_capacity;
    term *relations;
    uint32_t relation_count, relation_capacity;
    term_map met; /* terms that have been looked at */
} unknowns;

void unknowns_find(unknowns *unknowns, terms *terms, term condition);
void unknowns_free(unknowns *unknowns);

#endif
