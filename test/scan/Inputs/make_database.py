#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""make_database.py FOLDER FILE... -- FLAGS: writes a compile_commands.json, commands run in FOLDER."""
import json
import os
import sys

dashes = sys.argv.index("--")
folder, files, flags = sys.argv[1], sys.argv[2:dashes], sys.argv[dashes + 1:]
entries = [{"directory": os.path.abspath(folder), "file": os.path.relpath(file, folder),
            "arguments": ["clang", *flags, "-c", os.path.relpath(file, folder), "-o", "x.o", "-MD", "-MF", "x.d"]}
           for file in files]
with open(os.path.join(folder, "compile_commands.json"), "w") as out:
    json.dump(entries, out)
