# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""devlock's findings on a program, and how they differ from the truth."""
import pathlib
import re
import subprocess
import threading
import time

FINDING = re.compile(r"^[^:\n]+:(\d+):\d+: warning: (.*) \[(devlock-[a-z-]+)\]$", re.M)
EXPECT = re.compile(r"//\s*expect:\s*(devlock-[a-z-]+)")
FLAGS = ["-target", "x86_64-w64-windows-gnu", "-fms-extensions", "-w"]
SECONDS = 60


class Devlock:
    def __init__(self, program, folder):
        self.program, self.folder, self.possible, self.slowest = program, pathlib.Path(folder), 0, (0, "")
        self.lock = threading.Lock()

    def findings(self, name, lines, seconds=SECONDS):
        """The set of (rule, line), or a message when devlock did not give a verdict."""
        path = self.folder / f"{name}.c"
        path.write_text("\n".join(lines) + "\n")
        start = time.monotonic()
        try:
            done = subprocess.run([self.program, "scan", path, "--", *FLAGS], capture_output=True, text=True,
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
            self.possible += sum(message.startswith("possible") for _, _, message in found)
        return frozenset((rule, line) for rule, line, _ in found)


def show_difference(found, defects):
    if isinstance(found, str):
        return found
    return "; ".join([f"missed {rule} in line {line}" for rule, line in sorted(defects - found)] +
                     [f"false {rule} in line {line}" for rule, line in sorted(found - defects)])
