#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans a source and compares: expected.py DEVLOCK SOURCE

The findings must be those that `// expect: CHECK` marks in the source, on the same lines, and every routine must be
analysed. A finding is certain unless its mark says `// expect: possible CHECK`.
"""
import re
import subprocess
import sys

FINDING = re.compile(r"^[^:]*:(\d+):\d+: warning: .*?(?:\((possible): .*\) )?\[(devlock-[a-z-]+)\]$")
EXPECT = re.compile(r"//\s*expect:\s*(possible )?\s*(devlock-[a-z-]+)")


def main():
    devlock, source = sys.argv[1:3]
    done = subprocess.run([devlock, "scan", source], capture_output=True, text=True)
    found = {(int(m[1]), bool(m[2]), m[3]) for m in map(FINDING.match, done.stdout.splitlines()) if m}
    with open(source, encoding="utf-8") as text:
        wanted = {(number, bool(m[1]), m[2]) for number, line in enumerate(text, 1) for m in EXPECT.finditer(line)}
    for number, possible, check in sorted(wanted - found):
        print(f"{source}:{number}: {'possible ' * possible}{check} is missing")
    for number, possible, check in sorted(found - wanted):
        print(f"{source}:{number}: {'possible ' * possible}{check} is too many")
    skipped = "not analysed" in done.stdout + done.stderr
    if skipped or found != wanted or done.returncode != (1 if wanted else 0):
        print(done.stdout, done.stderr, f"exit status {done.returncode}")
        return 1
    return 0


sys.exit(main())
