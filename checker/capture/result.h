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
    uint32_t files; /* of the program, once this source was linked */
} source_state;

/* A driver that was analysed. */
typedef struct kept_result {
    devlock_program *program; /* read back: with its files, and nothing else */
    source_state *sources;
    size_t source_count;
    devlock_result *result;
    struct arena *arena;       /* of kept_result_unpack: the texts live there */
    struct kept_result *parts; /* what it was joined from */
    size_t part_count;
} kept_result;

/* The bytes of a result, without pictures; free() them. */
uint8_t *kept_result_pack(const kept_result *kept, const capture_maker *maker, size_t *size);

/* Reads bytes back, as capture_unpack does. */
bool kept_result_unpack(kept_result *kept, const uint8_t *bytes, size_t size, const capture_maker *maker,
                        const char **error);
/* Joins the results of several drivers to that of a scan of all of them. sources: the names of all sources, in the
 * order of the scan; those of each part are in this order, too. Takes the parts over (the array is one of malloc), also
 * if it gives false: they are of different widths of pointers, or name other sources. */
bool kept_result_join(kept_result *joined, kept_result *parts, size_t count, const char *const *sources,
                      size_t source_count);
void kept_result_free(kept_result *kept);

#endif
