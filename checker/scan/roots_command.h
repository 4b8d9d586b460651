/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The part of a command that the headers of the system depend on. Sources of different drivers, with -D and -I of their
 * own, begin with the same headers, their roots: these are read with that part, and what is left of the command takes
 * effect behind them.
 */
#ifndef DEVLOCK_SCAN_ROOTS_COMMAND_H
#define DEVLOCK_SCAN_ROOTS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "beginning.h"

typedef struct roots_command {
    const char **arguments; /* with which roots are read */
    size_t argument_count;
    const char **folders; /* of the options -I, in their order */
    size_t folder_count;
    char *defines; /* the other options -D, as lines */
} roots_command;

/* Takes a command apart. names: the macros that matter to roots, with a space in front of each and behind the last; an
 * end of line, or of the text, ends them. Names that begin with __ always do. Gives false for a command with an option
 * that is not known to be one of those that can be taken apart; there is nothing to free then. */
bool roots_command_take(roots_command *command, const beginning_of *of, const char *names);
void roots_command_free(roots_command *command);

/* Whether roots are read in the same way for both. */
bool roots_command_equal(const roots_command *a, const roots_command *b);

/* The name and the text behind it (from '=' on, or "") of a -D option at an index; NULL: there is none. next: the index
 * behind it. */
const char *roots_command_define(const beginning_of *of, size_t index, size_t *next);

/* The line that says what such an option says, without its end; free() it. */
char *roots_command_line(const char *define);

#endif
