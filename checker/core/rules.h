/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The rules: each judges the whole program. A rule is a file: what it looks at, and which candidates that makes.
 */
#ifndef DEVLOCK_CORE_RULES_H
#define DEVLOCK_CORE_RULES_H

#include "judge.h"

/* pairing.c: devlock-missing-release, -double-release, -release-without-acquire, -double-acquire, -wrong-extension. */
void judge_pairing(analysis *analysis, judge_report report, void *user);

/* levels.c: devlock-irql, devlock-call-irql. */
void judge_levels(analysis *analysis, judge_report report, void *user);

/* That a routine is entered at a level from least to most, if the condition depends on that. */
term levels_within(analysis *analysis, uint8_t least, uint8_t most, term condition);

/* exits.c: devlock-call-irql where a routine is left at another level than its annotations say. */
void judge_exits(analysis *analysis, judge_report report, void *user);

/* holds.c: devlock-long-hold. */
void judge_holds(analysis *analysis, judge_report report, void *user);

/* exposure.c: devlock-unlocked-child-access. */
void judge_exposed(analysis *analysis, judge_report report, void *user);

/* Tells each exposed routine and the one that exposes it. */
void exposure_each(analysis *analysis,
                   void (*tell)(void *user, const devlock_routine *exposed, const devlock_routine *by), void *user);

#endif
