# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""devlock's findings on programs, and how they differ from the truth.

Many programs are scanned as one source: their routines get names of their own (native.py), and a table leads from the
source's lines back to each program's. Programs of a source for which devlock gives no verdict are scanned one by one.
"""
import bisect
import pathlib
import re
import subprocess
import threading
import time

from native import renamed

FINDING = re.compile(r"^[^:\n]+:(\d+):\d+: warning: (.*) \[(devlock-[a-z-]+)\]$", re.M)
EXPECT = re.compile(r"//\s*expect:\s*(devlock-[a-z-]+(?:, devlock-[a-z-]+)*)")
FLAGS = ["-target", "x86_64-w64-windows-gnu", "-fms-extensions", "-w"]
SECONDS = 300
BATCH = 25


class Findings(frozenset):
    """A set of (rule, line). `possible`: those of them that are only possible."""

    possible = frozenset()


def _findings(pairs):
    found = Findings((rule, line) for rule, line, _ in pairs)
    found.possible = frozenset((rule, line) for rule, line, message in pairs if "(possible: " in message)
    return found


def marks_of(lines):
    """What the marks of a program say that its defects are."""
    return frozenset((rule, number) for number, line in enumerate(lines, 1)
                     for match in [EXPECT.search(line)] if match for rule in match.group(1).split(", "))


class Devlock:
    def __init__(self, program, folder, flags=()):
        self.program, self.folder, self.slowest = program, pathlib.Path(folder), (0, "")
        self.flags = [*FLAGS, *flags]
        self.lock = threading.Lock()

    def scan(self, name, text, seconds):
        """The findings as (rule, line, message), or a message when devlock did not give a verdict."""
        path = self.folder / f"{name}.c"
        path.write_text(text)
        return self._scan(name, path, seconds)

    def _scan(self, name, path, seconds):
        start = time.monotonic()
        try:
            done = subprocess.run([self.program, "scan", path, "--", *self.flags], capture_output=True, text=True,
                                  timeout=seconds)
        except subprocess.TimeoutExpired:
            return f"no answer in {seconds} s"
        found = [(match.group(3), int(match.group(1)), match.group(2)) for match in FINDING.finditer(done.stdout)]
        if "not analysed" in done.stdout + done.stderr:
            return "not analysed: " + (done.stdout + done.stderr).strip().splitlines()[-1]
        if done.returncode != (1 if found else 0):
            return f"exit status {done.returncode} with {len(found)} findings: {done.stderr.strip()[-300:]}"
        with self.lock:
            self.slowest = max(self.slowest, (time.monotonic() - start, name))
        return found

    def findings(self, name, lines, seconds=SECONDS):
        """The findings on one program, or a message."""
        found = self.scan(name, "\n".join(lines) + "\n", seconds)
        return found if isinstance(found, str) else _findings(found)

    def findings_in(self, path):
        """The findings on a file, or a message."""
        found = self._scan(path.name, path, SECONDS)
        return found if isinstance(found, str) else _findings(found)

    def findings_of_many(self, programs, prologue):
        """name -> findings or a message, for programs that begin with the same prologue."""
        names, starts, text = list(programs), [], list(prologue)
        for name in names:
            starts.append(len(text) - len(prologue))
            text += renamed(name, programs[name])[len(prologue):]
        found = self.scan(names[0] + "_batch", "\n".join(text) + "\n", SECONDS)
        if isinstance(found, str):
            return {name: self.findings(name, programs[name]) for name in names}
        pairs = {name: [] for name in names}
        for rule, line, message in found:
            number = bisect.bisect_right(starts, line - len(prologue) - 1) - 1
            pairs[names[number]].append((rule, line - starts[number], message))
        return {name: _findings(pairs[name]) for name in names}


def differ(found, defects):
    """Whether devlock is wrong: a defect that it does not report, or a certain finding that no run shows."""
    return isinstance(found, str) or bool(defects - found) or bool(found - defects - found.possible)


def show_difference(found, defects):
    if isinstance(found, str):
        return found
    return "; ".join([f"missed {rule} in line {line}" for rule, line in sorted(defects - found)] +
                     [f"false {rule} in line {line}" for rule, line in sorted(found - defects - found.possible)] +
                     [f"false but only possible {rule} in line {line}" for rule, line in
                      sorted((found - defects) & found.possible)])
