#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""compare.py --devlock FILE --clang-tidy FILE [--module FILE] [--jobs N] [--least N] SOURCE... -- FLAGS

Scans each source on its own, and gives it to clang-tidy with the module: place, message, check and notes of every
finding must be the same, and so must what is not analysed and why. SOURCE may be a folder; left out of it are
sources with NOLINT, and those that only a scan can read, for clang-tidy sees the disk as it is and
has no headers of tracing (SCAN_ONLY). Findings of the tier
"possible" are shown by both. --least: how many findings there must be in all, so that the comparison is not empty.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

SCAN_ONLY = {"AnyCase", "dialect"}
LINE = re.compile(r"^(?P<file>[^\n]+?):(?P<line>\d+):(?P<column>\d+): (?P<kind>warning|note|error): (?P<text>.*)$")
GAP = re.compile(r"^not analysed: (?:(?P<name>.+?) \((?P<file>.+):(?P<line>\d+)\)|(?P<whole>.+?)): (?P<reason>.*)$")
TIDY_GAP = re.compile(r"^(?:'(?P<name>[^']*)'|this) is not analysed: (?P<reason>.*) \[devlock-not-analysed\]$")


def findings_of(output):
    """[(place, message, [notes])] of the devlock checks, sorted; the places are absolute."""
    found, current = [], None
    for match in filter(None, map(LINE.match, output.splitlines())):
        place = (os.path.realpath(match["file"]), int(match["line"]), int(match["column"]))
        if match["kind"] == "note":
            if current is not None:
                current[2].append((place, match["text"]))
        elif re.search(r"\[devlock-[a-z-]+\]$", match["text"]):
            current = (place, match["text"], [])
            found.append(current)
        else:
            current = None
    return sorted(found)


def run_scan(args, source, flags):
    done = subprocess.run([args.devlock, "scan", source, "--", *flags], capture_output=True, text=True,
                          errors="replace")
    gaps = set()
    for match in filter(None, map(GAP.match, done.stdout.splitlines())):
        file = os.path.realpath(match["file"] or match["whole"])
        gaps.add((file, int(match["line"] or 1), match["name"], match["reason"]))
    return findings_of(done.stdout), gaps, done


def run_tidy(args, source, flags):
    load = [f"--load={args.module}"] if args.module else []
    done = subprocess.run([args.clang_tidy, *load, "--quiet", "--checks=-*,devlock-*", "--header-filter=.*",
                           "--config={CheckOptions: [{key: devlock.Possible, value: true}]}", source, "--", *flags],
                          capture_output=True, text=True,
                          errors="replace")
    findings, gaps = [], set()
    for place, text, notes in findings_of(done.stdout):
        gap = TIDY_GAP.match(text)
        if gap:
            # A gap of a whole file has no line of its own in a scan.
            gaps.add((place[0], place[1] if gap["name"] else 1, gap["name"], gap["reason"]))
        else:
            findings.append((place, text, notes))
    return findings, gaps, done


def compare(args, source, flags):
    """(number of findings, what differs or nothing)"""
    findings, gaps, scan = run_scan(args, source, flags)
    tidy_findings, tidy_gaps, tidy = run_tidy(args, source, flags)
    if scan.returncode not in (0, 1, 2) or tidy.returncode not in (0, 1):
        return 0, f"{source}: ended with {scan.returncode} and {tidy.returncode}\n{scan.stderr}{tidy.stderr}"
    differences = [f"  only scan: {item}" for item in findings if item not in tidy_findings]
    differences += [f"  only clang-tidy: {item}" for item in tidy_findings if item not in findings]
    differences += [f"  not analysed, only scan: {item}" for item in sorted(gaps - tidy_gaps)]
    differences += [f"  not analysed, only clang-tidy: {item}" for item in sorted(tidy_gaps - gaps)]
    return len(findings), "\n".join([f"{source}:"] + differences) if differences else ""


def sources_of(names):
    """The sources that are named or lie in folders that are; without those that suppress findings."""
    for path in map(pathlib.Path, names):
        for source in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if source.suffix in (".c", ".cpp") and not SCAN_ONLY.intersection(source.parts) and "NOLINT" not in source.read_text(errors="replace"):
                yield source


def main():
    argv, flags = sys.argv[1:], []
    if "--" in argv:
        argv, flags = argv[:argv.index("--")], argv[argv.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devlock", required=True)
    parser.add_argument("--clang-tidy", required=True)
    parser.add_argument("--module")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("sources", nargs="+")
    args = parser.parse_args(argv)
    sources = [str(source) for source in sources_of(args.sources)]
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda source: compare(args, source, flags), sources))
    count, different = sum(number for number, _ in results), [text for _, text in results if text]
    print("\n".join(different + [f"{count} findings in {len(sources)} sources, {len(different)} sources differ"]))
    return 1 if different or count < args.least else 0


sys.exit(main())
