#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random edits with requests between them: random_edits.py DEVLOCK SOURCE SCRATCH [--edits N] [--rounds N] [--seed N]
[--around CLANGD] [--valgrind]

Two sources and a header that both include are open, and never saved. At the end of each round, and so at the end of all, what
the server says must be what fresh scans of the texts say. Neither the server nor one of its keepers may grow. --around puts
the server around a clangd. AddressSanitizer, if DEVLOCK is built with it, and valgrind must have nothing to say of any process:
the server, the keepers, and the runs, which are forked from these; valgrind follows forks.
"""
import argparse
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time

import client

PIECES = ["VideoPortAcquireDeviceLock(Ext);", "    VideoPortReleaseDeviceLock(Ext);\n", "if (Mode) {", "}", "return;", "\n", ";",
          "/* \U0001f512 ä */", "// \r\n", "Mode++;", "(", "\"", "#if 0\n", "#endif\n", "VOID New(PVOID Ext)\n{\n", " "]
RARELY = 0.003  # such a change ends keepers
GROWTH, GROWTH_CHECKED = 1 << 10, 12 << 10  # kB that a process may grow; under a tool that keeps what was freed for a while
VALGRIND = ["valgrind", "-q", "--freelist-vol=1000000", "--suppressions=" + str(pathlib.Path(__file__).with_name("valgrind.supp"))]
# LLVM's allocators tell what is not allocated yet, and Debian's LLVM is not built to tell what is.
SANITIZER = "allow_user_poisoning=0:quarantine_size_mb=1:thread_local_quarantine_size_kb=64"


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def place(text, offset):
    before = text[:offset]
    line_start = before.rfind("\n") + 1
    return {"line": before.count("\n"), "character": utf16(before[line_start:])}


def resident(pid):
    """In kB; None: the process has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmRSS")), None)
    except OSError:
        return None


