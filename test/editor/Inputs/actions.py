# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Code actions of the language server: actions.py DEVLOCK HEADERS SCRATCH. HEADERS holds driver.h."""
import os
import pathlib
import sys

import client
from client import check
from edits import apply

DEVLOCK, HEADERS, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
ACTIONS = {"textDocument": {"publishDiagnostics": {"relatedInformation": True},
                            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
           "workspace": {"workspaceEdit": {"documentChanges": True}},
           "window": {"showDocument": {"support": True}}}
LEAK = '''#include "driver.h"

static ULONG Work(PVOID Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    /* \U0001f512 */ if (Mode) return 1;
    VideoPortReleaseDeviceLock(Ext);
    return 0;
}

ULONG Use(PVOID Ext)
{
    return Work(Ext, 1);
}
'''
WRAPPER = '''#include "driver.h"

static VOID Enter(PVOID Ext, ULONG *Count)
{
    VideoPortAcquireDeviceLock(Ext);
    *Count = 1;
}
'''
TWICE = '''#include "driver.h"

VOID Twice(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}
'''


def fresh():
    return client.fresh(SCRATCH, HEADERS)


def actions(session, path, diagnostics, **context):
    where = {"start": diagnostics[0]["range"]["start"], "end": diagnostics[-1]["range"]["end"]}
    return session.ask("textDocument/codeAction", {"textDocument": {"uri": client.uri(path)}, "range": where,
                                                   "context": dict({"diagnostics": diagnostics}, **context)})["result"]


def titles(offered):
    return [action["title"] for action in offered]


def changed(text, action, version):
    [change] = action["edit"]["documentChanges"]
    check("an edit names the version that it is for", change["textDocument"]["version"] == version, change)
    return apply(text, change["edits"])


def mended(session, path, text, version, action):
    """Applies an action; gives what is found then, and the text."""
    text = changed(text, action, version)
    session.change(path, version + 1, {"text": text})
    return session.diagnostics(path, version + 1), text


def fixes():
    path = fresh()
    session = client.Session([DEVLOCK, "lsp"], ACTIONS)
    check("code actions are announced", session.server_says["capabilities"]["codeActionProvider"])
    session.open(path, LEAK)
    found = session.diagnostics(path, 1)
    check("the finding is there", [d["code"] for d in found] == ["devlock-missing-release"], found)
    offered = actions(session, path, found)
    check("a fix, an annotation, a suppression, an explanation",
          ["elease the lock" in t for t in titles(offered)].index(True) == 0 and
          any("ay in an annotation" in t for t in titles(offered)) is False and
          titles(offered)[1:] == ["Suppress devlock-missing-release on this line, with a reason",
                                  "Explain devlock-missing-release"], titles(offered))
    check("the fix is preferred, and tells of which finding it is",
          offered[0]["isPreferred"] and offered[0]["diagnostics"] == found, offered[0])
    check("nothing is offered elsewhere",
          actions(session, path, [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}}]) == [])
    check("nor when something else is asked for", actions(session, path, found, only=["refactor"]) == [])
    left, text = mended(session, path, LEAK, 1, offered[0])
    check("the fix makes it go away", left == [] and text.count("VideoPortReleaseDeviceLock") == 2, text)
    check("then nothing is offered", actions(session, path, found) == [])
    session.change(path, 3, {"text": LEAK})
    found = session.diagnostics(path, 3)
    left, text = mended(session, path, LEAK, 3, actions(session, path, found)[1])
    check("the suppression does, with room for a reason",
          left == [] and "Work(Ext, 1); // NOLINT(devlock-missing-release): TODO" in text, left, text)
    session.change(path, 5, {"text": TWICE.replace("\n", "\r\n")})
    found = session.diagnostics(path, 5)
    left, text = mended(session, path, TWICE.replace("\n", "\r\n"), 5, actions(session, path, found)[0])
    check("with the line ends of the text", left == [] and text.replace("\r\n", "").count("\n") == 0, left, text)
    check("the end is clean", session.end() == 0)


def annotations():
    path = fresh()
    session = client.Session([DEVLOCK, "lsp"], ACTIONS)
    for header in ("#include <specstrings.h>\n", ""):
        session.open(path, header + "#define DEVLOCK_ACQUIRES(l)\n" + WRAPPER)
        found = session.diagnostics(path, 1)
        offered = actions(session, path, found)
        notes = [a for a in offered if "annotation" in a["title"]]
        check("a wrapper can be annotated", len(notes) == 1, titles(offered))
        session.close(path)
        session.diagnostics(path)
    check("the end is clean", session.end() == 0)


def explanations():
    path = fresh()
    session = client.Session([DEVLOCK, "lsp"], ACTIONS)
    session.open(path, LEAK)
    command = actions(session, path, session.diagnostics(path, 1))[-1]["command"]
    asked = session.ask_later("workspace/executeCommand", {"command": command["command"],
                                                          "arguments": command["arguments"]})
    shown = session.wait(lambda m: m.get("method") == "window/showDocument")
    session.send({"id": shown["id"], "result": {"success": True}})
    check("the command is answered", session.wait(lambda m: m.get("id") == asked)["result"] is None)
    file = pathlib.Path(shown["params"]["uri"].removeprefix("file://"))
    text = file.read_text()
    check("the path and the page are shown",
          f"{path}:5:5: the device lock of 'Ext' is acquired here" in text and "## How to fix" in text, text)
    refused = session.ask("workspace/executeCommand", {"command": command["command"], "arguments": ["x", "y"]})
    check("what is gone cannot be explained", "not there any more" in refused["error"]["message"], refused)
    check("the end is clean", session.end() == 0)
    check("the file is gone then", not file.exists() and not file.parent.exists(), file)
    session = client.Session([DEVLOCK, "lsp"], {"textDocument": ACTIONS["textDocument"]})
    session.open(path, LEAK)
    found = session.diagnostics(path, 1)
    offered = actions(session, path, found)
    check("an edit for a client without versions", list(offered[0]["edit"]["changes"]) == [client.uri(path)], offered)
    session.ask("workspace/executeCommand", offered[-1]["command"])
    shown = session.wait(lambda m: m.get("method") == "window/showMessage")["params"]["message"]
    check("a client that shows no documents gets a message", "is acquired here" in shown and "##" not in shown, shown)
    check("the end is clean", session.end() == 0)


os.environ["TMPDIR"] = sys.argv[3] + ".tmp"
os.makedirs(os.environ["TMPDIR"], exist_ok=True)
os.environ.pop("XDG_RUNTIME_DIR", None)
for part in (fixes, annotations, explanations):
    part()
