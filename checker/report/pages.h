/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The pages of the checks: docs/checks, embedded when building.
 */
#ifndef DEVLOCK_REPORT_PAGES_H
#define DEVLOCK_REPORT_PAGES_H

#include <stdbool.h>
#include <stdio.h>

/* Prints the page of a check as text; color: for a terminal. Gives false, and prints nothing, if it has none. */
bool page_print(FILE *out, const char *check, bool color);

/* The page as text and as Markdown for other places than the documentation: without comments, without links that lead
 * to its neighbours. NULL if it has none; free() it. */
char *page_text(const char *check);
char *page_markdown(const char *check);

/* An address that says more about the check: of its page, if the build names where the documentation is published, else
 * the first one that the page refers to. NULL: there is none; free() it. */
char *page_link(const char *check);

#endif
