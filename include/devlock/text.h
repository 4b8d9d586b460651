/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The text form of a program graph. Its grammar is in docs/program-graph.md. What is printed can be read again and
 * gives the same graph.
 */
#ifndef DEVLOCK_TEXT_H
#define DEVLOCK_TEXT_H

#include <stdio.h>

#include "devlock/program.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads a program. path: name for messages. Gives NULL with *error "path:line:column: error: …" (free() it) for a text
 * that is no program. */
devlock_program *devlock_text_read(const char *path, const char *text, size_t length, char **error);

/* Prints a program. */
void devlock_text_print(const devlock_program *program, FILE *out);

#ifdef __cplusplus
}
#endif

#endif
