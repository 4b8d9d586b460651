# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The proxy around a server that does what it is told: proxied.py DEVLOCK HEADERS SCRATCH. HEADERS holds driver.h."""
import functools
import json
import pathlib
import signal
import subprocess
import sys
import threading
import time

import client
from around_fake import LEAK, Session as AnySession
from client import check

DEVLOCK, HEADERS, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
MEGABYTE = 1 << 20
LITERAL = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}
MENDED = LEAK.replace("if (Mode) return;", "")
COLUMN = LEAK.splitlines()[5].index("return;")  # in code points
Session = functools.partial(AnySession, DEVLOCK, SCRATCH)


def fresh():
    return client.fresh(SCRATCH, HEADERS)


def bytes_pass():
    fresh()
    session = Session()
    odd = '{ "id":"devlock\\u002d1" ,"params":{"a":[1.50,"\\/",{}],"\\"id\\"":"}"},\t"method":"fake\\/answer2" }\n'
    sent = f"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:{len(odd)}\r\n\r\n{odd}".encode()
    session.send_bytes(sent)
    session.wait(lambda m: m.get("id") == "devlock-1")
    check("what the client sends arrives as it is", sent in (SCRATCH / "received").read_bytes())
    says = '{"params" : {"x":1e3,"diagnostics":"}"}, "method":"window/other\\u0041" }'
    frame = f"Content-Length:   {len(says)}\r\nContent-Type: x\r\n\r\n{says}"
    session.tell("fake/say", {"bytes": frame})
    session.wait(lambda m: m.get("method") == "window/otherA")
    check("what the server sends arrives as it is", session.frame == frame.encode(), session.frame)
    nothing = '{"method":"textDocument/publishDiagnostics","params":{"diagnostics":[ ],"uri":"file:///other"}}'
    session.tell("fake/say", {"bytes": f"Content-Length: {len(nothing)}\r\n\r\n{nothing}"})
    session.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics")
    check("diagnostics alone are not touched", session.frame.endswith(nothing.encode()), session.frame)
    check("the end is clean", session.end() == 0)


def ends():
    fresh()
    session = Session()
    session.tell("fake/exit", {"status": 7})
    check("the server's exit status is the proxy's", session.next() is None and session.server.wait() == 7)
    session = Session()
    session.tell("fake/die", {"signal": signal.SIGSEGV})
    check("so is its crash", session.next() is None and session.server.wait() == -signal.SIGSEGV)
    session = Session()
    session.tell("fake/say", {"bytes": "Content-Length: 100\r\n\r\n{"})
    session.tell("fake/exit", {"status": 0})
    check("what it said of a message is passed on", session.next() is None and session.bytes.endswith(b"100\r\n\r\n{"),
          session.bytes)
    session = Session()
    session.server.stdin.close()
    check("it sees when the client goes", session.server.wait() == 1)
    session = Session()
    session.server.stdout.close()
    session.tell("fake/answer", {"result": 1})
    session.ask_later("fake/answer", {"result": 1})
    check("and when nobody reads", session.server.wait() != 0)
    for command, wanted in ((["/nowhere/clangd"], "'/nowhere/clangd' cannot be started: No such file or directory"),
                            ([str(SCRATCH / "driver.h")], "cannot be started: Permission denied"),
                            ([], "devlock lsp -- wants the command of clangd")):
        done = subprocess.run([DEVLOCK, "lsp", "--", *command], input=b"", capture_output=True)
        check("what cannot be started is told", done.returncode == 2 and done.stderr.count(b"\n") == 1 and
              wanted in done.stderr.decode(), done)


def damage():
    fresh()
    for bad, why in ((b"Content-Length: some\r\n\r\n{}", "a header field"), (b"Content-Type: x\r\n\r\n", "without Content-Length"),
                     (b"Content-Length: 268435457\r\n\r\n", "too long"), (b"x" * 5000, "a header that does not end")):
        session = Session()
        session.send_bytes(bad)
        told = session.wait(lambda m: "error" in m)
        check("a damaged request is told", told["id"] is None and why in told["error"]["message"], told)
        check("the session ends", session.next() is None and session.server.wait() == 1)
        session = Session()
        session.tell("fake/say", {"bytes": bad.decode()})
        told = session.wait(lambda m: m.get("method") == "window/showMessage")["params"]["message"]
        check("so is a damaged answer", "what clangd sends is no message" in told and why in told, told)
        check("the session ends", session.next() is None and session.server.wait() == 1)
    session = Session()
    session.send_bytes(b"Content-Length: 100\r\n\r\n{")
    session.server.stdin.close()
    check("a client that goes within a message is gone", session.next() is None and session.server.wait() == 1)


