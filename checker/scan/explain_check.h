/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What devlock says about its own checks: the list, and the page of one check.
 */
#ifndef DEVLOCK_SCAN_EXPLAIN_CHECK_H
#define DEVLOCK_SCAN_EXPLAIN_CHECK_H

#include <stdbool.h>
#include <stdio.h>

/* Every check with its summary, a line each. */
void list_checks(FILE *out);

/* The page of a check ("devlock-double-release" or "double-release"), for a terminal. Gives false with an error on
 * stderr if there is no such check. */
bool explain_check(FILE *out, const char *name, bool color);

#endif
