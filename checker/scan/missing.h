/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Headers that are not there: each is told once in a scan, not once for each file that includes it.
 */
#ifndef DEVLOCK_SCAN_MISSING_H
#define DEVLOCK_SCAN_MISSING_H

#include <stdbool.h>
#include <stdio.h>

typedef struct missing missing;

missing *missing_new(void);
void missing_free(missing *missing);

/* Takes an error of Clang. Gives whether it tells of a header of which one before it told. file: NULL, and line 0: it
 * has no place, and is none of these. */
bool missing_before(missing *missing, const char *file, unsigned line, const char *text);

/* Of each header that more than one file includes: how many do, and where the first does, in the order of the first. */
void missing_print(const missing *missing, FILE *out);

#endif
