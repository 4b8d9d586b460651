# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A session with the language server: session.py DEVLOCK HEADERS SCRATCH. HEADERS holds driver.h."""
import os
import pathlib
import select
import sys

import client
from client import check

DEVLOCK, HEADERS, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
RELATED = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
TEXT = '''#include "driver.h"
#include "local.h"

VOID Routine(PVOID Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext); /* \U0001f512 */ if (LEAVE(Mode)) return;
    VideoPortReleaseDeviceLock(Ext);
}
'''
RETURN = TEXT.splitlines()[5].index("return;")  # in code points; one more in UTF-16, three more in UTF-8


def codes(diagnostics):
    return [d["code"] for d in diagnostics]


def folder(leave="(mode)"):
    client.fresh(SCRATCH, HEADERS)
    (SCRATCH / "local.h").write_text(f"#define LEAVE(mode) {leave}\n")
    (SCRATCH / "a b.c").write_text("/* what the disk has does not matter */\n")
    return SCRATCH / "a b.c"


def typing():
    path = folder()
    session = client.Session([DEVLOCK, "lsp"], RELATED)
    check("UTF-16 is the default", session.server_says["capabilities"]["positionEncoding"] == "utf-16")
    session.open(path, TEXT)
    found = session.diagnostics(path, 1)
    check("a finding in a text that is not saved", codes(found) == ["devlock-missing-release"], found)
    start = found[0]["range"]["start"]
    check("its place counts UTF-16", start == {"line": 5, "character": RETURN + 1}, start)
    check("its range is the word", found[0]["range"]["end"]["character"] == RETURN + 7, found)
    steps = [step["message"] for step in found[0]["relatedInformation"]]
    check("its path is told", "is acquired here" in steps[0] and "this happens when" in steps[-1], steps)
    check("its page and tier are named", found[0]["codeDescription"]["href"] and found[0]["data"]["tier"] == "certain")
    line = {"line": 5, "character": RETURN + 1}
    session.change(path, 2, {"range": {"start": line, "end": line}, "text": "{ VideoPortReleaseDeviceLock(Ext); "},
                   {"range": {"start": {"line": 5, "character": 999}, "end": {"line": 5, "character": 999}},
                    "text": " }"})
    check("it goes away when it is mended", session.diagnostics(path, 2) == [])
    session.change(path, 3, {"text": TEXT})
    session.change(path, 4, {"text": TEXT.replace("return;", "{}")})
    check("the newest version wins", session.diagnostics(path, 4) == [])
    session.change(path, 5, {"text": TEXT})
    check("a whole text can be sent", codes(session.diagnostics(path, 5)) == ["devlock-missing-release"])
    session.change(path, 6, {"text": TEXT.replace("return;", "return Mode + ;")})
    broken = session.diagnostics(path, 6)
    check("what cannot be analysed is named, as information",
          codes(broken) == ["devlock-not-analysed"] and broken[0]["severity"] == 3, broken)
    session.close(path)
    check("nothing is shown of a closed text", session.diagnostics(path) == [])
    check("the end is clean", session.end() == 0)


def headers():
    path = folder()
    session = client.Session([DEVLOCK, "lsp"], RELATED)
    session.open(path, TEXT)
    session.diagnostics(path, 1)
    session.open(SCRATCH / "local.h", "#define LEAVE(mode) 0\n")
    check("an open header goes before the disk's", session.diagnostics(path, 1) == [])
    session.close(SCRATCH / "local.h")
    check("closed, it does not", codes(session.diagnostics(path, 1)) == ["devlock-missing-release"])
    (SCRATCH / "local.h").write_text("#define LEAVE(mode) 0\n")
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(SCRATCH / "local.h"), "type": 2}]})
    check("a change on the disk is read", session.diagnostics(path, 1) == [])
    release = "    VideoPortReleaseDeviceLock(Ext);\n"
    body = "static VOID Inner(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n" + release * 2 + "}\n"
    session.open(SCRATCH / "local.h", "#define LEAVE(mode) 0\n" + body)
    inside = session.diagnostics(SCRATCH / "local.h", 1)
    check("a finding in a header stands there", codes(inside) == ["devlock-double-release"], inside)
    session.close(path)
    check("it goes with the last source that includes it", session.diagnostics(SCRATCH / "local.h", 1) == [])
    check("the end is clean", session.end() == 0)


