/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * Results: what the analysis of a driver found, as bytes that can be kept; result.proto describes them. Does no I/O.
 */
#ifndef DEVLOCK_CAPTURE_RESULT_H
#define DEVLOCK_CAPTURE_RESULT_H

#include "capture.h"
#include "devlock/analysis.h"

/* How a source was read. */
typedef struct source_state {
    const char *name;
    bool read; /* Clang came to its end */
    capture_error *errors;
    size_t error_count;
} source_state;

/* A driver that was analysed. */
typedef struct kept_result {
    devlock_program *program; /* read back: with its files, and nothing else */
    source_state *sources;
    size_t source_count;
    devlock_result *result;
    struct arena *arena; /* of kept_result_unpack: the texts live there */
} kept_result;

/* The bytes of a result, without pictures; free() them. */
uint8_t *kept_result_pack(const kept_result *kept, const capture_maker *maker, size_t *size);

/* Reads bytes back, as capture_unpack does. */
bool kept_result_unpack(kept_result *kept, const uint8_t *bytes, size_t size, const capture_maker *maker,
                        const char **error);
void kept_result_free(kept_result *kept);

#endif
