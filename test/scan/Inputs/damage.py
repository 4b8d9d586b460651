#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Damages captures: damage.py cut|change|empty|remove FILE..."""
import os
import sys

for path in sys.argv[2:]:
    if sys.argv[1] == "remove":
        os.remove(path)
        continue
    with open(path, "r+b") as file:
        if sys.argv[1] == "change":
            file.seek(100)
            file.write(b"x")
        else:
            file.truncate(50 if sys.argv[1] == "cut" else 0)