def long_messages():
    fresh()
    session = Session()
    session.ask("fake/answer", {"result": 1})
    before, length = session.memory(), 30 * MEGABYTE
    asked = session.ask_later("fake/long", {"length": length})
    time.sleep(1)  # a client that does not read
    answer = session.wait(lambda m: m.get("id") == asked)
    check("30 MB come", len(answer["result"]) == length)
    session.tell("fake/sleep", {"seconds": 1})
    sender = threading.Thread(target=lambda: session.ask_later("fake/answer", {"result": 2, "x": "y" * length}))
    sender.start()  # a server that does not read
    check("30 MB go", session.wait(lambda m: m.get("id") == asked + 1)["result"] == 2)
    sender.join()
    grown = session.memory() - before
    check("they are not kept", grown < 8 * MEGABYTE, grown)
    path = SCRATCH / "unsaved.c"
    session.open(path, LEAK + "/*" + "x" * length + "*/\n")
    session.publish(path, 1)
    check("a long text is analysed", session.shown(path)[0] == 1)
    check("the end is clean", session.end() == 0)


def ids():
    path = fresh()
    session = Session({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}})
    ours = session.wait(lambda m: m.get("method") == "client/registerCapability")
    session.tell("fake/send", {"message": {"id": ours["id"], "method": "workspace/configuration", "params": {}}})
    theirs = session.wait(lambda m: m.get("method") == "workspace/configuration")
    check("requests of both have different ids", ours["id"] != theirs["id"], ours, theirs)
    session.send({"id": ours["id"], "result": "ours"})
    session.send({"id": theirs["id"], "result": "theirs"})
    session.ask("fake/answer", {"result": 1})
    received = (SCRATCH / "received").read_text()
    check("each gets its answer", '"ours"' not in received and
          f'{{"id": "{ours["id"]}", "result": "theirs", "jsonrpc": "2.0"}}' in received, received)
    session.open(path, LEAK)
    check("the session goes on", session.shown(path) == (1, ["devlock-missing-release"], []))
    check("the end is clean", session.end() == 0)


def diagnostics():
    path = fresh()
    session = Session()
    session.open(path, LEAK)
    check("devlock's come alone first", session.shown(path) == (1, ["devlock-missing-release"], []))
    session.publish(path, 1, "a")
    check("then with the other's", session.shown(path) == (1, ["devlock-missing-release"], ["a"]))
    session.change(path, 2, {"text": LEAK + "\n"})
    session.publish(path, 2, "b")
    check("those of another version are not shown with it",
          session.until(path, (2, ["devlock-missing-release"], ["b"]), (2, [], ["b"])))
    session.change(path, 3, {"text": LEAK})
    time.sleep(1.5)
    session.publish(path, 3, "c")
    check("they wait for the other's", session.until(path, (3, ["devlock-missing-release"], ["c"]), (3, [], ["c"])))
    session.change(path, 4, {"text": LEAK})
    check("not when the text is the same", session.shown(path) == (4, ["devlock-missing-release"], ["c"]))
    session.change(path, 5, {"text": LEAK + "\n\n"})
    check("nor for ever", session.shown(path) == (5, ["devlock-missing-release"], []))
    session.publish(path, 5, "d")
    check("and come together in the end", session.shown(path) == (5, ["devlock-missing-release"], ["d"]))
    session.change(path, 6, {"text": MENDED})
    session.publish(path, 6, "e")
    check("what is mended goes", session.shown(path) == (6, [], ["e"]))
    session.publish(path, 6)
    check("nothing is left", session.shown(path) == (6, [], []))
    session.change(path, 7, {"text": LEAK})
    check("new ones come", session.shown(path) == (7, ["devlock-missing-release"], []))
    session.close(path)
    check("a closed text has none", session.shown(path) == (None, [], []))
    check("the end is clean", session.end() == 0)


def encodings():
    path = fresh()
    for says, wanted in (({"capabilities": {"positionEncoding": "utf-8"}}, COLUMN + 3),
                         ({"capabilities": {}, "offsetEncoding": "utf-32"}, COLUMN), ({"capabilities": {}}, COLUMN + 1)):
        session = Session({"general": {"positionEncodings": ["utf-32", "utf-16", "utf-8"]}}, says)
        session.open(path, LEAK)
        found = session.diagnostics(path, 1)
        check("places are counted as the other does", found[0]["range"]["start"]["character"] == wanted, found)
        check("which is what is announced", session.server_says["capabilities"].get("positionEncoding") ==
              says["capabilities"].get("positionEncoding"), session.server_says)
        check("the end is clean", session.end() == 0)


