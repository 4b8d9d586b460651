/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * What the fuzzers have in common: no run is started (common.c takes the place of checker/editor/runs.c), and the main
 * program.
 */
#ifndef DEVLOCK_TEST_FUZZ_COMMON_H
#define DEVLOCK_TEST_FUZZ_COMMON_H

#include <stddef.h>
#include <stdint.h>

/* Tries one input; each fuzzer has its own. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
