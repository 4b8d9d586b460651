/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What a fix changes, line by line, for people.
 */
#ifndef DEVLOCK_REPORT_DIFF_H
#define DEVLOCK_REPORT_DIFF_H

#include "report.h"

#ifdef __cplusplus
extern "C" {
#endif

struct fix;

/* Told of each line, without its end: '-' one that goes, '+' one that comes, ' ' one beside them that stays. line: its
 * number in the file, of one that comes 0. */
typedef void (*diff_line)(void *user, char kind, const char *path, uint32_t line, const char *text, size_t length);

/* Tells what a fix changes, a file after the other. */
void diff_tell(const devlock_program *program, source_cache *sources, const struct fix *fix, diff_line tell,
               void *user);

#ifdef __cplusplus
}
#endif

#endif
