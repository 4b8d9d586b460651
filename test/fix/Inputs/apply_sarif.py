#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""apply_sarif.py LOG: applies all fixes of a SARIF log to the files beside the current folder's root, last ones first.
Columns count UTF-16 code units, as SARIF has it."""
import json
import sys


def offset(text, line, column):
    lines = text.split("\n")
    before = sum(len(one) + 1 for one in lines[:line - 1])
    units = lines[line - 1].encode("utf-16-le")[:2 * (column - 1)]
    return before + len(units.decode("utf-16-le"))


changes = {}
for run in json.load(open(sys.argv[1], encoding="utf-8"))["runs"]:
    for result in run["results"]:
        for fix in result.get("fixes", []):
            print(fix["description"]["text"])
            for change in fix["artifactChanges"]:
                changes.setdefault(change["artifactLocation"]["uri"], []).extend(change["replacements"])
for path, replacements in changes.items():
    text = open(path, encoding="utf-8", newline="").read()
    edits = []
    for replacement in replacements:
        region = replacement["deletedRegion"]
        edits.append((offset(text, region["startLine"], region["startColumn"]),
                      offset(text, region["endLine"], region["endColumn"]),
                      replacement.get("insertedContent", {}).get("text", "")))
    for start, end, new in sorted(set(edits), reverse=True):
        text = text[:start] + new + text[end:]
    open(path, "w", encoding="utf-8", newline="").write(text)
