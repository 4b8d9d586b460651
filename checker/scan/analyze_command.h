/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * `devlock analyze`: links the captures of a driver, analyses them, and keeps the result.
 */
#ifndef DEVLOCK_SCAN_ANALYZE_COMMAND_H
#define DEVLOCK_SCAN_ANALYZE_COMMAND_H

#ifdef __cplusplus
extern "C" {
#endif

/* argv: from the program's name on. Gives the exit status. */
int analyze_command(int argc, char **argv);

#ifdef __cplusplus
}
#endif

#endif
