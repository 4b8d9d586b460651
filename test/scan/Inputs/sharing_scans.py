# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What scans with and without sharing say and leave, to be compared."""
import pathlib
import subprocess
import sys


def scan(command, work, behind=(), cwd=None, but=()):
    """Runs a scan with a work folder; behind: words of its command that follow. Gives its status, output and messages, the captures and what they were made of, by
    name, and the message that tells how many sources shared their headers. but: endings of lines that are not compared,
    of what captures were made of."""
    work = pathlib.Path(work)
    done = subprocess.run([*command, "--work", work, *behind], capture_output=True, text=True, cwd=cwd)
    shared = [line for line in done.stderr.splitlines() if "went on from" in line]
    captures = {path.name: path.read_bytes() for path in (work / "captures").glob("*.capture")}
    inputs = {path.name: sorted(line for line in path.read_text().replace(str(work), "").split("\0")
                                if not line.endswith(tuple(but)))
              for path in (work / "captures").glob("*.inputs")}
    rest = [line for line in done.stderr.splitlines() if "went on from" not in line]
    return done.returncode, done.stdout, rest, captures, inputs, shared


def compare(a, b):
    for what, one, other in zip(("status", "output", "messages", "captures", "inputs"), a, b):
        if one != other:
            which = [key for key in one if one[key] != other.get(key)] if isinstance(one, dict) else [one, other]
            sys.exit(f"the {what} are not those of reading alone: {which}")
