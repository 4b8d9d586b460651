#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Whether the models kernel and wdm say the same of levels: check_levels.py MODEL_FACTS

Both describe the kernel's lock functions: kernel as functions that change the IRQL, for drivers that are checked for
other locks, and wdm as locks, in their place.
"""
import subprocess
import sys


def levels(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return {line[1]: line[2:] for line in lines if line[0] == "function"}


def main():
    kernel, both = levels(sys.argv[1]), levels(sys.argv[1], "wdm")
    same = changed = 0
    for name, said in both.items():
        before = kernel.get(name.split(" of ")[0])
        if before is None:
            continue
        same += before == said
        if before != said:
            changed += 1
            print(f"{name}: kernel says {before}, wdm {said}")
    print(f"{same} functions alike, {changed} not")
    return 1 if changed or len(both) <= len(kernel) else 0


sys.exit(main())
