/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * `devlock capture`: captures one source to a file.
 */
#ifndef DEVLOCK_SCAN_CAPTURE_COMMAND_H
#define DEVLOCK_SCAN_CAPTURE_COMMAND_H

#ifdef __cplusplus
extern "C" {
#endif

/* argv: from the program's name on. Gives the exit status. */
int capture_command(int argc, char **argv);

/* Seconds of processor time that Clang may take for a source. */
#define CAPTURE_CPU_LIMIT 600

#ifdef __cplusplus
}
#endif

#endif
