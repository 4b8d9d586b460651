#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Same input, same output: compare.py --devlock FILE [--other FILE]... [--jobs N] [--least N] SOURCE... [-- FLAGS]

Scans every source and every folder of sources that is named (a folder is one program, and each file of it one more) and
then again, each time with something else changed that must not matter: the order of the files, where the process lies
in memory, the size of its environment, what fresh memory holds, the locale. Findings, notes, what is not analysed, the
exit status and the summary must be the same, byte for byte, and so they must be when the sources are captured in
processes of their own, the first time and, with nothing changed, again. --other: programs built with another LLVM or compiler;
their findings and what they do not analyse must be the same as well (what Clang itself says of errors in sources is its
own). Those that are not there, or older than the sources of devlock, are left out.
"""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]


def scan(devlock, files, flags, prefix=(), **environment):
    done = subprocess.run([*prefix, devlock, "scan", *files, *(["--", *flags] if flags else [])],
                          capture_output=True, env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


def captured(devlock, files, flags):
    """(name, output) with a fresh work folder, and with one that has all."""
    with tempfile.TemporaryDirectory() as work:
        options = ("--work", work, "-j1", *files)
        yield "by way of captures", scan(devlock, options, flags)
        yield "with captures that are there already", scan(devlock, options, flags)


def variants(devlock, files, flags):
    """(name, output) of each way that must not matter."""
    yield "the same again", scan(devlock, files, flags)
    fixed = ("setarch", "-R")
    if subprocess.run([*fixed, "true"], capture_output=True).returncode == 0:
        yield "without address randomisation", scan(devlock, files, flags, fixed)
    yield "a large environment", scan(devlock, files, flags, DEVLOCK_TEST_PADDING="x" * 100000)
    yield "memory filled otherwise", scan(devlock, files, flags, MALLOC_PERTURB_="165")
    yield "another locale", scan(devlock, files, flags, LC_ALL="C.UTF-8")
    yield from captured(devlock, files, flags)
    if len(files) > 1:
        yield "files in reverse order", scan(devlock, files[::-1], flags)


def compare(args, files, flags):
    """(bytes of findings, what differs)"""
    first = scan(args.devlock, files, flags)
    differ = [name for name, other in variants(args.devlock, files, flags) if other != first]
    differ += [f"findings of {other}" for other in args.other if scan(other, files, flags)[:2] != first[:2]]
    crashed = [] if first[0] in (0, 1, 2) else [f"ended with {first[0]}"]
    return len(first[1]), [f"{' '.join(files)}: {what}" for what in differ + crashed]


def programs_of(names):
    """Lists of files that are scanned together."""
    for path in map(pathlib.Path, names):
        if not path.is_dir():
            yield [str(path)]
            continue
        files = sorted(str(file) for file in path.rglob("*") if file.suffix in (".c", ".cpp"))
        yield from ([file] for file in files)
        for folder in sorted({pathlib.Path(file).parent for file in files}):
            group = [file for file in files if pathlib.Path(file).parent == folder and file.endswith(".c")]
            if len(group) > 1:
                yield group


def is_current(program):
    sources = [file for folder in ("checker", "include") for file in (TOP / folder).rglob("*") if file.is_file()]
    return os.path.exists(program) and os.path.getmtime(program) >= max(map(os.path.getmtime, sources))


def main():
    argv, flags = sys.argv[1:], []
    if "--" in argv:
        argv, flags = argv[:argv.index("--")], argv[argv.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devlock", required=True)
    parser.add_argument("--other", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("sources", nargs="+")
    args = parser.parse_args(argv)
    args.other = [other for other in args.other if is_current(other)]
    programs = list(programs_of(args.sources))
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda files: compare(args, files, flags), programs))
    differ = [text for _, texts in results for text in texts]
    said = sum(1 for size, _ in results if size)
    print("\n".join(differ + [f"{len(programs)} programs, {said} with something to say, {len(args.other)} other builds, "
                              f"{len(differ)} differences"]))
    return 1 if differ or said < args.least else 0


sys.exit(main())
