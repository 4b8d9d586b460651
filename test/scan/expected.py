#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans sources as one program and compares: expected.py DEVLOCK [--OPTION...] SOURCE...

The findings must be those that `// expect: CHECK` marks in the sources, on the same lines, and every routine must be
analysed. A finding is certain unless its mark says `// expect: possible CHECK`.
"""
import os
import re
import subprocess
import sys

FINDING = re.compile(r"^([^:]*):(\d+):\d+: warning: .*?(?:\((possible): .*\) )?\[(devlock-[a-z-]+)\]$")
EXPECT = re.compile(r"//\s*expect:\s*(possible )?\s*(devlock-[a-z-]+)")


def marks(source):
    with open(source, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            for mark in EXPECT.finditer(line):
                yield os.path.basename(source), number, bool(mark[1]), mark[2]


def main():
    devlock, *words = sys.argv[1:]
    sources = [word for word in words if not word.startswith("--")]
    done = subprocess.run([devlock, "scan", *words], capture_output=True, text=True)
    found = {(os.path.basename(m[1]), int(m[2]), bool(m[3]), m[4])
             for m in map(FINDING.match, done.stdout.splitlines()) if m}
    wanted = {mark for source in sources for mark in marks(source)}
    for source, number, possible, check in sorted(wanted - found):
        print(f"{source}:{number}: {'possible ' * possible}{check} is missing")
    for source, number, possible, check in sorted(found - wanted):
        print(f"{source}:{number}: {'possible ' * possible}{check} is too many")
    skipped = "not analysed" in done.stdout + done.stderr
    if skipped or found != wanted or done.returncode != (1 if wanted else 0):
        print(done.stdout, done.stderr, f"exit status {done.returncode}")
        return 1
    return 0


sys.exit(main())
