#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans a source and compares: expected.py DEVLOCK SOURCE

The findings must be those that `// expect: CHECK` marks in the source, on the same lines, and every routine must be
analysed.
"""
import re
import subprocess
import sys

FINDING = re.compile(r"^[^:]*:(\d+):\d+: warning: .*\[(devlock-[a-z-]+)\]$")
EXPECT = re.compile(r"//\s*expect:\s*(devlock-[a-z-]+)")


def main():
    devlock, source = sys.argv[1:3]
    done = subprocess.run([devlock, "scan", source], capture_output=True, text=True)
    found = {(int(m[1]), m[2]) for m in map(FINDING.match, done.stdout.splitlines()) if m}
    with open(source, encoding="utf-8") as text:
        wanted = {(number, m[1]) for number, line in enumerate(text, 1) for m in EXPECT.finditer(line)}
    for number, check in sorted(wanted - found):
        print(f"{source}:{number}: {check} is missing")
    for number, check in sorted(found - wanted):
        print(f"{source}:{number}: {check} is too many")
    skipped = "not analysed" in done.stdout + done.stderr
    if skipped or found != wanted or done.returncode != (1 if wanted else 0):
        print(done.stdout, done.stderr, f"exit status {done.returncode}")
        return 1
    return 0


sys.exit(main())
