/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Globs, as clang-tidy has them: a star stands for anything, all else for itself.
 */
#ifndef DEVLOCK_REPORT_GLOB_H
#define DEVLOCK_REPORT_GLOB_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a text matches a glob of `length` bytes. */
bool glob_matches(const char *glob, size_t length, const char *text);

#endif
