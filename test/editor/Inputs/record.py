#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Records a session with clangd on the sample miniport (recording.py): record.py CLANGD RECORDING. For the tests:

  for n in 14 19 22; do test/editor/Inputs/record.py clangd-$n test/editor/Inputs/recorded/clangd-$n; done
"""
import pathlib
import sys
import tempfile

import client
import recording
from clangd_session import CAN, LEAK, behind, fresh, words

SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "samples/ddcmini"
EVERY = 11  # which words are asked about
TYPED = "    /* \u00e4 \U0001f512 */ Ext->PointerVis"
WISHES = dict(CAN, offsetEncoding=["utf-8", "utf-16"], window={"workDoneProgress": True})
WISHES["workspace"] = dict(CAN["workspace"], semanticTokens={"refreshSupport": True})


class Recorder(client.Session):
    def __init__(self, command, capabilities):
        self.events = []
        super().__init__(command, capabilities)

    def send_bytes(self, data):
        self.events.append((b">", recording.content_of(data)))
        super().send_bytes(data)

    def next(self):
        message = super().next()
        if message:
            self.events.append((b"<", recording.content_of(self.frame)))
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": None})
        return message


def ask_all(session, path, text):
    document = {"textDocument": {"uri": client.uri(path)}}
    for method in ("documentSymbol", "semanticTokens/full", "foldingRange", "documentLink"):
        session.ask("textDocument/" + method, document)
    for word, place in words(text, EVERY):
        at = dict(document, position=place)
        session.ask("textDocument/hover", at)
        session.ask("textDocument/completion", dict(document, position=behind(word, place)))
        session.ask("textDocument/definition", at)
        session.ask("textDocument/prepareRename", at)
        session.ask("textDocument/rename", dict(at, newName="renamed"))
        session.ask("textDocument/codeAction", dict(document, range={"start": place, "end": place},
                                                    context={"diagnostics": []}))


def edit(session, path, lines):
    """A defect appears, is asked about, something is typed in it with requests that are not waited for, it goes."""
    document = {"textDocument": {"uri": client.uri(path)}}
    end = {"line": lines, "character": 0}
    session.change(path, 2, {"range": {"start": end, "end": end}, "text": LEAK})
    found = session.diagnostics(path, 2)
    leaves, call = {"line": lines + 5, "character": 8}, {"line": lines + 3, "character": 9}
    session.ask("textDocument/codeAction", dict(document, range={"start": leaves, "end": leaves}, context={"diagnostics": found}))
    session.ask("textDocument/hover", dict(document, position=call))
    asked, column = [], 0
    for number, letter in enumerate(TYPED):
        at = {"line": lines + 2, "character": 1 + column}
        session.change(path, 3 + number, {"range": {"start": at, "end": at}, "text": letter})
        column += len(letter.encode())
        if letter in ">VA":
            asked.append(session.ask_later("textDocument/completion",
                                           dict(document, position=dict(at, character=1 + column))))
            asked.append(session.ask_later("textDocument/semanticTokens/full", document))
    session.tell("$/cancelRequest", {"id": asked[0]})
    for number in asked:
        session.wait(lambda m, n=number: m.get("id") == n and "method" not in m)
    last = 3 + len(TYPED)
    session.change(path, last, {"range": {"start": {"line": lines, "character": 0}, "end": {"line": lines + 13, "character": 0}},
                                "text": ""})
    session.diagnostics(path, last)
    session.tell("textDocument/didSave", document)


def main():
    clangd, target = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "ddcmini"
        fresh(SAMPLE, folder)
        session = Recorder([clangd, "--log=error", "--background-index=false", "-j=1", "--limit-results=10"], WISHES)
        for name in ("ddc.c", "pointer.c"):
            session.open(folder / name)
            session.diagnostics(folder / name, 1)
        path = folder / "pointer.c"
        text = path.read_text(encoding="utf-8")
        ask_all(session, path, text)
        edit(session, path, text.count("\n"))
        session.close(path)
        if session.end() != 0:
            sys.exit("clangd does not end well")
        recording.save(target, session.events, folder)


main()