class Sizes:
    """How large the server and its keepers were after each round."""

    def __init__(self, pid):
        self.pid, self.server, self.keepers = pid, [], {}

    def note(self):
        self.server.append(resident(self.pid))
        with open(f"/proc/{self.pid}/task/{self.pid}/children", encoding="ascii") as children:
            for child in map(int, children.read().split()):
                size = resident(child)
                if size and os.path.samefile(f"/proc/{child}/exe", f"/proc/{self.pid}/exe"):
                    self.keepers.setdefault(child, []).append(size)

    def growth(self):
        """(of the server from the end of the first quarter on, of the keeper that grew most), in kB."""
        return (self.server[-1] - self.server[(len(self.server) - 1) // 4],
                max((sizes[-1] - sizes[0] for sizes in self.keepers.values()), default=0))


class Document:
    def __init__(self, path, text):
        self.path, self.text, self.original, self.version = path, text, text, 1
        self.beginning = max((m.end() for m in re.finditer(r"^#include.*\n", text, re.M)), default=0)


class Session(client.Session):
    """Knows what is told of each document now."""

    def __init__(self, command, capabilities):
        self.told = {}
        super().__init__(command, capabilities)

    def next(self):
        message = super().next()
        if message and message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message


class Editing:
    def __init__(self, session, documents, seed):
        self.session, self.documents, self.random, self.asked = session, documents, random.Random(seed), []
        self.sources = [d for d in documents if d.path.suffix == ".c"]
        for document in documents:
            session.open(document.path, document.text)

    def one_change(self, document):
        text, is_header = document.text, document not in self.sources
        # Keepers are of use for changes behind the beginning.
        first = 0 if is_header or self.random.random() < RARELY else min(document.beginning, len(text))
        start = self.random.randrange(first, len(text) + 1)
        # Not within a line end: what is a line there is for each client to say.
        while 0 < start < len(text) and text[start - 1] == "\r":
            start += 1
        end = min(len(text), start + self.random.choice([0, 0, 0, 1, 4, 30]))
        if 0 < end < len(text) and text[end - 1] == "\r":
            end += 1
        new = self.random.choice(PIECES + ["", ""])
        document.text = text[:start] + new + text[end:]
        return {"range": {"start": place(text, start), "end": place(text, end)}, "text": new}

    def replace(self, document, text):
        document.text = text
        return {"text": text}

    def change(self, document, *changes):
        document.version += 1
        self.session.change(document.path, document.version, *changes)

    def edit(self):
        document = self.random.choice(self.documents if self.random.random() < RARELY else self.sources)
        changes = [self.one_change(document) for _ in range(self.random.choice([1, 1, 1, 3]))]
        again = 0.02 if document in self.sources else 0.8
        if self.random.random() < again or len(document.text) > 3 * len(document.original):
            changes.append(self.replace(document, document.original))
        self.change(document, *changes)

    def ask(self, method, params):
        self.asked.append(self.session.ask_later(method, params))

    def request(self):
        source = self.random.choice(self.sources)
        where = place(source.text, self.random.randrange(len(source.text) + 1))
        uri = client.uri(source.path)
        document = {"uri": uri}
        what = self.random.randrange(7)
        if what == 0:
            self.ask("textDocument/hover", {"textDocument": document, "position": where})
        elif what == 1:
            self.ask("textDocument/codeAction", {
                "textDocument": document, "range": {"start": {"line": 0, "character": 0}, "end": where},
                "context": {"diagnostics": []}})
        elif what == 2 and self.asked:
            self.session.tell("$/cancelRequest", {"id": self.random.choice(self.asked)})
        elif what == 3:
            self.ask("workspace/executeCommand", {"command": "devlock.explain", "arguments": [uri, "0" * 16]})
        elif what == 4 and self.random.random() < 0.05:
            self.session.close(source.path)
            source.version = 1
            self.session.open(source.path, source.text)
        elif what == 5:
            time.sleep(self.random.uniform(0, 0.3))  # so that runs start, and are cancelled
        else:
            self.session.tell("textDocument/didSave", {"textDocument": document})

    def make_whole(self):
        for document in self.documents:
            text = document.original.replace("return 1", self.random.choice(["return 1", "return 0", "Mode = 2"]))
            if text != document.text:
                self.change(document, self.replace(document, text))

    def told(self):
        return sorted({(os.path.basename(uri), d["code"], d["range"]["start"]["line"] + 1,
                        d["message"].split(" (possible")[0])
                       for uri, diagnostics in self.session.told.items() for d in diagnostics
                       if d.get("source") == "devlock"})

    def settle(self, wanted, around):
        """What is told of the newest texts."""
        zero = {"line": 0, "character": 0}
        for source in self.sources:  # which waits for the analysis
            self.ask("textDocument/codeAction", {"textDocument": {"uri": client.uri(source.path)}, "context": {
                "diagnostics": []}, "range": {"start": zero, "end": zero}})
        for number in self.asked:  # each is answered once
            self.session.wait(lambda m, n=number: m.get("id") == n and "method" not in m)
        self.asked.clear()
        self.session.waiting.clear()
        while around and self.told() != wanted:  # the proxy does not wait with its answers for that long
            if self.session.next() is None:
                sys.exit("the server ended")
        self.session.messages.clear()
        return self.told()


def scanned(devlock, folder, documents):
    """What scans of the sources say, each by itself."""
    folder.mkdir(exist_ok=True)
    found = set()
    for document in documents:
        (folder / document.path.name).write_bytes(document.text.encode())
    for source in folder.glob("*.c"):
        out = subprocess.run([devlock, "scan", "--format", "json", source], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             check=False).stdout
        for line in map(json.loads, out.splitlines()):
            name = os.path.basename(line.get("file", source.name))
            if line["type"] == "finding" and "suppressed" not in line:
                found.add((name, line["check"], line["line"], line["message"]))
            if line["type"] == "not-analysed" and "file" in line and "suppressed" not in line:
                found.add((name, "devlock-not-analysed", line.get("line", 1),
                           f"'{line.get('routine', '')}' is not analysed: {line['reason']}"))
    return sorted(found)


class Checked:
    """What checks the memory of the server and of all that it forks: it writes what it finds to files."""

    def __init__(self, devlock, scratch, valgrind):
        self.errors = scratch / "errors"
        self.errors.mkdir()
        self.sanitized = b"__asan_init" in pathlib.Path(devlock).read_bytes()
        self.wrapper = [*VALGRIND, f"--log-file={self.errors}/%p"] if valgrind else []
        self.growth = GROWTH_CHECKED if valgrind or self.sanitized else GROWTH
        if valgrind:
            client.PATIENCE *= 10
        if self.sanitized:
            for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
                os.environ[name] = f"{SANITIZER if name[0] == 'A' else 'print_stacktrace=1'}:log_path={self.errors}/log"

    def found(self):
        return "".join(file.read_text(errors="replace") for file in self.errors.iterdir())

    def __str__(self):
        return "under valgrind, " if self.wrapper else "under AddressSanitizer, " if self.sanitized else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("devlock")
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("scratch", type=pathlib.Path)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--around")
    parser.add_argument("--valgrind", action="store_true")
    args = parser.parse_args()
    client.fresh(args.scratch, args.source.parent)
    text = args.source.read_text(encoding="utf-8")
    header = args.scratch / "driver.h"
    documents = [Document(args.scratch / "edited.c", text), Document(args.scratch / "second.c", text.replace("Routine", "Other")),
                 Document(header, header.read_text(encoding="utf-8"))]
    checked = Checked(args.devlock, args.scratch, args.valgrind)
    wishes = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}
    behind = ["--", args.around, "--log=error", "--background-index=false"] if args.around else []
    session = Session([*checked.wrapper, args.devlock, "lsp", *behind], wishes)
    editing, sizes, seen = Editing(session, documents, args.seed), Sizes(session.server.pid), set()
    for number in range(args.rounds):
        for _ in range(args.edits // args.rounds):
            editing.edit()
            if editing.random.random() < 0.2:
                editing.request()
        if number % 2:  # what is random is broken most of the time: every other round looks at something whole
            editing.make_whole()
        wanted = scanned(args.devlock, args.scratch / "scan", documents)
        told = editing.settle(wanted, args.around)
        if told != wanted:
            sys.exit(f"round {number}: the server says {told}, scans {wanted}")
        seen.update(code for _, code, *_ in told)
        sizes.note()
    status = session.end()
    server, keeper = sizes.growth()
    print(f"{args.edits} edits, {checked}{args.rounds} rounds like fresh scans, seen: {', '.join(sorted(seen))}; resident "
          f"{sizes.server[0]} kB, grown by {server} kB; {len(sizes.keepers)} keepers seen, the longest for "
          f"{max(map(len, sizes.keepers.values()), default=0)} rounds, grown by {keeper} kB at most; exit status {status}")
    if checked.found():
        sys.exit(checked.found())
    if max(server, keeper) > checked.growth:
        sys.exit(f"the server grows: {sizes.server} kB, or a keeper: {list(sizes.keepers.values())} kB")
    return status


sys.exit(main())
