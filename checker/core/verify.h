/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Checks that a program keeps the rules that devlock/program.h states, whoever built it.
 *
 * Needs: a program whose routines are finished. Leaves behind: nothing. Cost: near linear in the size of the program;
 * temporaries that are used in another block than their own cost a pass over the blocks each 64.
 */
#ifndef DEVLOCK_CORE_VERIFY_H
#define DEVLOCK_CORE_VERIFY_H

#include "graph.h"

/* Each block has an end; operands, targets and handlers exist; widths agree; parameters come first; cases do not
 * overlap; a temporary is set by one step and on every path that leads to a use. False with *error, one line without a
 * line end that names the routine and block (free() it), for the first rule that is broken. */
bool program_verify(const devlock_program *program, char **error);

/* The same for one routine. */
bool routine_verify(const devlock_routine *routine, char **error);

#endif
