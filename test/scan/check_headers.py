#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Whether each shipped header can be included alone: check_headers.py DEVLOCK FOLDER SCRATCH

Those that others include, devlock_*.h, are left out. Alone is behind one of the headers that drivers include first, as C,
and once as C++; without an error, and the routine that follows is analysed. Sensors' drivers run in user mode.
"""
import pathlib
import shutil
import subprocess
import sys

FIRST = ["wdm.h", "ntifs.h"]


def first_of(header):
    return ["windows.h"] if header.startswith(("sensors", "usb.", "wdf", "wudf")) else []


def main():
    devlock, folder, scratch = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    headers = sorted(header.name for header in folder.glob("*.h") if not header.name.startswith("devlock_"))
    sources = []
    for header in headers:
        for first in first_of(header) + ([] if header.startswith("sensors") else FIRST):
            for kind in ("c",) if first in FIRST[1:] else ("c", "cpp"):
                source = scratch / f"{first}-{header}.{kind}"
                source.write_text(f"#include <{first}>\n#include <{header}>\nvoid in_{len(sources)}(void) {{}}\n")
                sources.append(source)
    done = subprocess.run([devlock, "scan", *sources], capture_output=True, text=True)
    print(done.stdout + done.stderr)
    good = done.returncode == 0 and "error" not in done.stderr and f"{len(sources)} routines" in done.stderr
    return 0 if good and headers else 1


sys.exit(main())
