# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes a program on which devlock and the truth differ smaller, as long as they differ in the same way."""
import re

from monitor import truth
from native import DEFINITION

SECONDS = 5
FIXED = re.compile(r"^ +(\w+|\w+->mode) &= \d+;$|^[{}]$|^(void|unsigned) \w+\(|^typedef |^#|^$")


def _kinds(found, defects):
    """In which ways they differ: missed or false, and the rule."""
    if isinstance(found, str):
        return {" ".join(found.split()[:2])}
    return {("missed", rule) for rule, _ in defects - found} | {("false", rule) for rule, _ in
                                                                 found - defects - found.possible}


def _end_of_block(lines, start):
    depth = 0
    for number in range(start, len(lines)):
        depth += lines[number].count("{") - lines[number].count("}") if number > start else 1
        if depth == 0:
            return number
    return None


def _smaller(lines):
    """All programs with something left out, the largest pieces first."""
    cuts = []
    for number, line in enumerate(lines):
        text = line.strip()
        if FIXED.match(line):
            continue
        if DEFINITION.match(line):
            cuts.append(set(range(number, lines.index("}", number) + 1)))
            continue
        if text.endswith("{") and not text.startswith("}"):
            end = _end_of_block(lines, number)
            if end is None:
                continue
            cuts.append(set(range(number, end + 1)))
            if not text.startswith("switch"):
                cuts.append({number, end})
            continue
        if text.startswith("} else {"):
            end = _end_of_block(lines, number)
            if end is not None:
                cuts.append(set(range(number, end)))
        if text.startswith("}"):
            continue
        cuts.append({number})
        if re.match(r"(if|while) \(.*\)$", text) and number + 1 < len(lines):
            cuts.append({number, number + 1})
        if re.match(r"(case \d+|default):$", text):
            end = number + 1
            while end < len(lines) and not re.match(r"\s*(case |default|\})", lines[end]):
                end += 1
            cuts.append(set(range(number, end)))
    cuts.sort(key=len, reverse=True)
    for cut in cuts:
        yield [line for number, line in enumerate(lines) if number not in cut]
    for number, line in enumerate(lines):
        match = re.match(r"( *(?:\} else )?if )\((.+) (?:&&|\|\|) (.+)\)( \{)?$", line)
        for part in match.group(2, 3) if match else ():
            if part.count("(") == part.count(")"):
                yield lines[:number] + [f"{match.group(1)}({part}){match.group(4) or ''}"] + lines[number + 1:]


def _still_differs(candidates, wanted, folder, compiler, devlock):
    """The first candidate that differs as wanted, with its verdicts."""
    results = truth({f"try{number}": lines for number, lines in enumerate(candidates)}, folder, compiler)
    for number, lines in enumerate(candidates):
        defects, end = results.get(f"try{number}", (None, None))
        if end != "complete":
            continue
        found = devlock.findings("shrunk", lines, SECONDS)
        if _kinds(found, defects) & wanted:
            return lines, defects, found
    return None


def shrink(lines, folder, compiler, devlock):
    """The small program, its defects and devlock's findings."""
    defects, _ = truth({"start": lines}, folder, compiler)["start"]
    found = devlock.findings("shrunk", lines, SECONDS)
    wanted = _kinds(found, defects)
    best = (lines, defects, found)
    while True:
        better = _still_differs(list(_smaller(best[0])), wanted, folder, compiler, devlock)
        if better is None:
            return best
        best = better
