/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Files that the build puts into the program (cmake/Embed.cmake): the pages of the checks, and what reports in HTML bring
 * along. The shipped models are in parsed.h.
 */
#ifndef DEVLOCK_MODEL_EMBEDDED_H
#define DEVLOCK_MODEL_EMBEDDED_H

#include <stddef.h>

/* A file; tables of them end with an entry whose name is NULL. */
typedef struct devlock_embedded {
    const char *name; /* without folder */
    const unsigned char *bytes;
    size_t length;
} devlock_embedded;

/* docs/checks/ *.md */
extern const devlock_embedded devlock_embedded_checks[];

/* checker/report/assets/ */
extern const devlock_embedded devlock_embedded_assets[];

#endif
