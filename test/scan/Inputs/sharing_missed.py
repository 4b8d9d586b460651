# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Sources whose roots have errors share the lines of their own driver.

  sharing_missed.py DEVLOCK FOLDER
"""
import json
import pathlib
import shutil
import sys

import sharing_scans

devlock, folder = sys.argv[1:]
folder = pathlib.Path(folder)
shutil.rmtree(folder, ignore_errors=True)
tree = folder / "tree"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def guarded(name, text):
    write(tree / "system" / f"{name}.h", f"#ifndef {name}_H\n#define {name}_H\n{text}\n#endif\n")


DRIVERS, SOURCES = 12, 3
guarded("first", "void VideoPortAcquireDeviceLock(void *extension);\nvoid VideoPortReleaseDeviceLock(void *extension);")
guarded("broken", "#ifdef MODE\nunknown_type Broken;\n#endif")
database = []
for driver in range(DRIVERS):
    for source in range(SOURCES):
        file = f"d{driver}/s{source}.c"
        write(tree / file, '#include <first.h>\n#include <broken.h>\n#include "own.h"\n'
              f"void Leaves{driver}_{source}(void *x) {{ VideoPortAcquireDeviceLock(x); Own(); }}\n")
        database.append({"directory": str(tree), "file": file,
                         "arguments": ["clang", "-target", "x86_64-pc-windows-msvc", "-w", f"-DMODE={driver}",
                                       "-isystem", "system", "-c", file]})
    write(tree / f"d{driver}" / "own.h", "void Own(void);\n")
(folder / "compile_commands.json").write_text(json.dumps(database))


def scan(name, *options):
    return sharing_scans.scan([devlock, "scan", "--one-driver", "--verbose", "-p", folder, *options], folder / name,
                              cwd=folder, but=[" " + str(folder)])


alone = scan("alone", "--no-sharing")
shared = scan("shared", "-j1")
sharing_scans.compare(shared, alone)
went_on = int(shared[5][0].split()[1]) if shared[5] else 0
if not (DRIVERS - 2) * (SOURCES - 1) <= went_on < DRIVERS * SOURCES:
    sys.exit(f"{went_on} of {DRIVERS * SOURCES} sources went on from what others had read")
