/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Judging: from the runs of a root to candidates, from candidates to findings.
 *
 * A candidate comes from the widened run. If its condition holds nothing that was lost on the way, the solver's yes
 * proves it. Otherwise bounded runs look for a path that is exact, with growing bounds; a bounded run that was cut
 * nowhere refutes what it does not contain. What stays undecided is a possible finding, and says why.
 *
 * Needs: an analysis. Leaves behind: findings. Cost: a solver call a candidate; bounded runs only for what needs them.
 */
#ifndef DEVLOCK_CORE_JUDGE_H
#define DEVLOCK_CORE_JUDGE_H

#include "flow.h"
#include "proof.h"

/* A finding to be. */
typedef struct candidate {
    devlock_check check;
    const devlock_routine *root;
    const devlock_routine *routine; /* where it stands */
    const step *step;               /* NULL: at an exit */
    devlock_place place;
    term condition; /* in the root's terms */
    const trail *trail;
    bool approx;
    uint32_t doubt;
    term lock;
    uint32_t kind;
    const struct kill *kill; /* wrong extension */
} candidate;

/* Takes a finding that has been decided; tier and reason are set, the model is that of the path. */
typedef void (*judge_report)(void *user, const candidate *candidate, const proof_model *model, const char *reason);

/* Judges all roots of the program. */
void judge_program(analysis *analysis, judge_report report, void *user);

#endif
