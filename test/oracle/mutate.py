# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Small errors: mutants(seed, lines, count) gives programs that are one edit away from a program of generate.py.

A call removed, doubled, moved or for another lock, a condition turned round, a flag or an out-parameter not set, a
result ignored or turned round, a jump to another label. Whether such an error is a defect is for the monitor to say.
Needs nothing; works on the text.
"""
import random
import re

CALL = re.compile(
    r"^\s*(VideoPort(Acquire|Release)DeviceLock|Take\d?|LockDevice\d?|Drop\d?|UnlockDevice\d?|DropIf)\(.*\);$")
SET = re.compile(r"^\s*(locked|result|bits|skipped|keep|got|status|owner|small|level|\*Out|\*where|\w+->busy|held\d?\[.*\]|own\d?\.held|fields\d?\.held)\d* (=|\|=|&=) [^&|]*;$")
JUMP = re.compile(r"^\s*(goto (?!again)|break;|continue;|return|__leave)")
ASSIGNED_CALL = re.compile(r"^(\s*)(\w+) = ([A-Z]\w*\(.*\);)$")
CONSTANT_RETURN = re.compile(r"^(\s*)return (0|1|5|31|87|-5|-1073741823);$")


def _starts_statement(lines, number):
    """Whether a statement can be put before this line."""
    text, before = lines[number].strip(), lines[number - 1].strip()
    if not text or text.startswith(("case ", "default:", "} else", "} while", "/*")):
        return False
    if before.startswith(("if (", "switch (")) and not before.endswith("{") or before.endswith("{") and \
            before.startswith("switch"):
        return False
    return not re.fullmatch(r"\w+:", before)


def _negated_test(line):
    return re.sub(r"if \((.*)\)( \{)?$", lambda m: f"if (!({m.group(1)})){m.group(2) or ''}", line)


def _replaced(copy, at, text):
    copy[at] = re.match(r"\s*", copy[at]).group() + text


def _body(lines):
    """The numbers of lines that are neither declarations nor heads of routines."""
    start = next(n for n, line in enumerate(lines) if line == "{")
    declaration = re.compile(r"    (unsigned|int|BOOLEAN|VP_STATUS|NTSTATUS|EXT|struct {.*}) [*\w\[\]]+ = ")
    return [n for n, line in enumerate(lines) if n > start and line.startswith((" ", "\t")) and
            not declaration.match(line) and not re.match(r" +(\w+|\w+->mode) &= \d+;$", line)]


def _move(copy, at, chance):
    call = copy[at].strip()
    _replaced(copy, at, ";")
    end = copy.index("}", at)
    places = [n for n in _body(copy) if _starts_statement(copy, n) and n != at and copy.index("}", n) == end]
    if not places:
        return
    to = chance.choice(places)
    copy.insert(to, re.match(r"\s*", copy[to]).group() + call)


def _jump(copy, at, chance):
    end = copy.index("}", at)
    labels = [line[:-1] for n, line in enumerate(copy) if re.fullmatch(r"(unlock|done|out):", line) and
              copy.index("}", n) == end]
    if "goto" in copy[at] and len(labels) > 1 and chance.random() < 0.7:
        _replaced(copy, at, f"goto {chance.choice(labels)};")
    else:
        _replaced(copy, at, ";")


def _edit(kind, copy, at, chance):
    """The error of the kind in line `at`."""
    line = copy[at]
    if kind == "remove" or kind == "set":
        _replaced(copy, at, ";")
    elif kind == "double":
        copy.insert(at + 1, line)
    elif kind == "move":
        _move(copy, at, chance)
    elif kind == "swap":
        copy[at] = line.replace("Acquire", "Else").replace("Release", "Acquire").replace("Else", "Release")
    elif kind == "other":
        copy[at] = re.sub(r"\b(Ext|Other)\b(?!->)", lambda m: "Ext" if m.group(1) == "Other" else "Other", line)
    elif kind == "test":
        copy[at] = _negated_test(line)
    elif kind == "ignore":
        copy[at] = ASSIGNED_CALL.sub(r"\1\3", line)
    elif kind == "return":
        copy[at] = CONSTANT_RETURN.sub(lambda m: f"{m.group(1)}return {'1' if m.group(2) == '0' else '0'};", line)
    elif kind == "look":
        copy.insert(at, re.match(r"\s*", line).group() + "Look(Ext); Ext->mode &= 3;")
    else:
        _jump(copy, at, chance)


KINDS = ["remove"] * 3 + ["double"] * 2 + ["move"] * 2 + ["swap", "set", "set", "test", "jump", "other", "ignore",
                                                          "return", "return", "look"]


def mutants(seed, lines, count):
    """Programs with one error each; some are the same as the original in effect."""
    chance = random.Random(f"devlock error {seed}")
    body = _body(lines)
    calls = [n for n in body if CALL.match(lines[n])]
    two = any("*Other" in line for line in lines)
    fields = any("->busy" in line for line in lines)
    places = {
        "remove": calls, "double": calls, "move": calls, "swap": [n for n in calls if "VideoPort" in lines[n]],
        "other": [n for n in body if two and re.search(r"[a-z]\d?\((Ext|Other)\b|= (Ext|Other);", lines[n])],
        "set": [n for n in body if SET.match(lines[n])], "test": [n for n in body if re.match(r"\s*if \(", lines[n])],
        "jump": [n for n in body if JUMP.match(lines[n]) and not re.match(r"    return\b", lines[n])],
        "ignore": [n for n in body if ASSIGNED_CALL.match(lines[n])],
        "return": [n for n in body if CONSTANT_RETURN.match(lines[n])],
        "look": [n for n in body if fields and _starts_statement(lines, n)],
    }
    for _ in range(count):
        kind = chance.choice(KINDS)
        if not places[kind]:
            kind = "remove" if calls else "test"
        if places[kind]:
            copy = list(lines)
            _edit(kind, copy, chance.choice(places[kind]), chance)
            yield copy
