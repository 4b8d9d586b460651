# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The same session with clangd, and with clangd behind the proxy: around_clangd.py DEVLOCK CLANGD SAMPLE SCRATCH. SAMPLE
is the folder of the sample miniport. What is not joined has to be the same, byte for byte."""
import json
import os
import pathlib
import sys

import client
from client import check
from clangd_session import CAN, LEAK, behind, fresh, words

DEVLOCK, CLANGD, SAMPLE, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
EVERY = 23  # which words are asked about


class Recorded(client.Session):
    """Keeps what was said: id of a request -> the answer's bytes; path and version -> diagnostics."""

    def __init__(self, command):
        self.answers, self.published = {}, {}
        super().__init__(command, CAN)
        self.initialized = self.answers.pop(1)

    def next(self):
        message = super().next()
        if message and "method" not in message:
            self.answers[message["id"]] = self.frame
        if message and message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.published.setdefault((os.path.basename(params["uri"]), params.get("version")), []).append(self.frame)
        return message

    def all_diagnostics(self, path, version, wants_ours):
        """Waits for clangd's, and devlock's."""
        while True:
            frames = self.published.get((path.name, version), [])
            found = [json.loads(f.split(b"\r\n\r\n", 1)[1])["params"]["diagnostics"] for f in frames]
            if found and (not wants_ours or any(d.get("source") == "devlock" for d in found[-1])):
                return found[-1]
            if self.next() is None:
                sys.exit("the server ended")


def ask_all(session, path, text):
    document = {"textDocument": {"uri": client.uri(path)}}
    for method in ("documentSymbol", "semanticTokens/full", "foldingRange", "documentLink"):
        session.ask("textDocument/" + method, document)
    session.ask("textDocument/formatting", dict(document, options={"tabSize": 4, "insertSpaces": True}))
    for word, place in words(text, EVERY):
        at = dict(document, position=place)
        if "DeviceLock" not in word:
            session.ask("textDocument/hover", at)
        session.ask("textDocument/completion", dict(document, position=behind(word, place)))
        for method in ("definition", "documentHighlight", "signatureHelp", "prepareRename"):
            session.ask("textDocument/" + method, at)
        session.ask("textDocument/references", dict(at, context={"includeDeclaration": True}))
        session.ask("textDocument/rename", dict(at, newName="renamed"))
        session.ask("textDocument/codeAction", dict(document, range={"start": place, "end": place},
                                                    context={"diagnostics": []}))


def play(command, sources):
    """The session; gives it, the last diagnostics, and the answers that are joined."""
    session = Recorded(command)
    ours = command[0] == DEVLOCK
    for path in sources:
        session.open(path)
        session.all_diagnostics(path, 1, False)
    for path in sources:
        ask_all(session, path, path.read_text())
    path = SCRATCH / "pointer.c"
    end = {"line": len(path.read_text().splitlines()), "character": 0}
    session.change(path, 2, {"range": {"start": end, "end": end}, "text": LEAK})
    found = session.all_diagnostics(path, 2, ours)
    check("clangd's diagnostics are there", any("undeclared" in d["message"] for d in found), found)
    return session, found


def bare(diagnostics, source_is_ours):
    return [d for d in diagnostics if (d.get("source") == "devlock") == source_is_ours]


def main():
    sources = fresh(SAMPLE, SCRATCH)
    clangd = [CLANGD, "--log=error", "--background-index=false", "--sync", "--clang-tidy=false"]
    straight, theirs = play(clangd, sources)
    proxied, both = play([DEVLOCK, "lsp", "--", *clangd], sources)
    check("the same requests are answered", sorted(straight.answers) == sorted(proxied.answers))
    different = [(a, b) for a, b in ((straight.answers[n], proxied.answers[n]) for n in straight.answers) if a != b]
    check(f"{len(straight.answers)} answers are the same, byte for byte", not different, different[:1])
    check("clangd's diagnostics are the same", bare(both, False) == theirs, both, theirs)
    check("devlock's are beside them", [d["code"] for d in bare(both, True)] ==
          ["devlock-missing-release", "devlock-not-analysed"], both)
    mine = [[json.loads(f.split(b"\r\n\r\n", 1)[1])["params"]["diagnostics"] for f in frames]
            for frames in proxied.published.values()]
    check("none is told twice", all(len(found) == len({json.dumps(d) for d in found}) for frames in mine for found in frames))
    joined = json.loads(proxied.initialized.split(b"\r\n\r\n", 1)[1])["result"]
    alone = json.loads(straight.initialized.split(b"\r\n\r\n", 1)[1])["result"]
    commands = joined["capabilities"]["executeCommandProvider"]["commands"]
    check("devlock's command is announced", commands[-1] == "devlock.explain")
    del commands[-1]
    check("the rest of initialize is clangd's", joined == alone, joined, alone)
    finding = bare(both, True)[0]
    document = {"textDocument": {"uri": client.uri(SCRATCH / "pointer.c")}}
    asked = dict(document, range=finding["range"], context={"diagnostics": both})
    actions = [session.ask("textDocument/codeAction", asked)["result"] for session in (straight, proxied)]
    check("code actions are clangd's, then devlock's", actions[1][:len(actions[0])] == actions[0] and
          [a["title"] for a in actions[1][len(actions[0]):]][-2:] ==
          ["Suppress devlock-missing-release on this line, with a reason", "Explain devlock-missing-release"], actions)
    at = dict(document, position={"line": finding["range"]["start"]["line"] - 2, "character": 9})
    hovers = [straight.ask("textDocument/hover", at)["result"]["contents"]["value"],
              client.patiently(lambda: proxied.ask("textDocument/hover", at)["result"]["contents"]["value"],
                               lambda text: "**devlock**" in text)]
    check("a hover on a lock call is clangd's, then devlock's", hovers[1].startswith(hovers[0]) and
          "**devlock**" in hovers[1][len(hovers[0]):], hovers)
    check("the ends are clean", straight.end() == 0 and proxied.end() == 0)


main()
