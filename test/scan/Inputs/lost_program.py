# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a scan whose program is gone when its edges run: lost_program.py DEVLOCK scan... --work FOLDER...

The program is a link of its own, removed by the ninja that the scan finds first on the PATH.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    program = pathlib.Path(folder) / "devlock"
    shutil.copy2(sys.argv[1], program)
    shutil.copy2(pathlib.Path(sys.argv[1]).with_name("devlock-edge"), folder)
    tools = pathlib.Path(folder) / "tools"
    tools.mkdir()
    ninja = shutil.which("ninja")
    (tools / "ninja").write_text(f"#!/bin/sh\ntrap 'mv {program}.away {program}' EXIT\nmv {program} {program}.away\n"
                                 f": > {program}\n{ninja} \"$@\"\n")
    (tools / "ninja").chmod(0o755)
    subprocess.run([program, *sys.argv[2:]], env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"})
