/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Path conditions and the facts in them.
 *
 * A path condition is a list of truth values that all hold, kept as a persistent list: paths share their beginnings,
 * and two paths that meet are joined behind their common beginning. Adding a condition first asks what the path
 * already decides: literals, equalities with constants (put into the condition), unsigned and signed ranges. This
 * prunes most infeasible branches without a solver; what it does not see, the proof does (proof.h).
 *
 * Needs: terms. Cost: adding and deciding are linear in the length of the path, but nearly all of that is to look
 * whether an atom may speak of what is asked (topics.h).
 */
#ifndef DEVLOCK_CORE_PATH_H
#define DEVLOCK_CORE_PATH_H

#include "term.h"
#include "topics.h"

typedef uint32_t path;

#define PATH_FALSE 0u
#define PATH_TRUE  1u

typedef struct path_node {
    path parent;
    term atom;
    uint32_t length;
    uint32_t equations; /* atoms, this one and those before it, that say a value to be a constant */
    topics topics;      /* of the atom */
    topics all;         /* of the atom and of all those before it */
} path_node;

typedef struct paths {
    terms *terms;
    path_node *nodes;
    uint32_t count, capacity;
    uint32_t *table;
    uint32_t table_size;
} paths;

void paths_start(paths *paths, terms *terms);
void paths_stop(paths *paths);

/* The path on which the condition holds too; PATH_FALSE if it cannot. */
path path_add(paths *paths, path p, term condition);

/* The same for a condition that is known to be possible, kept also if the path implies it. */
path path_push(paths *paths, path p, term condition);

/* 1: the path implies the condition, -1: contradicts it, 0: neither is seen. */
int path_decide(paths *paths, path p, term condition);

/* A small value with what the path says to be constant in it put in. */
term path_constant(paths *paths, path p, term value);

/* An address with one name for pointers that the path says to be equal. */
term path_address(paths *paths, path p, term address);

/* Joins two paths. *chosen_a becomes a truth value that tells, on the joined path, whether it came from a. With
 * exclusive the two cannot both hold (they part at a branch); otherwise `choice` (a fresh truth value) tells them
 * apart where nothing else does. */
path path_join(paths *paths, path a, path b, bool exclusive, term choice, term *chosen_a);

/* The whole condition as one truth value. */
term path_term(paths *paths, path p);

/* The longest common beginning of two paths. */
path path_common(const paths *paths, path a, path b);

static inline const path_node *path_at(const paths *paths, path p)
{
    return &paths->nodes[p];
}

#endif
