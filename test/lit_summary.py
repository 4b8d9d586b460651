#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Counts the results that lit wrote with -o: lit_summary.py RESULTS.json

Prints "N passed, N failed" as the last line. What passes although it is known to fail counts as failed, as does
whatever did not come to a result. The exit status is 0 if something passed and nothing failed.
"""
import json
import sys

PASSED = ("PASS", "FLAKYPASS", "XFAIL")
SKIPPED = ("UNSUPPORTED", "SKIPPED", "EXCLUDED")


def main():
    with open(sys.argv[1]) as file:
        codes = [test["code"] for test in json.load(file)["tests"]]
    passed = sum(code in PASSED for code in codes)
    skipped = sum(code in SKIPPED for code in codes)
    failed = len(codes) - passed - skipped
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if passed and not failed else 1


sys.exit(main())
