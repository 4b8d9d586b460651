#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""many_files.py --run-clang-tidy COMMAND --clang-tidy FILE [--files N] [--jobs N] FOLDER

Writes N sources and their compile database into FOLDER, and runs clang-tidy on all of them: through run-clang-tidy,
several at a time, and file by file. The findings, with their notes and source lines, must be the same, each finding's
lines must stand together, and they must be those that the sources were written for.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import subprocess
import sys

WARNING = re.compile(r"^(?P<file>\S+\.c):\d+:\d+: warning: .*\[devlock-[a-z-]+\]$")

HEAD = """void VideoPortAcquireDeviceLock(void *);
void VideoPortReleaseDeviceLock(void *);
int Probe(void *, int);
"""


def routine(number, kind):
    """A routine of one of five kinds, and how many findings it has."""
    acquire, release = "    VideoPortAcquireDeviceLock(Ext);\n", "    VideoPortReleaseDeviceLock(Ext);\n"
    test = f"    if (Probe(Ext, {number}) % {number + 2} == 1)\n"
    body = [acquire + release,
            acquire + test + "        return 1;\n" + release,
            acquire + release + test + "    " + release,
            test + "    " + release,
            acquire + test + "    " + acquire + release][kind]
    return f"\nint Routine{number}(void *Ext)\n{{\n{body}    return 0;\n}}\n", int(kind != 0)


def write_sources(folder, count):
    """How many findings there are in the files, by their paths."""
    folder.mkdir(parents=True)
    expected, commands = {}, []
    for number in range(count):
        path, text, findings = folder / f"unit{number:03}.c", HEAD, 0
        for at in range(number % 7):
            code, found = routine(at, (number // 7 + at) % 5)
            text, findings = text + code, findings + found
        path.write_text(text)
        expected[str(path)] = findings
        commands.append({"directory": str(folder), "file": str(path), "arguments": ["clang", "-c", str(path)]})
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    return expected


def blocks(output):
    """The findings in an output: a warning's line and what follows it, up to the next. Without colours, which
    run-clang-tidy of LLVM 14 always asks for."""
    result, block = [], None
    for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines():
        match = WARNING.match(line)
        if match:
            block = [match["file"], line]
            result.append(block)
        elif block and (line.startswith(block[0] + ":") or re.match(r" *\d* \| |^ +\^|^    ", line)):
            block.append(line)
        else:
            block = None
    return sorted(map(tuple, result))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run-clang-tidy", required=True)
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("folder", type=pathlib.Path)
    args = parser.parse_args()
    folder = args.folder.resolve()
    expected = write_sources(folder, args.files)

    together = subprocess.run([*args.run_clang_tidy.split(), "-p", folder, "-j", str(args.jobs), "-quiet",
                               "-clang-tidy-binary", args.clang_tidy, "-checks=-*,devlock-*"],
                              capture_output=True, text=True)

    def alone(path):
        return subprocess.run([args.clang_tidy, "-p", folder, "--quiet", "--checks=-*,devlock-*", path],
                              capture_output=True, text=True)

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        single = list(pool.map(alone, expected))
    wrong = [f"status {run.returncode}: {run.stderr}" for run in [together, *single] if run.returncode]
    one, many = blocks("".join(run.stdout for run in single)), blocks(together.stdout)
    wrong += [f"only file by file: {block}" for block in one if block not in many]
    wrong += [f"only together: {block}" for block in many if block not in one]
    for path, count in expected.items():
        found = sum(block[0] == path for block in many)
        if found != count:
            wrong.append(f"{path}: {found} findings, {count} expected")
    print("\n".join(wrong[:20] + [f"{len(many)} findings in {len(expected)} files, {len(wrong)} differences"]))
    return 1 if wrong or not many else 0


sys.exit(main())
