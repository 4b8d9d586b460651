#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Bad model files: check_bad.py DEVLOCK CASES FOLDER

CASES is a text of cases with a line of ==== between them. The first line of a case is the message that is expected, without
the file's name: "LINE:COLUMN: error: …", of which the beginning is compared; the rest is the model. devlock must print
exactly this one line and end with status 2.
"""
import pathlib
import subprocess
import sys


def main():
    devlock, cases, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "empty.c"
    source.write_text("int nothing;\n")
    count = wrong = 0
    for case in cases.read_text().split("\n====\n"):
        case = "\n".join(line for line in case.split("\n") if not line.startswith("#!"))
        expected, model = case.strip("\n").split("\n", 1) if "\n" in case.strip("\n") else (case.strip("\n"), "")
        file = folder / f"{count}.yaml"
        file.write_text(model + "\n" if model else "")
        done = subprocess.run([devlock, "scan", "--model", file.name, source.name, "--", "-w"], capture_output=True,
                              text=True, cwd=folder)
        message = done.stderr.rstrip("\n")
        count += 1
        if (not message.startswith(f"{file.name}:{expected}") or "\n" in message or done.returncode != 2
                or done.stdout):
            wrong += 1
            print(f"expected {file.name}:{expected}\ngot      {message} (status {done.returncode})\n{model}\n")
    print(f"{count} bad models, {wrong} with another message")
    return 1 if wrong else 0


sys.exit(main())
