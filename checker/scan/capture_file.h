/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files of the work folder: read as a whole, and written as a whole and only if they change, so that what depends on
 * them is not done again.
 */
#ifndef DEVLOCK_SCAN_CAPTURE_FILE_H
#define DEVLOCK_SCAN_CAPTURE_FILE_H

#include <stdio.h>

#include "capture/capture.h"

/* The bytes of a file, one more of them a 0; NULL with errno if it cannot be read. free() them. */
uint8_t *whole_file(const char *path, size_t *size);

/* Writes a file by way of PATH.new; nobody else may do so at the same time. Gives false with an error on stderr. */
bool write_if_changed(const char *path, const void *bytes, size_t size);

/* The same for the text of a stream in memory (open_memstream), which is closed and freed. */
bool write_stream(const char *path, FILE *out, char **text, size_t *size);

/* A number for a text (FNV-1a), the same everywhere and always. */
uint64_t text_hash(const char *text);

/* The same for bytes that follow others, whose number is before; BYTES_HASH_START: nothing does. */
#define BYTES_HASH_START UINT64_C(14695981039346656037)
uint64_t bytes_hash(uint64_t before, const void *bytes, size_t size);

/* Who this program is. asked, root: see capture_maker. */
capture_maker this_maker(const char *asked, const char *root);

#endif
