# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What does not come in time: timed.py DEVLOCK HEADERS SCRATCH. HEADERS holds driver.h. Runs of the analysis that crash, or do
not end; the other server, when it does not answer, does not read, or goes; an editor that does not read.

Nothing here rests on how fast a machine is: a run that does not end reads from a pipe into which nobody writes, and what is
waited for is seen.
"""
import functools
import json
import os
import pathlib
import signal
import sys
import threading
import time

import client
from around_fake import LEAK, Session as AnySession
from client import check
from clangd_session import FLAGS

DEVLOCK, HEADERS, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
Around = functools.partial(AnySession, DEVLOCK, SCRATCH)
MEGABYTE = 1 << 20
LITERAL = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}
CRASH = "#pragma clang __debug crash\n"
LOOP = "constexpr int never() { int n = 0; for (;;) n ^= 1; return n; }\nconstexpr int loop = never();\n"
ENDLESS = "#include \"endless.h\"\n"  # a pipe: nothing comes of it, nor does it end
CALL = {"line": 4, "character": LEAK.splitlines()[4].index("Video") + 3}  # of a lock function
FOUND = ["devlock-missing-release"]


def fresh():
    return client.fresh(SCRATCH, HEADERS)


def codes(diagnostics):
    return [d["code"] for d in diagnostics]


def behind(text):
    """Behind the beginning, that is in a process that was forked when it had been read."""
    return LEAK + text + "int last;\n"


def before(text):
    return text + LEAK


def descendants(pid):
    """Each may have been started by any thread."""
    try:
        children = [int(child) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                    for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []
    return children + [each for child in children for each in descendants(child)]


class Pipe:
    """That a run reads from, and waits. A new one each time: a run that was ended may still be ending."""

    def __init__(self):
        self.path = SCRATCH / "endless.h"
        self.path.unlink(missing_ok=True)
        os.mkfifo(self.path)

    def wait(self):
        """Until somebody reads from it."""
        for _ in range(client.PATIENCE * 20):
            try:
                return os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                time.sleep(0.05)
        sys.exit("nobody reads from it")


def wait_for_rest(session):
    """Until the server does nothing more: it cannot write, or there is nothing to do."""
    def used():
        return [pathlib.Path(f"/proc/{pid}/io").read_text(encoding="ascii")
                for pid in (session.server.pid, *descendants(session.server.pid))]
    last, same = used(), 0
    while same < 6:
        time.sleep(0.1)
        now = used()
        last, same = now, same + 1 if now == last else 0


def shown_to_user(session):
    return sum(m.get("method") == "window/showMessage" for m in session.messages)


# ---- runs --------------------------------------------------------------------------------------------------------


def crashes():
    path = fresh()
    session, version = client.Session([DEVLOCK, "lsp"]), 1
    session.open(path, LEAK)
    check("a finding", codes(session.diagnostics(path, 1)) == FOUND)
    for text in (behind(CRASH), before(CRASH), behind(CRASH)):
        session.change(path, version + 1, {"text": text})
        told = session.diagnostics(path, version + 1)
        check("a run that crashes is told", codes(told) == ["devlock-not-analysed"] and "crashed" in told[0]["message"], told)
        version += 2
        session.change(path, version, {"text": LEAK})
        check("it costs that run", codes(session.diagnostics(path, version)) == FOUND)
    check("the user is told once", shown_to_user(session) == 1, session.messages)
    check("the end is clean", session.end() == 0)


def loops():
    path = fresh().with_suffix(".cpp")
    (SCRATCH / "compile_commands.json").write_text(json.dumps([{
        "directory": str(SCRATCH), "file": str(path), "arguments": [*FLAGS, "-fconstexpr-steps=4294967295", "-c", str(path)]}]))
    # The limit of a run is what it was given, if that is less than its own.
    session, version = client.Session(["prlimit", "--cpu=2:50", DEVLOCK, "lsp"]), 1
    session.open(path, LEAK)
    session.diagnostics(path, 1)
    for text in (behind(LOOP), before(LOOP)):
        session.change(path, version + 1, {"text": text})
        told = session.diagnostics(path, version + 1)
        check("a run that does not end is ended", codes(told) == ["devlock-not-analysed"] and "took too long" in told[0]["message"],
              told)
        version += 2
        session.change(path, version, {"text": LEAK})
        check("it costs that run", codes(session.diagnostics(path, version)) == FOUND)
    check("the user is told once", shown_to_user(session) == 1, session.messages)
    check("the end is clean", session.end() == 0)


def cancelled():
    path = fresh()
    session = client.Session([DEVLOCK, "lsp"])
    for version, text in enumerate((behind(ENDLESS), before(ENDLESS)), 1):
        pipe = Pipe()
        session.open(path, text, version)
        pipe.wait()
        session.change(path, version + 1, {"text": LEAK})
        check("a change ends a run that waits", codes(session.diagnostics(path, version + 1)) == FOUND)
        session.close(path)
        session.diagnostics(path)
    pipe = Pipe()
    session.open(path, behind(ENDLESS))
    pipe.wait()
    check("the end does not wait for it", session.end() == 0)


# ---- the other server's answers, and devlock's part of them ---------------------------------------------------------


def ask_where_it_is(session, path, method):
    place = {"start": CALL, "end": {"line": 6, "character": 0}}
    return session.ask(method, {"textDocument": {"uri": client.uri(path)}, "position": CALL, "range": place,
                                "context": {"diagnostics": []}})["result"]


def slow_runs():
    path = fresh()
    pipe = Pipe()
    session = Around({"textDocument": {"codeAction": LITERAL}})
    hover, actions = {"contents": {"kind": "markdown", "value": "theirs"}}, [{"title": "theirs"}]
    session.tell("fake/will", {"method": "textDocument/hover", "result": hover})
    session.tell("fake/will", {"method": "textDocument/codeAction", "result": actions})
    session.open(path, LEAK)
    check("a finding", session.shown(path) == (1, FOUND, []))
    session.change(path, 2, {"text": behind(ENDLESS)})
    pipe.wait()
    check("a hover does not wait for a run that does not end", ask_where_it_is(session, path, "textDocument/hover") == hover)
    check("nor do actions", ask_where_it_is(session, path, "textDocument/codeAction") == actions)
    session.publish(path, 2, "theirs")
    check("nor diagnostics", session.shown(path) == (2, [], ["theirs"]))
    session.change(path, 3, {"text": LEAK + "\n"})  # not what it was: devlock's of that would be told at once
    session.publish(path, 3, "theirs")
    check("it goes on", session.until(path, (3, FOUND, ["theirs"]), (3, [], ["theirs"])))
    offered = ask_where_it_is(session, path, "textDocument/codeAction")
    check("with both", offered[:1] == actions and len(offered) > 1, offered)
    check("the end is clean", session.end() == 0)


def slow_pulls():
    path = fresh()
    pipe = Pipe()
    session = Around({"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}},
                     {"capabilities": {"diagnosticProvider": {"identifier": "fake"}}})
    theirs = {"message": "theirs", "range": {"start": CALL, "end": CALL}}
    session.tell("fake/will", {"method": "textDocument/diagnostic", "result": {"kind": "full", "items": [theirs], "resultId": "1"}})
    session.open(path, behind(ENDLESS))
    pipe.wait()
    pulled = ask_where_it_is(session, path, "textDocument/diagnostic")
    check("an answer to a pull does not wait for ever", pulled["items"] == [theirs], pulled)
    session.change(path, 2, {"text": LEAK})
    again = session.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    session.send({"id": again["id"], "result": None})
    pulled = client.patiently(lambda: ask_where_it_is(session, path, "textDocument/diagnostic"), lambda p: len(p["items"]) == 2)
    check("the client is told to ask again", pulled["items"][0] == theirs and codes(pulled["items"][1:]) == FOUND, pulled)
    check("and has nothing by which it would skip devlock's", "resultId" not in pulled, pulled)
    check("the end is clean", session.end() == 0)


def silence():
    path = fresh()
    session = Around({"textDocument": {"codeAction": LITERAL}})
    for method in ("textDocument/hover", "textDocument/codeAction"):
        session.tell("fake/will", {"method": method})
    session.open(path, LEAK)
    check("a finding", session.shown(path) == (1, FOUND, []))
    place = {"start": CALL, "end": CALL}
    asked = [session.ask_later(method, {"textDocument": {"uri": client.uri(path)}, "position": CALL, "range": place,
                                        "context": {"diagnostics": []}})
             for method in ("textDocument/hover", "textDocument/codeAction")]
    session.tell("$/cancelRequest", {"id": asked[0]})
    check("what is asked besides is answered", session.ask("fake/answer", {"result": 1})["result"] == 1)
    session.change(path, 2, {"text": LEAK + "\n"})
    check("devlock's diagnostics come", session.shown(path) == (2, FOUND, []))
    check("the end is clean", session.end() == 0)
    answered = [m["id"] for m in session.messages if "id" in m and "method" not in m]
    check("devlock does not answer in the other's place", not set(asked) & set(answered), answered)


def last_words():
    path = fresh()
    pipe = Pipe()
    session = Around()
    hover = {"contents": {"kind": "markdown", "value": "theirs"}}
    session.tell("fake/will", {"method": "textDocument/hover", "result": hover})
    session.open(path, LEAK)
    session.shown(path)
    session.change(path, 2, {"text": behind(ENDLESS)})
    pipe.wait()
    asked = session.ask_later("textDocument/hover", {"textDocument": {"uri": client.uri(path)}, "position": CALL})
    session.tell("fake/exit", {"status": 5})
    answer = session.wait(lambda m: m.get("id") == asked)
    check("what it said before it went is told", answer["result"] == hover, answer)
    check("then the proxy goes", session.next() is None and session.server.wait() == 5)
    session = Around()
    session.open(path, LEAK)
    check("both can be started again", session.shown(path) == (1, FOUND, []) and session.end() == 0)


# ---- sides that do not read -----------------------------------------------------------------------------------------


def slow_reader():
    fresh()
    session = Around()
    session.ask("fake/answer", {"result": 1})
    before_it, count = session.memory(), 100
    session.tell("fake/flood", {"count": count, "length": MEGABYTE})
    wait_for_rest(session)
    check("what an editor does not read stays with who says it", session.memory() - before_it < 8 * MEGABYTE,
          session.memory() - before_it)
    for number in range(count):
        session.wait(lambda m, n=number: m.get("method") == "fake/flooded" and m["params"]["number"] == n)
        session.messages.clear()
    check("it all comes", session.ask("fake/answer", {"result": 2})["result"] == 2)
    check("the end is clean", session.end() == 0)


def slow_server():
    path = fresh()
    session = Around()
    fake, before_it, count = session.ask("fake/pid", {})["result"], session.memory(), 40
    os.kill(fake, signal.SIGSTOP)
    text = LEAK + "/* " + "x" * MEGABYTE + " */\n"

    def type_much():
        session.open(path, text)
        for version in range(2, count + 1):
            session.change(path, version, {"text": text + "\n" * version})
    typing = threading.Thread(target=type_much)
    typing.start()
    wait_for_rest(session)
    check("what the other server does not read stays with the editor", session.memory() - before_it < 32 * MEGABYTE,
          session.memory() - before_it)
    os.kill(fake, signal.SIGCONT)
    typing.join()
    check("it all arrives", session.ask("fake/answer", {"result": 2})["result"] == 2 and
          (SCRATCH / "received").read_bytes().count(b"textDocument/didChange") == count - 1)
    check("and is analysed", session.until(path, (count, FOUND, []), *((version, FOUND, []) for version in range(1, count))))
    check("the end is clean", session.end() == 0)


for part in (crashes, loops, cancelled, slow_runs, slow_pulls, silence, last_words, slow_reader, slow_server):
    part()
