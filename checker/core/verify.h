/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Checks that a program keeps the rules that devlock/program.h states, whoever built it.
 *
 * Needs: a program. Leaves behind: nothing. Cost: near linear in the size of the program;
 * temporaries that are used in another block than their own cost a pass over the blocks each 64.
 */
#ifndef DEVLOCK_CORE_VERIFY_H
#define DEVLOCK_CORE_VERIFY_H

#include "graph.h"

/* Each block has an end; operands, targets and handlers exist; widths agree; parameters come first; cases do not
 * overlap; a temporary is set by one step and on every path that leads to a use. False with *error, one line without a
 * line end that names the routine and block (free() it), for the first rule that is broken. */
bool program_verify(const devlock_program *program, char **error);

/* What messages call blocks and temporaries, by id; NULL in the place of an array: b0, b1, ... and %0, %1, ... */
typedef struct routine_names {
    const char **blocks;
    const char **temps;
} routine_names;

/* The same for one routine, which need not be finished yet. */
bool routine_verify(const devlock_routine *routine, routine_names names, char **error);

#endif
