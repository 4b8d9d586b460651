/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Writing a suppression (docs/suppression.md) into a text.
 */
#ifndef DEVLOCK_EDITOR_SUPPRESSING_H
#define DEVLOCK_EDITOR_SUPPRESSING_H

#include <stddef.h>
#include <stdint.h>

/* What has to be inserted, and *at where, so that a check is suppressed on a line (from 0), with the room for a reason.
 * free() it. NULL: a comment has no place there. */
char *suppressing_text(const char *text, size_t length, uint32_t line, const char *check, size_t *at);

#endif
