#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of the checks' pages: check_pages.py DEVLOCK PAGES FOLDER

PAGES is the folder of the pages, one a check. Each ```c bad and ```c good block is written to FOLDER and scanned on its
own. The findings must be those that `// expect: CHECK` marks; a bad block must mark the check that the page is about, a
good block nothing. Every page has both, says how to fix it, and `devlock scan --explain CHECK` shows its text.
"""
import pathlib
import re
import subprocess
import sys

FINDING = re.compile(r"^[^:]*:(\d+):\d+: warning: .*\[(devlock-[a-z-]+)\]$")
EXPECT = re.compile(r"//\s*expect:\s*(devlock-[a-z-]+)")
BLOCK = re.compile(r"^```c (bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def wrong_example(devlock, source, check, kind, text):
    """What is wrong with an example, or nothing."""
    source.write_text(text)
    expected = {(str(at), mark) for at, line in enumerate(text.splitlines(), 1) for mark in EXPECT.findall(line)}
    if (check in {mark for _, mark in expected}) != (kind == "bad") or (kind == "good" and expected):
        return "the marks do not fit a " + kind + " example\n"
    done = run(devlock, "scan", source)
    found = {match.groups() for match in map(FINDING.match, done.stdout.splitlines()) if match}
    if found == expected and done.returncode == (1 if expected else 0) and "error:" not in done.stderr:
        return ""
    return (f"status {done.returncode}, missed {sorted(expected - found)}, false {sorted(found - expected)}\n"
            f"{done.stdout}{done.stderr}")


def wrong_page(devlock, folder, page):
    """(number of examples, what is wrong with the page)."""
    check, text = page.stem, page.read_text()
    examples, wrong = BLOCK.findall(text), []
    if {kind for kind, _ in examples} != {"bad", "good"}:
        wrong.append("a bad and a good example are wanted\n")
    if "\n## How to fix\n" not in text:
        wrong.append("it does not say how to fix what the check reports\n")
    for number, (kind, source) in enumerate(examples):
        message = wrong_example(devlock, folder / f"{check}-{number}.c", check, kind, source)
        if message:
            wrong.append(f"example {number} ({kind}): {message}")
    shown = run(devlock, "scan", "--explain", check)
    if shown.returncode != 0 or "Why" not in shown.stdout.splitlines():
        wrong.append(f"--explain does not show the page\n{shown.stdout}{shown.stderr}")
    return len(examples), [f"{page.name}: {message}" for message in wrong]


def main():
    devlock, pages, folder = sys.argv[1], sorted(pathlib.Path(sys.argv[2]).glob("*.md")), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    listed = {line.split()[0] for line in run(devlock, "--list-checks").stdout.splitlines() if line}
    count, wrong = 0, [f"{name}: the check has no page\n" for name in sorted(listed - {page.stem for page in pages})]
    for page in pages:
        examples, messages = wrong_page(devlock, folder, page)
        count += examples
        wrong += messages
    print("".join(wrong) + f"{count} examples on {len(pages)} pages, {len(wrong)} wrong")
    return 1 if wrong or not count else 0


sys.exit(main())
