# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Applying the edits of code actions to texts."""


def offset(text, place):
    """Where a place in UTF-16 lies in a text."""
    lines = text.splitlines(keepends=True)
    before = "".join(lines[:place["line"]])
    units, line = 0, lines[place["line"]] if place["line"] < len(lines) else ""
    for index, character in enumerate(line):
        if units >= place["character"]:
            return len(before) + index
        units += 2 if ord(character) > 0xFFFF else 1
    return len(before) + len(line)


def apply(text, edits):
    for edit in sorted(edits, key=lambda e: offset(text, e["range"]["start"]), reverse=True):
        start, end = offset(text, edit["range"]["start"]), offset(text, edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text
