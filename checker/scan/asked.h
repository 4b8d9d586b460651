/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the models want to know of the sources, as a file: captures depend on it and not on the models, of which most
 * changes change nothing there.
 */
#ifndef DEVLOCK_SCAN_ASKED_H
#define DEVLOCK_SCAN_ASKED_H

#include "devlock/model.h"
#include "devlock/program.h"

/* The same as a text. NULL: what the shipped model wants to know. free() it. */
char *asked_text(const devlock_model *model);

/* Asks a program for what a text says. path: for the error on stderr with which false is given, for no such text. */
bool asked_ask(devlock_program *program, const char *text, const char *path);

#endif
