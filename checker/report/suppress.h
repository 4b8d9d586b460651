/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Suppressions in a source: NOLINT, NOLINTNEXTLINE, NOLINTBEGIN … NOLINTEND by clang-tidy's rules, and
 * #pragma prefast(suppress: …) and #pragma warning(suppress: …). docs/suppression.md tells the rules.
 */
#ifndef DEVLOCK_REPORT_SUPPRESS_H
#define DEVLOCK_REPORT_SUPPRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum suppression_kind {
    SUPPRESS_LINE,
    SUPPRESS_NEXT_LINE,
    SUPPRESS_BLOCK,
    SUPPRESS_UNMATCHED, /* a NOLINTBEGIN without its end, or an end without its beginning */
    SUPPRESS_PRAGMA
} suppression_kind;

typedef struct suppression {
    suppression_kind kind;
    const char *how;               /* "NOLINT", "#pragma prefast" … */
    char *checks;                  /* what stands between the brackets; NULL: nothing, and so all checks */
    char *reason;                  /* NULL: none */
    uint32_t line, column;         /* where it stands */
    uint32_t target;               /* PRAGMA: the line that it is about; 0: none */
    uint32_t end_line, end_column; /* BLOCK */
    bool used;                     /* it suppressed something */
    bool named;                    /* PRAGMA: by the name of a check of ours, not by a number alone */
} suppression;

typedef struct suppressions {
    suppression *items;
    uint32_t count, capacity;
} suppressions;

/* Reads a source; it is not needed any more then. Never NULL. */
suppressions *suppressions_read(const char *text, size_t length);
void suppressions_free(suppressions *all);

/* Whether one is for a check, by its name. */
bool suppression_covers(const suppression *one, const char *check);

/* Whether it names a check of devlock, and so is for devlock alone. */
bool suppression_names_us(const suppression *one);

/* The first one that suppresses a check at a place, or NULL; it is marked as used. pragmas: only pragmas, for
 * clang-tidy, which does the others itself. */
suppression *suppressions_find(suppressions *all, const char *check, uint32_t line, uint32_t column, bool pragmas);

/* Adds what the pragmas say (suppress_pragma.c). */
void suppressions_read_pragmas(suppressions *all, const char *text, size_t length);

/* For the readers: a new one; and the reason that a text gives, without the marks round it. */
suppression *suppressions_add(suppressions *all);
char *suppression_reason(const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
