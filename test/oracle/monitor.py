# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the programs really do: compiles them natively with the monitor (monitor.h) and runs them on every input.

truth(programs, folder, compiler) takes a dictionary from names to lists of lines and gives one from names to (defects,
end): the set of (rule, line) of all runs, and "complete", "cut" or "many". A program that does not compile is not in
it. The programs are of the form that generate.py writes; lines keep their numbers.
"""
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


def native(name, lines):
    """A program's text with calls of the monitor, and the ranges of its parameters."""
    out = [f'#line 1 "{name}"', "#undef routine", f"#define routine {name}_routine"]
    ranges = []
    for number, line in enumerate(lines, 1):
        line = line.partition("//")[0].rstrip()
        if re.match(r"(void|unsigned|int) \w+\(.*\);$", line):
            line = ""  # a declaration: the monitor has the definition
        head = re.match(r"(void|int) routine\(void \*Ext((?:, unsigned \w+)*)\)", line)
        if head:
            parameters = re.findall(r"unsigned (\w+)", head.group(2))
            masks = dict(re.findall(r"^ +(\w+) &= (\d+);", "\n".join(lines), re.M))
            ranges = [int(masks.get(parameter, 3)) + 1 for parameter in parameters]
            line = "static " + line
        line = re.sub(r"VideoPort(Acquire|Release)DeviceLock\(Ext\)",
                      lambda m: f"monitor_{m.group(1).lower()}(Ext, {number})", line)
        line = re.sub(r"\bwhile \((.*)\)( \{|;|)$", r"while (monitor_step(), (\1))\2", line)
        line = re.sub(r"\bfor \(([^;]*);([^;]*);",
                      lambda m: f"for ({m.group(1)}; monitor_step(), ({m.group(2).strip() or 1});", line)
        line = re.sub(r"^(\w+):$", r"\1: monitor_step();", line)
        line = re.sub(r"\breturn\b([^;]*);", rf"do {{ monitor_return({number}); return\1; }} while (0);", line)
        if line == "}":
            line = f"monitor_return({number}); }}"
        out.append(line)
    arguments = "".join(f", v[{i}]" for i in range(len(ranges)))
    out += [f"static void {name}_run(const unsigned *v) {{ (void)v; routine(&extension{arguments}); }}"]
    return "\n".join(out) + "\n", ranges


def truth(programs, folder, compiler):
    folder.mkdir(parents=True, exist_ok=True)
    left = {name: native(name, lines) for name, lines in programs.items()}
    while left:
        source, binary = folder / "programs.c", folder / "programs"
        calls = [f'    monitor("{name}", {name}_run, {len(ranges)}, (const unsigned[]){{{str(ranges)[1:-1]}}});'
                 for name, (_, ranges) in left.items()]
        source.write_text('#include "monitor.h"\n' + "".join(text for text, _ in left.values()) +
                          '#line 1 "main"\nint main(void)\n{\n' + "\n".join(calls) + "\n    return 0;\n}\n")
        done = subprocess.run([compiler, "-std=gnu11", "-O0", "-w", "-fmax-errors=0" if "clang" not in compiler else
                               "-ferror-limit=0", "-I", HERE, source, "-o", binary], capture_output=True, text=True)
        if done.returncode == 0:
            break
        wrong = set(re.findall(r"^(\w+):\d+:\d+: (?:fatal )?error:", done.stderr, re.M)) & set(left)
        if not wrong:
            raise RuntimeError(f"{compiler} failed on {source}:\n{done.stderr[:2000]}")
        for name in wrong:
            del left[name]
    if not left:
        return {}
    done = subprocess.run([binary], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise RuntimeError(f"{binary} ended with status {done.returncode}")
    found = {}
    for line in done.stdout.splitlines():
        name, what, where = line.split()
        if what == "end":
            found.setdefault(name, [set(), where])[1] = where
        else:
            found.setdefault(name, [set(), ""])[0].add(("devlock-" + what, int(where)))
    return {name: (frozenset(defects), end) for name, (defects, end) in found.items()}
