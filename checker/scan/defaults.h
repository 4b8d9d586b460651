/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * How a source is compiled that comes without flags and without compile database.
 */
#ifndef DEVLOCK_SCAN_DEFAULTS_H
#define DEVLOCK_SCAN_DEFAULTS_H

#include <stddef.h>

/* The folder with mingw-w64's headers: `chosen` (of --ddk) if not NULL, else $DDK_INCLUDE, else where the package of
 * the distribution puts them. */
const char *default_ddk(const char *chosen);

#define DEFAULT_COMMAND_LONGEST 24

/* The command for a Windows driver's source. The strings live until the next call. Gives the number of arguments, or
 * 0 with an error on stderr if the headers are not there. */
size_t default_command(const char *ddk, const char *command[DEFAULT_COMMAND_LONGEST]);

#endif
