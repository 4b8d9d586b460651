/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Words of the text form that the reader and the printer share: the operators, by their number.
 */
#ifndef DEVLOCK_CORE_TEXT_WORDS_H
#define DEVLOCK_CORE_TEXT_WORDS_H

#include "devlock/program.h"

static const char *const unary_words[] = {
    [DEVLOCK_NOT] = "not",          [DEVLOCK_NEGATE] = "neg",       [DEVLOCK_TRUNCATE] = "trunc",
    [DEVLOCK_ZERO_EXTEND] = "zext", [DEVLOCK_SIGN_EXTEND] = "sext",
};

static const char *const binary_words[] = {
    [DEVLOCK_ADD] = "add",
    [DEVLOCK_SUBTRACT] = "sub",
    [DEVLOCK_MULTIPLY] = "mul",
    [DEVLOCK_DIVIDE_UNSIGNED] = "udiv",
    [DEVLOCK_DIVIDE_SIGNED] = "sdiv",
    [DEVLOCK_REMAINDER_UNSIGNED] = "urem",
    [DEVLOCK_REMAINDER_SIGNED] = "srem",
    [DEVLOCK_AND] = "and",
    [DEVLOCK_OR] = "or",
    [DEVLOCK_XOR] = "xor",
    [DEVLOCK_SHIFT_LEFT] = "shl",
    [DEVLOCK_SHIFT_RIGHT_UNSIGNED] = "lshr",
    [DEVLOCK_SHIFT_RIGHT_SIGNED] = "ashr",
    [DEVLOCK_EQUAL] = "eq",
    [DEVLOCK_NOT_EQUAL] = "ne",
    [DEVLOCK_LESS_UNSIGNED] = "ult",
    [DEVLOCK_LESS_SIGNED] = "slt",
    [DEVLOCK_LESS_EQUAL_UNSIGNED] = "ule",
    [DEVLOCK_LESS_EQUAL_SIGNED] = "sle",
    [DEVLOCK_FIELD] = "field",
};

static const char *const reads_words[] = {"signed", "pointer", "status"}; /* by bit of DEVLOCK_READS_... */

static const char *const annotation_words[] = {
    [DEVLOCK_ACQUIRES] = "acquires",         [DEVLOCK_RELEASES] = "releases",   [DEVLOCK_REQUIRES_HELD] = "held",
    [DEVLOCK_REQUIRES_FREE] = "free",        [DEVLOCK_LEVEL_AT_MOST] = "most",  [DEVLOCK_LEVEL_AT_LEAST] = "least",
    [DEVLOCK_LEVEL_EXACTLY] = "exactly",     [DEVLOCK_LEVEL_RAISES] = "raises", [DEVLOCK_LEVEL_SAVES] = "saves",
    [DEVLOCK_LEVEL_RESTORES] = "restores",   [DEVLOCK_LEVEL_KEEPS] = "keeps",   [DEVLOCK_ASSUMES_HELD] = "nowheld",
    [DEVLOCK_ASSUMES_FREE] = "nowfree",
};

static const char *const result_words[] = {
    [DEVLOCK_RESULT_EQUAL] = "eq",
    [DEVLOCK_RESULT_NOT_EQUAL] = "ne",
    [DEVLOCK_RESULT_LESS] = "slt",
    [DEVLOCK_RESULT_AT_LEAST] = "sge",
};

enum {
    ANNOTATION_COUNT = sizeof annotation_words / sizeof *annotation_words,
    RESULT_TEST_COUNT = sizeof result_words / sizeof *result_words,
    UNARY_COUNT = sizeof unary_words / sizeof *unary_words,
    BINARY_COUNT = sizeof binary_words / sizeof *binary_words,
    READS_COUNT = sizeof reads_words / sizeof *reads_words
};

/* The letters of labels. A label begins with a letter, or with a dot when it has no name; what follows a dot only
 * tells labels of one name apart. Bytes of UTF-8 are letters. */
static inline bool label_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static inline bool label_digit(unsigned char c)
{
    return (c >= '0' && c <= '9') || c == '$';
}

#endif