def between():
    path = fresh()
    session = Session()
    content = json.dumps({"id": "long", "result": "x" * 70000})
    frame = f"Content-Length: {len(content)}\r\n\r\n{content}"
    session.tell("fake/say", {"bytes": frame[:40000]})
    time.sleep(0.5)
    session.open(path, LEAK)
    time.sleep(2)  # devlock has something to say in the midst of the other's message
    session.tell("fake/say", {"bytes": frame[40000:]})
    session.wait(lambda m: m.get("id") == "long")
    check("what devlock says meanwhile comes behind it", session.shown(path) == (1, ["devlock-missing-release"], []))
    check("the end is clean", session.end() == 0)


def last_answers():
    path = fresh()
    session = Session({"textDocument": {"codeAction": LITERAL}})
    session.open(path, LEAK)
    found = session.diagnostics(path, 1)
    asked = session.ask_later("textDocument/codeAction", {
        "textDocument": {"uri": client.uri(path)}, "range": found[0]["range"], "context": {"diagnostics": found}})
    ends = session.ask_later("shutdown", None)
    session.tell("exit", None)
    answered = []
    while message := session.next():
        answered.append(message.get("id"))
    check("answers that wait for devlock come before the end", answered == [asked, ends], answered)
    check("the end is clean", session.server.wait() == 0)


def answers():
    path = fresh()
    session = Session({"textDocument": {"codeAction": LITERAL}},
                      {"capabilities": {"executeCommandProvider": {"commands": ["other"]},
                                        "codeActionProvider": {"codeActionKinds": ["refactor"]}}, "extra": [1]})
    can = session.server_says["capabilities"]
    check("both's abilities are announced", can["executeCommandProvider"]["commands"] == ["other", "devlock.explain"] and
          can["codeActionProvider"]["codeActionKinds"] == ["refactor", "quickfix"] and can["hoverProvider"] and
          session.server_says["extra"] == [1], session.server_says)
    session.open(path, LEAK)
    found = session.diagnostics(path, 1)
    document = {"uri": client.uri(path)}
    range_of = {"textDocument": document, "range": found[0]["range"], "context": {"diagnostics": found}}
    offered = session.ask("textDocument/codeAction", range_of)["result"]
    check("actions come beside none", [a["title"] for a in offered][-2:] ==
          ["Suppress devlock-missing-release on this line, with a reason", "Explain devlock-missing-release"], offered)
    command = offered[-1]["command"]
    check("devlock's command is devlock's", session.ask("workspace/executeCommand", {
        "command": command["command"], "arguments": command["arguments"]})["result"] is None and
          b"workspace/executeCommand" not in (SCRATCH / "received").read_bytes())
    session.ask("workspace/executeCommand", {"command": "other"})
    check("others are the other's", b'"other"' in (SCRATCH / "received").read_bytes().split(b"workspace/executeCommand")[1])
    call = LEAK.splitlines()[4].index("Video") + 3
    hover = client.patiently(lambda: session.ask("textDocument/hover", {
        "textDocument": document, "position": {"line": 4, "character": call}})["result"])
    check("a lock call has a hover", "acquires" in hover["contents"]["value"], hover)
    frames = []
    for where in ((2, 6), (5, 30)):
        session.ask("textDocument/hover", {"textDocument": document, "position": {"line": where[0], "character": where[1]}})
        frames.append(session.frame)
    check("elsewhere the answer is not touched", all(b'"result": null' in f for f in frames), frames)
    check("the end is clean", session.end() == 0)


def pulling():
    path = fresh()
    session = Session({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}},
                      {"capabilities": {"diagnosticProvider": {"identifier": "fake", "interFileDependencies": False,
                                                               "workspaceDiagnostics": False}}})
    pull = session.server_says["capabilities"]["diagnosticProvider"]
    check("pulls stay the other's", pull == {"identifier": "fake", "interFileDependencies": True,
                                             "workspaceDiagnostics": False}, pull)
    session.open(path, LEAK)
    answer = session.ask("textDocument/diagnostic", {"textDocument": {"uri": client.uri(path)}})
    check("an answer of an unknown form is not touched", answer["result"] is None, answer)
    check("the end is clean", session.end() == 0)


for part in (bytes_pass, ends, damage, long_messages, ids, diagnostics, encodings, between, last_answers,
             answers, pulling):
    part()
