#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the worked examples of a Markdown page: run_examples.py DEVLOCK PAGE FOLDER

An example is a ```yaml block that is followed by a ```c block before the next heading. The model and the source are
written to FOLDER and scanned; the findings must be those that `// expect: CHECK` marks in the source. Every other yaml
block must be a model that can be read.
"""
import pathlib
import re
import subprocess
import sys

FINDING = re.compile(r"^[^:]*:(\d+):\d+: warning: .*\[(devlock-[a-z-]+)\]$")
EXPECT = re.compile(r"//\s*expect:\s*(devlock-[a-z-]+)")


def blocks(page):
    """(heading, language, text) of each fenced block."""
    heading, language, text = "", None, []
    for line in page.splitlines():
        if language is None and line.startswith("#"):
            heading = line.lstrip("# ")
        elif language is None and line.startswith("```"):
            language, text = line[3:].strip(), []
        elif language is not None and line.startswith("```"):
            yield heading, language, "\n".join(text) + "\n"
            language = None
        elif language is not None:
            text.append(line)


def scan(devlock, folder, number, model, source):
    model_file, source_file = folder / f"{number}.yaml", folder / f"{number}.c"
    model_file.write_text(model)
    source_file.write_text(source)
    done = subprocess.run([devlock, "scan", "--model", model_file, source_file, "--", "-Werror=implicit"],
                          capture_output=True, text=True)
    found = {FINDING.match(line).groups() for line in done.stdout.splitlines() if FINDING.match(line)}
    return found, done


def main():
    devlock, page, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    found_blocks = list(blocks(page.read_text()))
    examples = failures = 0
    for number, (heading, language, text) in enumerate(found_blocks):
        if language != "yaml":
            continue
        after = found_blocks[number + 1] if number + 1 < len(found_blocks) else ("", "", "")
        source = after[2] if after[0] == heading and after[1] == "c" else "int nothing;\n"
        expected = {(str(at), mark.group(1)) for at, line in enumerate(source.splitlines(), 1)
                    for mark in [EXPECT.search(line)] if mark}
        found, done = scan(devlock, folder, number, text, source)
        examples += 1
        if found != expected or done.returncode != (1 if expected else 0):
            failures += 1
            print(f"{heading}: status {done.returncode}, missed {sorted(expected - found)}, "
                  f"false {sorted(found - expected)}\n{done.stdout}{done.stderr}")
    print(f"{examples} models of {page.name}, {failures} wrong")
    return 1 if failures or not examples else 0


sys.exit(main())
