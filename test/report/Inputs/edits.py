#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fingerprints stay while the code around findings changes: edits.py DEVLOCK CHECKS SCRATCH SOURCES... -- FLAGS

SOURCES is a folder that is scanned as one program, or a file, each a program. Ten edits that change nothing of the
findings are applied to a copy, one after the other, and all together; after each the fingerprints must be the same.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROUTINE = re.compile(r"^(?:[A-Za-z_][\w \t*]*\n?)?[A-Za-z_][\w \t*]*\([^;{}]*\)\s*\n\{\n.*?^\}[^\n]*\n", re.MULTILINE | re.DOTALL)


def each_line(change):
    """Applies a change to lines that are no part of a directive or of a literal over several lines."""
    def apply(text):
        return "".join(line if line.startswith("#") or line.rstrip().endswith("\\") else change(line)
                       for line in text.splitlines(True))
    return apply


def move_last_routine(text):
    """The last routine goes before the one before it, if neither names the other."""
    found = list(ROUTINE.finditer(text))
    if len(found) < 2 or text[found[-2].end():found[-1].start()].strip():
        return text
    a, b = found[-2], found[-1]
    names = [re.search(r"(\w+)\s*\(", match[0])[1] for match in (a, b)]
    if re.search(rf"\b{names[0]}\b", b[0]) or re.search(rf"\b{names[1]}\b", a[0]):
        return text
    return text[:a.start()] + b[0] + text[a.end():b.start()] + a[0] + text[b.end():]


def comment_lines(line):
    return line.rstrip("\n") + " // edited\n" if line.rstrip().endswith(";") and "//" not in line else line


def behind_includes(text):
    """New code before everything else that is code."""
    at = max((match.end() for match in re.finditer(r"^#include[^\n]*\n", text, re.MULTILINE)), default=0)
    return text[:at] + "\nstatic int EditedBefore(int x)\n{\n    return x + 1;\n}\n" + text[at:]


TEXT_EDITS = {
    "lines before": lambda text: "/* moved\n *\n * down\n */\n" + text,
    "empty lines": lambda text: re.sub(r"(?<=[;}]\n)(?=[^\n])", "\n", text),
    "indentation": each_line(lambda line: "\t" + line if line.startswith("    ") else line),
    "trailing space": each_line(lambda line: line.rstrip("\n") + "  \n"),
    "comments": each_line(comment_lines),
    "layout of calls": each_line(lambda line: re.sub(r"(VideoPort\w+Lock)\(", r"\1 ( ", line)),
    "a routine before": behind_includes,
    "a routine behind": lambda text: text + "\nint EditedBehind(int x)\n{\n    return x - 1;\n}\n",
    "order of routines": move_last_routine,
}


def fingerprints(devlock, folder, flags):
    program, checks = devlock
    command = [program, "scan", "--quiet", "--checks=" + checks, "--format", "json", str(folder), *(["--", *flags] if flags else [])]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {done.returncode}\n{done.stderr}")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return sorted((item["fingerprint"], item["check"], item["routine"]) for item in found if item["type"] == "finding")


def copy_of(source, scratch, name):
    folder = scratch / name
    shutil.rmtree(folder, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, folder)
        return folder
    folder.mkdir(parents=True)
    shutil.copy(source, folder)
    return folder


def edit(folder, change):
    """Gives whether the change changed anything."""
    changed = False
    for path in folder.rglob("*.[ch]"):
        text = path.read_text()
        new = change(text)
        path.write_text(new)
        changed |= new != text
    return changed


def check(devlock, source, scratch, flags, applied):
    """(number of findings, what differs)"""
    before = fingerprints(devlock, copy_of(source, scratch, "driver"), flags)
    wrong = []
    if not before:
        return 0, wrong
    for name, change in [*TEXT_EDITS.items(), ("all", None)]:
        folder = copy_of(source, scratch, "renamed/folder/" + name.replace(" ", "_"))
        changes = [change] if change else list(TEXT_EDITS.values())
        if sum([edit(folder, one) for one in changes]):
            applied.add(name)
        after = fingerprints(devlock, folder, flags)
        if after != before:
            wrong.append(f"{source}: {name}: lost {set(before) - set(after)}, new {set(after) - set(before)}")
    return len(before), wrong


def main():
    argv, flags = sys.argv[1:], []
    if "--" in argv:
        argv, flags = argv[:argv.index("--")], argv[argv.index("--") + 1:]
    devlock, scratch = argv[:2], pathlib.Path(argv[2])
    count, wrong, applied = 0, [], set()
    for source in argv[3:]:
        number, messages = check(devlock, pathlib.Path(source), scratch, flags, applied)
        count += number
        wrong += messages
    missing = {*TEXT_EDITS, "all"} - applied
    print("\n".join(wrong + [f"never applied: {name}" for name in sorted(missing)]))
    print(f"{count} findings, {len(applied)} edits and a renamed folder, {len(wrong)} differences")
    return 1 if wrong or missing or not count else 0


sys.exit(main())
