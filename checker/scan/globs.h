/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Choosing checks in clang-tidy's way: a list of globs with commas between them, a minus before those that switch off.
 */
#ifndef DEVLOCK_SCAN_GLOBS_H
#define DEVLOCK_SCAN_GLOBS_H

#include <stdbool.h>
#include <stdint.h>

/* The set of checks (bit i: devlock_check i) that a list of globs chooses; the last glob that matches a check decides.
 * A list that begins with a minus begins with all checks, any other with none. Gives false with *error set (free() it)
 * for a glob that matches no check and for a list that leaves none. */
bool globs_choose(const char *globs, uint32_t *checks, char **error);

#endif
