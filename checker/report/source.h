/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Lines of source files, for showing the place of a message. Files are read when a line of theirs is first wanted, and
 * kept. A file that cannot be read, or a line that it does not have, is no error: there is then nothing to show.
 */
#ifndef DEVLOCK_REPORT_SOURCE_H
#define DEVLOCK_REPORT_SOURCE_H

#include <stddef.h>
#include <stdint.h>

typedef struct source_cache source_cache;

source_cache *source_cache_new(void);
void source_cache_free(source_cache *cache);

/* Gives a file a text in place of its own, which is copied; before the file is first asked for. */
void source_put(source_cache *cache, const char *path, const char *text, size_t length);

/* The whole text of a file, or NULL. It lives as long as the cache. */
const char *source_text(source_cache *cache, const char *path, size_t *length);

/* The bytes of a line (counted from 1) without its end, or NULL. They live as long as the cache. */
const char *source_line(source_cache *cache, const char *path, uint32_t line, size_t *length);

#endif
