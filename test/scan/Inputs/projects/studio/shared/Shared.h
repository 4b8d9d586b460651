/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#define SHARED(name) void name(void) {}
