#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of a page: run_page.py DEVLOCK PAGE FOLDER

Each ```c block is put behind the page's ```c preamble block, written to FOLDER and scanned on its own. The findings must
be those that `// expect: CHECK` marks. There must be blocks with marks and blocks without.
"""
import pathlib
import re
import subprocess
import sys

FINDING = re.compile(r"^[^:]*:(\d+):\d+: warning: .*\[(devlock-[a-z-]+)\]$")
EXPECT = re.compile(r"//\s*expect:\s*(devlock-[a-z-]+)")
BLOCK = re.compile(r"^```c( preamble)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main():
    devlock, page, folder = sys.argv[1], pathlib.Path(sys.argv[2]).read_text(), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [(page.count("\n", 0, match.start()) + 2, match) for match in BLOCK.finditer(page)]
    preamble = "".join("\n" * (line - 1) + match.group(2) for line, match in blocks if match.group(1))
    marked = plain = wrong = 0
    for line, match in blocks:
        if match.group(1):
            continue
        # Each line stands where it stands on the page.
        text = preamble + "\n" * (line - 1 - preamble.count("\n")) + match.group(2)
        expected = {(str(at), mark) for at, content in enumerate(match.group(2).splitlines(), line)
                    for mark in EXPECT.findall(content)}
        source = folder / f"line{line}.c"
        source.write_text(text)
        done = subprocess.run([devlock, "scan", source], capture_output=True, text=True)
        found = {hit.groups() for hit in map(FINDING.match, done.stdout.splitlines()) if hit}
        marked, plain = marked + bool(expected), plain + (not expected)
        if found != expected or done.returncode != (1 if expected else 0) or "error:" in done.stderr:
            wrong += 1
            print(f"the example at line {line}: status {done.returncode}, missed {sorted(expected - found)}, false "
                  f"{sorted(found - expected)}\n{done.stdout}{done.stderr}")
    print(f"{marked + plain} examples, {wrong} wrong")
    return 1 if wrong or not marked or not plain else 0


sys.exit(main())