def configuration():
    path = folder()
    (SCRATCH / ".devlock.yaml").write_text("Checks: '-devlock-missing-release'\n")
    session = client.Session([DEVLOCK, "lsp"])
    session.open(path, TEXT)
    check("the configuration beside the source holds", session.diagnostics(path, 1) == [])
    (SCRATCH / ".devlock.yaml").write_text("Exclude: ['*.c']\n")
    session.tell("workspace/didChangeWatchedFiles", {"changes": []})
    check("a source that is left out is silent", session.diagnostics(path, 1) == [])
    (SCRATCH / ".devlock.yaml").write_text("Chcks: x\n")
    session.tell("workspace/didChangeWatchedFiles", {"changes": []})
    bad = session.diagnostics(path, 1)
    check("a run that is not possible is told", codes(bad) == ["devlock-not-analysed"], bad)
    shown = session.wait(lambda m: m.get("method") == "window/showMessage")
    check("the user is told, too", "was not possible" in shown["params"]["message"], shown)
    os.remove(SCRATCH / ".devlock.yaml")
    session.tell("workspace/didChangeWatchedFiles", {"changes": []})
    found = session.diagnostics(path, 1)
    check("then it goes on", codes(found) == ["devlock-missing-release"], found)
    check("without related information for who cannot show it", "relatedInformation" not in found[0])
    check("the end is clean", session.end() == 0)


