/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * JSON for reports: over jansson, with texts from sources, which need not be UTF-8, and without failures: running out
 * of memory ends the process (core/arena.h).
 */
#ifndef DEVLOCK_REPORT_JSON_H
#define DEVLOCK_REPORT_JSON_H

#include <jansson.h>
#include <stdio.h>

/* A new object from key, value, key, value …, NULL. Values are taken over; one that is NULL leaves its key out. */
json_t *json_make(const char *key, ...);

/* A string; bytes that are no UTF-8 become U+FFFD. NULL gives NULL. */
json_t *json_text(const char *text);
json_t *json_number(unsigned long long number);

/* Appends a value that is taken over. */
void json_add(json_t *array, json_t *value);

/* Prints a value on one line and frees it. */
void json_print(FILE *out, json_t *value);

#endif
