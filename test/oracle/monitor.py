# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the programs really do: compiles them natively with the monitor (monitor.h) and runs them on every input.

truth(programs, folder, compiler) takes a dictionary from names to lists of lines and gives one from names to (defects,
end): the set of (rule, line) of all runs, and "complete", "cut" or "many". A program that does not compile is not in
it. Needs native.py. Costs one compilation for each BATCH programs.
"""
import pathlib
import re
import subprocess

from native import native

HERE = pathlib.Path(__file__).resolve().parent
BATCH = 400
OPTIONS = ["-std=gnu11", "-O0", "-w", "-I", HERE]


def _run(programs, folder, compiler):
    """The monitor's output for these programs."""
    left = {name: native(name, lines) for name, lines in programs.items()}
    source, binary = folder / "programs.c", folder / "programs"
    while left:
        calls = [f'    monitor("{name}", {run}, {len(ranges)}, (const unsigned[]){{{str(ranges)[1:-1] or 0}}}, '
                 f'{fields});'
                 for name, (_, runs) in left.items() for run, ranges, fields in runs]
        source.write_text('#include "monitor.h"\n' + "".join(text for text, _ in left.values()) +
                          '#line 1 "main"\nint main(void)\n{\n' + "\n".join(calls) + "\n    return 0;\n}\n")
        more = "-ferror-limit=0" if "clang" in compiler else "-fmax-errors=0"
        done = subprocess.run([compiler, *OPTIONS, more, source, "-o", binary], capture_output=True, text=True)
        if done.returncode == 0:
            done = subprocess.run([binary], capture_output=True, text=True, timeout=600)
            if done.returncode != 0:
                raise RuntimeError(f"{binary} ended with status {done.returncode}")
            return done.stdout
        wrong = set(re.findall(r"^(\w+):\d+:\d+: (?:fatal )?error:", done.stderr, re.M)) & set(left)
        if not wrong:
            raise RuntimeError(f"{compiler} failed on {source}:\n{done.stderr[:2000]}")
        for name in wrong:
            del left[name]
    return ""


def truth(programs, folder, compiler):
    folder.mkdir(parents=True, exist_ok=True)
    names, found = list(programs), {}
    for start in range(0, len(names), BATCH):
        batch = {name: programs[name] for name in names[start:start + BATCH]}
        for line in _run(batch, folder, compiler).splitlines():
            name, what, where = line.split()
            entry = found.setdefault(name, [set(), "complete"])
            if what != "end":
                entry[0].add(("devlock-" + what, int(where)))
            elif where != "complete":
                entry[1] = where
    return {name: (frozenset(defects), end) for name, (defects, end) in found.items()}
