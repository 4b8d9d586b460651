#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints a header that takes Clang days and no memory: the sum of 2^40 ones."""
print("#define A0 1+")
for i in range(40):
    print(f"#define A{i + 1} A{i} A{i}")
print("#if A40 1\n#endif")
