#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scans with each of many options say the same with a work folder and without: both_ways.py DEVLOCK FOLDER WORK SCAN..."""
import subprocess
import sys

devlock, folder, work, *arguments = sys.argv[1:]
OPTIONS = [[], ["--verbose"], ["--quiet"], ["--color"], ["--possible=false"], ["--show-suppressed"], ["--unused-suppressions"],
           ["--explain-path=1"], ["--root=.."], ["--checks=-*,devlock-double-*"],
           *([f"--format={name}"] for name in ("sarif", "json", "codequality", "junit"))]

different = 0
for options in OPTIONS:
    right, got = [subprocess.run([devlock, "scan", *way, *options, *arguments], cwd=folder, capture_output=True)
                  for way in (["--no-work"], ["--work", work])]
    if (right.returncode, right.stdout, right.stderr) != (got.returncode, got.stdout, got.stderr):
        print(f"{options}: expected {right}, got {got}")
        different += 1
sys.exit(different)