def pulling():
    path = folder()
    wishes = {"general": {"positionEncodings": ["utf-32", "utf-8"]}, "textDocument": {"diagnostic": {}},
              "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    session = client.Session([DEVLOCK, "lsp"], wishes)
    check("the client's first encoding holds", session.server_says["capabilities"]["positionEncoding"] == "utf-32")
    watched = session.wait(lambda m: m.get("method") == "client/registerCapability")
    session.send({"id": watched["id"], "result": None})
    session.open(path, TEXT)
    answer = session.ask("textDocument/diagnostic", {"textDocument": {"uri": client.uri(path)}})["result"]
    check("an answer waits for the run", codes(answer["items"]) == ["devlock-missing-release"], answer)
    check("its place counts characters", answer["items"][0]["range"]["start"]["character"] == RETURN, answer)
    session.change(path, 2, {"text": TEXT})
    asked = session.ask_later("textDocument/diagnostic", {"textDocument": {"uri": client.uri(path)}})
    session.tell("$/cancelRequest", {"id": asked})
    refused = session.wait(lambda m: m.get("id") == asked)
    check("a question can be taken back", refused["error"]["code"] == -32800, refused)
    check("nothing was pushed", not any("publish" in m.get("method", "") for m in session.messages))
    check("the end is clean", session.end() == 0)


def progress():
    path, other = folder(), SCRATCH / "other.c"
    session = client.Session([DEVLOCK, "lsp"], {"window": {"workDoneProgress": True}})
    session.open(path, TEXT)
    session.open(other, TEXT)
    made = session.wait(lambda m: m.get("method") == "window/workDoneProgress/create")
    session.send({"id": made["id"], "result": None})
    session.diagnostics(path, 1)
    session.diagnostics(other, 1)
    session.wait(lambda m: m.get("method") == "$/progress" and m["params"]["value"]["kind"] == "end")
    told = [m["params"] for m in session.messages if m.get("method") == "$/progress"]
    check("the first analysis tells how far it is",
          {t["token"] for t in told} == {made["params"]["token"]}
          and [t["value"]["kind"] for t in told] in (["begin", "report", "end"], ["begin", "end", "begin", "report", "end"],
                                                     ["begin", "end"]), told)
    before = len(session.messages)
    session.change(path, 2, {"text": TEXT})
    session.diagnostics(path, 2)
    check("typing does not", not any(m.get("method") == "$/progress" for m in session.messages[before:]))
    session.change(path, 3, {"text": TEXT})
    session.ask("textDocument/hover", {"textDocument": {"uri": client.uri(path)}, "workDoneToken": "mine",
                                       "position": {"line": 5, "character": 8}})
    kinds = [m["params"]["value"]["kind"] for m in session.messages
             if m.get("method") == "$/progress" and m["params"]["token"] == "mine"]
    check("a request that waits does, if it wants that", kinds == ["begin", "end"], kinds)
    check("the end is clean", session.end() == 0)


def tags():
    path = folder()
    for wishes in ({}, {"textDocument": {"publishDiagnostics": {"tagSupport": {"valueSet": [1, 2]}}}}):
        session = client.Session([DEVLOCK, "lsp", "--unused-suppressions"], wishes)
        session.open(path, TEXT.replace("#include \"local.h\"", "#define LEAVE(m) 0 // NOLINT(devlock-irql): no"))
        found = session.diagnostics(path, 1)
        check("a suppression that suppresses nothing is unnecessary, for who shows that",
              codes(found) == ["devlock-unused-suppression"] and found[0].get("tags") == ([1] if wishes else None)
              and found[0]["severity"] == 4, found)
        check("the end is clean", session.end() == 0)


def rules():
    session = client.Session([DEVLOCK, "lsp"], initialize=False)
    check("initialize comes first", session.ask("shutdown", None)["error"]["code"] == -32002)
    session.ask("initialize", {"capabilities": {}})
    check("and once", session.ask("initialize", {"capabilities": {}})["error"]["code"] == -32600)
    check("other methods are unknown", session.ask("textDocument/rename", {})["error"]["code"] == -32601)
    session.tell("textDocument/didChange", {"textDocument": {"uri": "file:///nowhere.c", "version": 1}})
    session.tell("textDocument/didOpen", {"nothing": 1})
    session.tell("$/whatever", [1, 2])
    session.send_bytes(b"Content-Length: 5\r\n\r\n{\"a\":")
    check("broken JSON is told", session.wait(lambda m: m.get("id", 0) is None)["error"]["code"] == -32700)
    session.ask("shutdown", None)
    check("after shutdown nothing is answered", session.ask("shutdown", None)["error"]["code"] == -32600)
    session.tell("exit", None)
    check("then it ends", session.next() is None and session.server.wait() == 0)
    session = client.Session([DEVLOCK, "lsp"])
    session.tell("exit", None)
    check("exit without shutdown is an error", session.next() is None and session.server.wait() == 1)
    session = client.Session([DEVLOCK, "lsp"])
    session.send_bytes(b"hello\r\n\r\n")
    check("damage is told", session.wait(lambda m: m.get("id", 0) is None)["error"]["code"] == -32700)
    check("and ends the session", session.next() is None and session.server.wait() == 1)
    session = client.Session([DEVLOCK, "lsp"])
    session.server.stdin.close()
    check("an editor that goes away ends it", session.next() is None and session.server.wait() == 1)


def send_unread(session, message, patience=client.PATIENCE):
    """Sends without reading; gives what is left if the server does not hear, either."""
    data = client.frame(dict(message, jsonrpc="2.0"))
    to = session.server.stdin.fileno()
    os.set_blocking(to, False)
    while data and select.select([], [to], [], patience)[1]:
        data = data[os.write(to, data):]
    os.set_blocking(to, True)
    return data


def unread():
    path = folder()
    session = client.Session([DEVLOCK, "lsp"], {"textDocument": {"diagnostic": {}}})
    session.open(path, TEXT)
    ids = list(range(10, 5010))
    for i in ids:
        left = send_unread(session, {"id": i, "method": "textDocument/rename", "params": {}})
        if left:
            break
    check("an editor that does not read is heard", not left)
    session.change(path, 2, {"text": TEXT})
    send_unread(session, {"id": "taken back", "method": "textDocument/diagnostic",
                          "params": {"textDocument": {"uri": client.uri(path)}}})
    send_unread(session, {"method": "$/cancelRequest", "params": {"id": "taken back"}})
    refused = session.wait(lambda m: m.get("id") == "taken back")
    check("also when it takes a question back", refused["error"]["code"] == -32800, refused)
    answered = [m["id"] for m in session.messages if m.get("id") in ids]
    check("nothing is lost", answered == ids, len(answered))
    long = "x" * (1 << 20)
    for count in range(200):
        left = send_unread(session, {"id": f"{count}{long}", "method": "textDocument/rename", "params": {}}, 5)
        if left:
            break
    status = pathlib.Path(f"/proc/{session.server.pid}/status").read_text()
    used = int(status.split("VmHWM:")[1].split()[0]) >> 10
    check("what waits for it has a bound", left and count > 32 and used < 512, count, used)
    session.wait(lambda m: m.get("id") == f"{count - 1}{long}")
    session.send_bytes(left)
    check("once it reads it is heard again", session.wait(lambda m: m.get("id") == f"{count}{long}"))
    check("the end is clean", session.end() == 0)
    session = client.Session([DEVLOCK, "lsp"])
    for i in ids:
        send_unread(session, {"id": i, "method": "textDocument/rename", "params": {}})
    send_unread(session, {"method": "exit"})
    check("it can end without being read", session.server.wait(client.PATIENCE) == 1)


for part in (typing, headers, configuration, pulling, progress, tags, rules, unread):
    part()
