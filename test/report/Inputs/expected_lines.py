#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""expected_lines.py SOURCE OUTPUT: the lines of SOURCE that hold "expect" must be those at which OUTPUT, of devlock or
clang-tidy, reports something in it."""
import re
import sys

source, output = sys.argv[1], sys.argv[2]
lines = open(source).read().splitlines()
wanted = {number for number, line in enumerate(lines, 1) if re.search(r"(//|NOLINT.*) *expect$", line)}
found = {int(match[1]) for match in re.finditer(re.escape(source.rsplit("/", 1)[-1]) + r":(\d+):\d+: warning: .*"
                                                r"\[devlock-", open(output).read())}
if wanted != found or not wanted:
    sys.exit(f"missed {sorted(wanted - found)}, false {sorted(found - wanted)}")
