#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""apply.py --devlock FILE [--clang-tidy FILE] [--clang FILE] [--program] [--jobs N] [--least N] SOURCE... -- FLAGS

Applies all fixes that are offered, and looks whether they are right. Each source is scanned in a copy of its folder
with --fix: what was said to be fixed must be gone from a second scan, nothing else may have come or gone unless it was
fixed with it, and the compiler must say no more of the source than before. With --clang-tidy the same is done through
clang-tidy --fix, which must leave the same text. SOURCE may be a folder; with --program the sources of a folder are one
program. --least: how many findings there must be that are fixed, so that the test is not empty.

The last line counts: findings, of these fixed, and sources with an error.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TOLD = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<what>fixed|not fixed): (?P<text>.*) "
                  r"\[(?P<check>devlock-[a-z-]+)\]$")
DIAGNOSTIC = re.compile(r":\d+:\d+: (warning|error|fatal error): ")


def run(command, folder):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")


def scan(args, names, folder):
    """[finding] and how many routines were not analysed"""
    done = run([args.devlock, "scan", "--quiet", "--format=json", *names, "--", *args.flags], folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    findings = [line for line in lines if line["type"] == "finding" and not line.get("suppressed")]
    return findings, sum(line["type"] == "not-analysed" for line in lines)


def key(finding):
    return finding["check"], finding.get("file"), finding["routine"], finding["tier"]


def complaints(args, names, folder):
    done = run([args.clang, "-fsyntax-only", *(flag for flag in args.flags if flag != "-w"), *names], folder)
    return collections.Counter(DIAGNOSTIC.findall(done.stderr))


def tidy(args, names, folder):
    run([args.clang_tidy, "--fix-errors", "--quiet", "--checks=-*,devlock-*", "--header-filter=.*",
         "--config={CheckOptions: [{key: devlock.Possible, value: true}]}", *names, "--", *args.flags], folder)


def text_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def check_copy(args, names, folder):
    """(findings, fixed ones, what is wrong, whether it compiles)"""
    wrong = []
    before, gaps_before = scan(args, names, folder)
    said = complaints(args, names, folder)
    done = run([args.devlock, "scan", "--fix", "--format=json=/dev/null", *names, "--", *args.flags], folder)
    told = [match for match in map(TOLD.match, done.stderr.splitlines()) if match]
    fixed = [match for match in told if match["what"] == "fixed"]
    if done.returncode not in (0, 1, 2):
        wrong.append(f"ended with {done.returncode}: {done.stderr}")
    if len(told) != len(before):
        wrong.append(f"{len(before)} findings, but of {len(told)} it is told what became of them")
    after, gaps_after = scan(args, names, folder)
    came = collections.Counter(map(key, after)) - collections.Counter(map(key, before))
    if came:
        wrong.append(f"came: {sorted(came)}")
    if len(after) > len(before) - len(fixed):
        wrong.append(f"{len(before)} findings, {len(fixed)} fixed, but {len(after)} are there still")
    if gaps_after > gaps_before:
        wrong.append("routines are no longer analysed")
    now = complaints(args, names, folder)
    if now - said:
        wrong.append(f"the compiler complains: {now}, before: {said}")
    return len(before), len(fixed), wrong, set(said) <= {"warning"}


def copy(original, to):
    """Copies a folder, with links to what lies around it as far as sources include it; gives the copy."""
    original = original.resolve()
    around = list(original.parents)[:3]
    for outer, inner in zip(around, [original, *around]):
        place = to.joinpath(*outer.relative_to(around[-1]).parts)
        place.mkdir(parents=True, exist_ok=True)
        for other in outer.iterdir():
            if other != inner and not other.name.startswith((".", "build")):
                (place / other.name).symlink_to(other)
    folder = to / original.relative_to(around[-1])
    shutil.copytree(original, folder)
    return folder


def check(args, names, original):
    with tempfile.TemporaryDirectory() as temporary:
        folder = copy(original, pathlib.Path(temporary) / "scan")
        count, fixed, wrong, compiles = check_copy(args, names, folder)
        if args.clang_tidy and fixed and compiles and not args.program: # else Clang has fixes of its own
            other = copy(original, pathlib.Path(temporary) / "tidy")
            tidy(args, names, other)
            theirs, ours = text_of(other), text_of(folder)
            wrong += [f"clang-tidy leaves another text of {path}" for path in ours if theirs[path] != ours[path]]
    return count, fixed, "".join(f"{original}/{' '.join(names)}: {text}\n" for text in wrong)


def programs(args):
    """(names, folder) of each program"""
    for name in map(pathlib.Path, args.sources):
        sources = sorted(name.rglob("*")) if name.is_dir() else [name]
        sources = [path for path in sources if path.suffix in (".c", ".cpp")]
        if args.program:
            yield [str(path.relative_to(name)) for path in sources], name
        else:
            for path in sources:
                yield [path.name], path.parent


def main():
    argv, flags = sys.argv[1:], []
    if "--" in argv:
        argv, flags = argv[:argv.index("--")], argv[argv.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devlock", required=True)
    parser.add_argument("--clang-tidy")
    parser.add_argument("--clang", default="clang")
    parser.add_argument("--program", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("sources", nargs="+")
    args = parser.parse_args(argv)
    args.flags = flags
    args.devlock = os.path.abspath(args.devlock)
    args.clang_tidy = args.clang_tidy and os.path.abspath(args.clang_tidy)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda one: check(args, *one), programs(args)))
    fixed, wrong = sum(one[1] for one in results), [one[2] for one in results if one[2]]
    print("".join(wrong) + f"{sum(one[0] for one in results)} findings, {fixed} fixed, {len(wrong)} sources with errors")
    return 1 if wrong or fixed < args.least else 0


if __name__ == "__main__":
    sys.exit(main())
