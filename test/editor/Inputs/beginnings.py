#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reading on from a beginning that is kept gives what reading everything gives: beginnings.py DEVLOCK SCRATCH FOLDER...

Each source of the folders is opened in two servers with another end than it has, and then given its own: the one server
has read the beginning before, the other reads everything anew. What they publish must be the same, byte for byte.
"""
import json
import pathlib
import shutil
import sys

import client

ENDS = ["\nint devlock_end;\n", "\n#if 0\n", "\n}}} /*"]  # what the source ends with at first, in turn


def text_of(path):
    return path.read_bytes().decode("utf-8", "replace")


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return file.read().split()


def said(session, path, version):
    session.waiting.clear()
    session.messages.clear()
    session.diagnostics(path, version)
    session.settle(path)
    frames = [m for m in session.messages if m.get("method") == "textDocument/publishDiagnostics"]
    return json.dumps(sorted(map(json.dumps, frames)))


def look(session, path, first, second):
    session.open(path, first)
    before = said(session, path, 1)
    session.change(path, 2, {"text": second})
    after, keepers = said(session, path, 2), len(children(session.server.pid))
    session.close(path)
    return before, after, keepers


def main():
    devlock, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(scratch, ignore_errors=True)
    servers = [client.Session([devlock, "lsp"]), client.Session([devlock, "lsp", "--no-keepers"])]
    count = kept = 0
    for number, given in enumerate(map(pathlib.Path, sys.argv[3:])):
        folder = scratch / f"{number}{given.name}"
        shutil.copytree(given, folder, ignore_dangling_symlinks=True)
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".c", ".cpp") or not path.is_file():
                continue
            own = text_of(path)
            first = own + ENDS[count % len(ENDS)]
            ours, plain = (look(server, path, first, own) for server in servers)
            if ours[:2] != plain[:2] or plain[2]:
                sys.exit(f"{path}: with its beginning kept: {ours}, read anew: {plain}")
            count += 1
            kept += ours[2]
    for server in servers:
        server.end()
    print(f"{count} sources are the same, {'all' if kept == count else kept} from a kept beginning")


main()
