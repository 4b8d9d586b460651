# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random programs around one or two locks, for the oracle.

generate(seed) gives a program of one to four routines that pairs its locks on every path, by construction. Seeds take
turns in what their program must have (FEATURES). mutate.py makes programs with an error of it.

Needs the other files of this folder; the same seed gives the same text, whatever the version of Python.
"""
import random
import re

from routines import write_helper, write_root
from writer import Program

PROLOGUE = [
    "typedef unsigned char BOOLEAN;",
    "typedef int VP_STATUS;",
    "typedef int NTSTATUS;",
    "typedef struct { unsigned mode; BOOLEAN busy; } EXT;",
    "#define NT_SUCCESS(status) ((NTSTATUS)(status) >= 0)",
    "void VideoPortAcquireDeviceLock(void *HwDeviceExtension);",
    "void VideoPortReleaseDeviceLock(void *HwDeviceExtension);",
    "unsigned Probe(void);",
    "void Refresh(unsigned *Value);",
    "void Touch(void *HwDeviceExtension, unsigned Value);",
    "void Look(EXT *Ext);",
    "void Note(unsigned Value);",
    "",
]
SIZE = range(15, 61)

# What a program of the seed must contain, besides what comes by chance, and the helpers that it needs for that.
FEATURES = {
    "flag": (), "status": (), "bits": (), "inverse": (), "input": (), "computed": (), "copied": (), "combined": (),
    "switch": (), "fallthrough": (), "twice-switched": (), "for": (), "while": (), "do": (), "endless": (), "break": (),
    "continue": (), "retry": (), "kth-round": (), "goto-out": (), "goto-unlock": (), "goto-back": (),
    "early-return": (), "compound": (), "unknown": (), "refresh": (), "if-else": (), "wrapper": ("take", "drop"),
    "try-lock": ("try",), "status-lock": ("open",), "tested-call": ("try",), "out-parameter": ("claim",),
    "kept-field": ("begin",), "checked": ("check",), "error-helper": ("fail",), "worker": ("work-free",), "field": (),
    "look": (), "two-locks": (), "two-roots": (), "finally": (), "abnormal": (), "out-of-try": (), "except": (), "recursion": ("again",), "array": (), "indexed": (), "struct": (),
    "pointed": (), "bit-field": (), "wrapped": (), "negative": (), "alias": (), "chosen": (), "table": (),
    "counted": (), "short-circuit": ("try",), "switched-call": ("open",), "copied-structure": (), "once": (),
    "arithmetic": (),
}
WITH_FIELDS = ("field", "look", "kept-field", "copied-structure")
WITH_TWO = ("two-locks", "chosen", "table")
WITH_EXCEPTIONS = ("finally", "abnormal", "out-of-try", "except")
KINDS = ("take", "take", "drop", "drop", "drop-if", "try", "try", "open", "open", "claim", "begin", "fail", "work-free",
         "work-held", "check", "again")

# At least so many of a hundred programs have it.
SHARES = {**dict.fromkeys(FEATURES, 1.2), "helpers": 40, "two-locks": 12, "finally": 8, "fields": 8}

# By what the text of a program shows it; for features that have no entry the generator's word is taken.
MARKS = {
    "switch": "switch (", "fallthrough": "/* fall through */", "for": "for (i", "while": "while (i", "do": "do {",
    "break": "break;", "continue": "continue;", "goto-out": "goto out", "goto-unlock": "goto unlock",
    "goto-back": "goto again", "unknown": "Probe() &", "refresh": "Refresh(&s", "flag": "locked", "status": "result",
    "bits": "bits", "inverse": "skipped", "copied": "keep", "combined": "both", "computed": "need",
    "if-else": "} else {", "try-lock": "Take(", "out-parameter": "*Out", "field": "->busy", "look": "Look(Ext);",
    "two-locks": "*Other", "two-roots": " second(", "finally": "} __finally {", "abnormal": "AbnormalTermination()",
}


def _program(chance, wanted):
    """One attempt: the lines and what the generator used."""
    program = Program(chance, wanted)
    program.fields = wanted in WITH_FIELDS or chance.randrange(100) < 20
    program.exceptions = wanted in WITH_EXCEPTIONS or chance.randrange(100) < 20
    kinds = list(FEATURES[wanted])
    for _ in range((0, 0, 1, 1, 2, 2, 3, 3)[chance.randrange(8)] - len(kinds)):
        kinds.append(KINDS[chance.randrange(len(KINDS))])
    kinds = [kind for kind in kinds if kind != "begin" or program.fields]
    locks = ["Ext", "Other"] if wanted in WITH_TWO or chance.randrange(100) < 25 else ["Ext"]
    lines = []
    for kind in kinds:
        lines += write_helper(program, kind, chance.randrange(7)) + [""]
    roots = ["routine"] + ["second"] * (wanted == "two-roots" or len(kinds) < 3 and chance.randrange(100) < 8)
    room = (14, 20, 26, 32, 38)[chance.randrange(5)]
    for root in roots:
        if root == "second":
            lines.append("")
            program.probes = 0
        lines += write_root(program, root, locks, max(6, room // len(roots) - len(lines) // 2))
    lines = _without_unused(lines)
    if len(roots) > 1:
        program.used.add("two-roots")
    if len(locks) > 1 and "(Other" in "\n".join(lines):
        program.used.add("two-locks")
    return lines, program.used


def _without_unused(lines):
    """Helpers that nobody calls would be roots."""
    text = "\n".join(lines)
    for helper in re.findall(r"^static \w+ (\w+)\(", text, re.M)[::-1]:
        without = re.sub(rf"^static \w+ {helper}\(.*?^}}\n\n", "", text, flags=re.M | re.S)
        if not re.search(rf"\b{helper}\(", without):
            text = without
    return text.split("\n")


def features_of(lines):
    """What a program has, by its text."""
    text = "\n".join(lines[len(PROLOGUE):])
    found = {name for name, mark in MARKS.items() if mark in text}
    if "while (1)" in text or "for (;;)" in text:
        found.add("endless")
    if re.search(r"&& \(|\|\| \(", text):
        found.add("compound")
    if any(line.startswith("static ") for line in lines):
        found.add("helpers")
    if "->" in text:
        found.add("fields")
    return found


def generate(seed):
    """The lines of a program that pairs its locks, and the features it has."""
    wanted = list(FEATURES)[seed % len(FEATURES)]
    for attempt in range(400):
        lines, used = _program(random.Random(f"devlock {seed}.{attempt}"), wanted)
        calls = sum(bool(re.search(r"DeviceLock\(\w+\);|Take|Drop|Open|Enter|Claim|Prepare", line)) for line in lines)
        if len(lines) in SIZE and calls >= 2 and (wanted in used or attempt > 300):
            found = features_of(PROLOGUE + lines) | (used - set(MARKS))
            return PROLOGUE + lines, found
    raise RuntimeError(f"seed {seed}: no program of the wanted size")
