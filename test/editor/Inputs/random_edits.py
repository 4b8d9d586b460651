#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random edits with requests between them: random_edits.py DEVLOCK SOURCE SCRATCH [--edits N] [--rounds N] [--seed N] [-- WRAPPER...]

In the end of each round, and so in the end of all, what the server says must be what a fresh scan of the text says. The
server must not grow. WRAPPER is put before the server's command: valgrind with its options, say.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys

import client

PIECES = ["VideoPortAcquireDeviceLock(Ext);", "    VideoPortReleaseDeviceLock(Ext);\n", "if (Mode) {", "}", "return;", "\n", ";",
          "/* \U0001f512 ä */", "// \r\n", "Mode++;", "(", "\"", "#if 0\n", "#endif\n", "VOID New(PVOID Ext)\n{\n", " "]
GROWTH = 24 << 10  # kB that the server may grow from the first round to the last


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def place(text, offset):
    before = text[:offset]
    line_start = before.rfind("\n") + 1
    return {"line": before.count("\n"), "character": utf16(before[line_start:])}


def resident(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


class Editing:
    def __init__(self, session, path, text, seed):
        self.session, self.path, self.text, self.version = session, path, text, 1
        self.original, self.random, self.asked = text, random.Random(seed), []
        session.open(path, text)

    def edit(self):
        changes = []
        for _ in range(self.random.choice([1, 1, 1, 3])):
            start = self.random.randrange(len(self.text) + 1)
            # Not within a line end: what is a line there is for each client to say.
            while 0 < start < len(self.text) and self.text[start - 1] == "\r":
                start += 1
            end = min(len(self.text), start + self.random.choice([0, 0, 0, 1, 4, 30]))
            if 0 < end < len(self.text) and self.text[end - 1] == "\r":
                end += 1
            new = self.random.choice(PIECES + ["", ""])
            changes.append({"range": {"start": place(self.text, start), "end": place(self.text, end)}, "text": new})
            self.text = self.text[:start] + new + self.text[end:]
        if self.random.random() < 0.02 or len(self.text) > 3 * len(self.original):
            self.text = self.original
            changes.append({"text": self.text})
        self.version += 1
        self.session.change(self.path, self.version, *changes)

    def request(self):
        where = place(self.text, self.random.randrange(len(self.text) + 1))
        document = {"uri": client.uri(self.path)}
        what = self.random.randrange(4)
        if what == 0:
            self.asked.append(self.session.ask_later("textDocument/hover", {"textDocument": document, "position": where}))
        elif what == 1:
            self.asked.append(self.session.ask_later("textDocument/codeAction", {
                "textDocument": document, "range": {"start": {"line": 0, "character": 0}, "end": where},
                "context": {"diagnostics": []}}))
        elif what == 2 and self.asked:
            self.session.tell("$/cancelRequest", {"id": self.random.choice(self.asked)})
        else:
            self.session.tell("textDocument/didSave", {"textDocument": document})

    def settle(self):
        """What is told of the newest version, and what a scan says of it."""
        told = self.session.diagnostics(self.path, self.version)
        for number in self.asked:  # each is answered once
            self.session.wait(lambda m, n=number: m.get("id") == n and "method" not in m)
        self.asked.clear()
        self.session.waiting.clear()
        self.session.messages.clear()
        return sorted((d["code"], d["range"]["start"]["line"] + 1, d["message"].split(" (possible")[0]) for d in told)


def scanned(devlock, path, text):
    path.write_bytes(text.encode())
    out = subprocess.run([devlock, "scan", "--format", "json", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         check=False).stdout
    found = []
    for line in map(json.loads, out.splitlines()):
        if line["type"] == "finding" and "suppressed" not in line:
            found.append((line["check"], line["line"], line["message"]))
        if line["type"] == "not-analysed" and "file" in line and "suppressed" not in line:
            what = f"'{line['routine']}' is not analysed: {line['reason']}" if "routine" in line else None
            found.append(("devlock-not-analysed", line.get("line", 1), what or f"'' is not analysed: {line['reason']}"))
    return sorted(set(found))


def main():
    arguments = sys.argv[1:]
    wrapper = arguments[arguments.index("--") + 1:] if "--" in arguments else []
    parser = argparse.ArgumentParser()
    parser.add_argument("devlock")
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("scratch", type=pathlib.Path)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments[:len(arguments) - len(wrapper) - ("--" in arguments)])
    client.fresh(args.scratch, args.source.parent)
    path = args.scratch / "edited.c"
    wishes = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}
    session = client.Session([*wrapper, args.devlock, "lsp"], wishes)
    editing = Editing(session, path, args.source.read_text(encoding="utf-8"), args.seed)
    sizes, seen = [], set()
    for number in range(args.rounds):
        for _ in range(args.edits // args.rounds):
            editing.edit()
            if editing.random.random() < 0.2:
                editing.request()
        if number % 2:  # what is random is broken most of the time: every other round looks at something whole
            editing.text = editing.original.replace("return 1", editing.random.choice(["return 1", "return 0", "Mode = 2"]))
            editing.version += 1
            session.change(path, editing.version, {"text": editing.text})
        told, wanted = editing.settle(), scanned(args.devlock, path, editing.text)
        if sorted(set(told)) != wanted:
            sys.exit(f"round {number}: the server says {told}, a scan {wanted}")
        seen.update(code for code, *_ in told)
        sizes.append(resident(session.server.pid))
    if sizes[-1] - sizes[0] > GROWTH:
        sys.exit(f"the server grows: {sizes} kB")
    status = session.end()
    print(f"{args.edits} edits, {args.rounds} rounds like fresh scans, seen: {', '.join(sorted(seen))}; "
          f"resident {sizes[0]} kB to {sizes[-1]} kB; exit status {status}")
    return status


sys.exit(main())
