/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * `devlock capture`: captures one source to a file.
 */
#ifndef DEVLOCK_SCAN_CAPTURE_COMMAND_H
#define DEVLOCK_SCAN_CAPTURE_COMMAND_H

#include "capture/capture.h"
#include "frontend/frontend.h"

#ifdef __cplusplus
extern "C" {
#endif

/* argv: from the program's name on. Gives the exit status. */
int capture_command(int argc, char **argv);

/* Captures a source to a file, in a process of its own. record: where it is kept what was read (inputs.h). Gives false
 * if there is no capture then; one that says that reading the source was given up is one. */
bool capture_source(const char *output, const char *record, const devlock_source *source, const capture_maker *maker,
                    unsigned cpu_limit);

/* Seconds of processor time that Clang may take for a source. */
#define CAPTURE_CPU_LIMIT 600

#ifdef __cplusplus
}
#endif

#endif
