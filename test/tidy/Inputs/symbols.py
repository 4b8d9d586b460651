#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""symbols.py SHIM: what the shim and the modules beside it need and export, as nm and readelf tell."""
import pathlib
import subprocess
import sys


def lines(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


shim = pathlib.Path(sys.argv[1]).resolve()
modules = sorted(shim.parent.glob("devlock-tidy-*.so"))
wrong = [line for line in lines("nm", "-D", "--undefined-only", shim) if "llvm" in line or "clang" in line]
wrong += [line for file in [shim, *modules] for line in lines("readelf", "-d", file)
          if "(NEEDED)" in line and ("LLVM" in line or "clang" in line)]
wrong += [line for file in [shim, *modules] for line in lines("nm", "-D", "--defined-only", file)
          if line.split()[1] not in "aA"]
print("\n".join(wrong))
sys.exit(1 if wrong or not modules else 0)
