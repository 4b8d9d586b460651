# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Findings that need the other files of a driver, around a clangd: around_context.py DEVLOCK INPUTS SCRATCH CLANGD."""
import json
import sys

import client
from client import check
from clangd_session import CAN, FLAGS
from trees import FILES, NOTHING, Tree, codes, published, said, until

CLANGD = [sys.argv[4], "--log=error", "--background-index=false", "--clang-tidy=false"]
MISSING = "devlock-missing-release"


def driver(name):
    """A driver that both servers know how to compile, scanned."""
    tree = Tree(name)
    (tree.folder / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(tree.folder), "file": str(tree.path(file)), "arguments": [*FLAGS, "-c", file]}
         for file in FILES]), encoding="utf-8")
    tree.scan()
    return tree


def theirs(session, path):
    """What clangd says of a path, as it was published last."""
    last = [m for m in session.messages if m.get("method") == "textDocument/publishDiagnostics"
            and m["params"]["uri"] == client.uri(path)][-1]
    return [d["message"] for d in last["params"]["diagnostics"] if d["source"] != "devlock"]


def closed_files():
    tree = driver("closed")
    isr, use = tree.path("isr.c"), tree.path("use.c")
    session = tree.serve(capabilities=CAN, around=CLANGD)
    session.open(isr)
    told = until(session, isr, ["devlock-irql"])
    check("a routine that a file registers which is not open", told == ["devlock-irql"], told)
    session.open(use)
    session.settle(use)
    told = published(session, use)
    check("a callee that releases, in a file which is not open", all(codes == [] for _, codes in told), told)
    line = FILES["isr.c"].split("\n").index("    VideoPortAcquireDeviceLock(Ext);")
    at = {"textDocument": {"uri": client.uri(isr)}, "position": {"line": line, "character": 6}}
    hover = client.patiently(lambda: session.ask("textDocument/hover", at)["result"]["contents"]["value"],
                             lambda text: "is entered as" in text)
    check("a hover knows it, beside clangd's", "is entered as" in hover and hover.index("VideoPortAcquireDeviceLock") <
          hover.index("**devlock**"), hover)
    check("nothing is said", said(session) == [], said(session))
    check("the end", session.end() == 0)


def open_files():
    tree = driver("open")
    use, leave = tree.path("use.c"), tree.path("leave.c")
    session = tree.serve(capabilities=CAN, around=CLANGD)
    session.open(use)
    session.open(leave)
    session.settle(use)
    session.settle(leave)
    check("nothing is wrong", published(session, use)[-1][1] == published(session, leave)[-1][1] == [])
    broken = FILES["use.c"] + "ULONG Broken(VOID)\n{\n    return undeclared;\n}\n"
    session.change(leave, 2, {"text": NOTHING})
    told = until(session, use, [MISSING])
    check("a change in one makes a finding in the other", told == [MISSING], told)
    check("with the version of that", published(session, use)[-1][0] == 1, published(session, use))
    session.change(use, 2, {"text": broken})
    told = client.patiently(lambda: MISSING in codes(session.diagnostics(use)) and theirs(session, use))
    check("it stands beside what clangd says there", any("undeclared" in text for text in told), told)
    session.change(leave, 3, {"text": FILES["leave.c"]})
    told = until(session, use, ["devlock-not-analysed"])
    check("a change back undoes it", told == ["devlock-not-analysed"] and published(session, use)[-1][0] == 2, published(session, use))
    check("and leaves what clangd says", any("undeclared" in text for text in theirs(session, use)), theirs(session, use))
    session.change(leave, 4, {"text": NOTHING})
    check("once more", MISSING in until(session, use, [MISSING, "devlock-not-analysed"]))
    session.close(leave)
    check("a text that is closed without being saved counts no more",
          until(session, use, ["devlock-not-analysed"]) == ["devlock-not-analysed"])
    check("the end", session.end() == 0)


for part in [closed_files, open_files]:
    part()
