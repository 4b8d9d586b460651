/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Judging: from the runs of a root to candidates, from candidates to findings.
 *
 * A candidate comes from the widened run. If its condition holds nothing that was lost on the way, the solver's yes
 * proves it. Otherwise bounded runs look for a path that is exact, with growing bounds until one is too large; a
 * bounded run that was cut nowhere refutes what it does not contain. What stays undecided is a possible finding, and
 * says why. Where only what is known is told, what cannot come to be known is not looked at.
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
    const struct kill *kill;             /* wrong extension */
    const devlock_model_function *model; /* the function that is called; NULL: none, or by the callee at the place */
    term level;                          /* irql: the IRQL there */
    const struct entry_context *entry;   /* irql: how the root is entered; NULL: not known */
    bool forbidden;                      /* irql: whatever the IRQL, this context must not make the call */
    const devlock_annotation *promise;   /* call-irql, at an exit: what the routine does not keep to */
    const char *reservation;             /* why it is possible at most; NULL: nothing known */
    const step *cause;                   /* of candidates with one cause one is told; NULL: for itself */
    bool told;                           /* it was reported */
} candidate;

/* The reason of one that has not been decided, as nobody wants to wait for it (devlock_options.quick). */
extern const char judge_pending[];

/* Takes a finding that has been decided; tier and reason are set, the model is that of the path. */
typedef void (*judge_report)(void *user, const candidate *candidate, const proof_model *model, const char *reason);

typedef struct candidate_list {
    candidate *items;
    uint32_t count, capacity;
} candidate_list;

/* Candidates of one root, being gathered. */
typedef struct gathering {
    analysis *analysis;
    const devlock_routine *root;
    uint32_t bound; /* of the runs to look at */
    bool refined;   /* these are refined ones */
    term lock;      /* only those of this lock are wanted; TERM_NONE: all */
    const void *subject;
    candidate_list *candidates;
    term *truncated;
    bool *exhausted;
} gathering;

/* A rule, or several that have their candidates from the same runs. */
typedef struct judge_rule {
    void (*gather)(gathering *gathering); /* adds the candidates of a root, from runs with the bound that is given */
    const void *subject;                  /* the rule's own */
    bool first_only;                      /* one finding a root */
    bool known_only;                      /* what is too large to be followed exactly is not told */
} judge_rule;

void judge_add(gathering *gathering, candidate candidate);

/* The run of the root without a lock; the other runs that are looked at differ from it in what they follow. */
run_key judge_key(const gathering *gathering);

/* What a run could not follow to the end limits what its candidates say. */
void judge_take_limits(gathering *gathering, const run *run);

/* Judges one root by a rule. */
void judge_by(analysis *analysis, const devlock_routine *root, const judge_rule *rule, judge_report report, void *user);

/* Judges all roots of the program by all rules. */
void judge_program(analysis *analysis, judge_report report, void *user);

#endif
