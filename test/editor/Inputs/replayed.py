# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Plays a recorded session with clangd (recording.py) through the proxy: replayed.py DEVLOCK RECORDING SAMPLE SCRATCH. SAMPLE
is the folder of the sample miniport. What clangd said comes out byte for byte and in its order, but for what is joined; of
that, clangd's part is what it was. What the client says arrives byte for byte."""
import json
import pathlib
import sys

import client
import recording
from client import check
from clangd_session import fresh

DEVLOCK, RECORDING, SAMPLE, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
FOLDER, RECEIVED = SCRATCH / "ddcmini", SCRATCH / "received"
REPLAYER = pathlib.Path(__file__).with_name("replayer.py")
PUBLISH = "textDocument/publishDiagnostics"


def is_answer(message):
    return "id" in message and "method" not in message


def is_own(message):
    """Whether it is from devlock alone (diagnostics are both's)."""
    params = message.get("params") or {}
    return (str(message.get("id", "")).startswith("devlock-") or str(params.get("token", "")).startswith("devlock") or
            message.get("method") in ("window/showMessage", "window/logMessage") and "devlock" in params["message"])


def theirs(message):
    """What clangd publishes."""
    params = message["params"]
    return (params["uri"], params.get("version"),
            json.dumps([d for d in params["diagnostics"] if d.get("source") != "devlock"], sort_keys=True))


def codes(message):
    return [d["code"] for d in message["params"]["diagnostics"] if d.get("source") == "devlock"]


def is_edited(message):
    return message["params"]["uri"].endswith("/pointer.c")


class Player(client.Session):
    def __init__(self, events):
        super().__init__([DEVLOCK, "lsp", "--", sys.executable, REPLAYER, RECORDING, FOLDER, RECEIVED], initialize=False)
        self.frames, self.sent, self.joinable, self.leaks = [], [], {}, False
        for direction, content in events:
            message = json.loads(content)
            if direction == b">":
                self.say(message, content)
            else:
                self.await_it(message)
        while self.next() is not None:
            pass

    def next(self):
        message = super().next()
        if message is not None:
            self.frames.append((message, self.frame))
        return message

    def say(self, message, content):
        method = message.get("method")
        if method in ("initialize", "textDocument/codeAction", "textDocument/hover"):
            self.joinable[message["id"]] = message
        if method == "textDocument/codeAction" and self.leaks:
            while not self.finding():  # so that there is something to join
                if self.next() is None:
                    sys.exit("the proxy ended")
        self.leaks |= b"DcmLeak" in content
        self.sent.append(recording.frame(content))
        self.send_bytes(self.sent[-1])

    def finding(self):
        """In the source that is edited."""
        return any(m.get("method") == PUBLISH and is_edited(m) and "devlock-missing-release" in codes(m)
                   for m in self.messages)

    def await_it(self, message):
        if is_answer(message):
            self.wait(lambda m: is_answer(m) and m["id"] == message["id"])
        elif message["method"] == PUBLISH:
            self.wait(lambda m: m.get("method") == PUBLISH and theirs(m) == theirs(message))
        else:
            self.wait(lambda m: m == message)


def is_joined(player, message):
    return message.get("method") == PUBLISH or is_answer(message) and message["id"] in player.joinable


def join_is_right(method, before, after):
    """Whether a joined answer is clangd's, and then devlock's."""
    if method == "initialize":
        commands = after["capabilities"]["executeCommandProvider"]["commands"]
        return commands.pop() == "devlock.explain" and after == before
    if method == "textDocument/codeAction":
        more = after[len(before):]
        return after[:len(before)] == before and more and all("devlock" in json.dumps(action) for action in more)
    kept = {name: value for name, value in after.items() if name != "contents"}
    value, more = before["contents"]["value"], after["contents"]["value"]
    return (more.startswith(value) and "**devlock**" in more[len(value):] and
            kept == {name: value for name, value in before.items() if name != "contents"})


def check_answers(player, recorded):
    """Joined answers; gives the methods of those that devlock has added to."""
    came = {m["id"]: (m, f) for m, f in player.frames if is_answer(m)}
    added = []
    for content in recorded:
        message = json.loads(content)
        if not is_answer(message) or message["id"] not in player.joinable:
            continue
        answer, framed = came[message["id"]]
        if framed == recording.frame(content):
            continue
        request = player.joinable[message["id"]]
        if not join_is_right(request["method"], message["result"], answer["result"]):
            check("a joined answer is clangd's, then devlock's", False, request, message, answer)
        added.append(request["method"])
    return added


def check_diagnostics(player, recorded):
    published = [m for m, _ in player.frames if m.get("method") == PUBLISH]
    rest = iter(theirs(m) for m in published)
    told = [theirs(m) for m in map(json.loads, recorded) if m.get("method") == PUBLISH]
    check(f"{len(told)} publications of clangd's are told in their order", all(one in rest for one in told), told, published)
    of_clangd, seen = {t[:2]: t[2] for t in told}, set()
    for *which, found in map(theirs, published):
        which = tuple(which)
        if found == of_clangd.get(which):
            seen.add(which)
        elif which in seen or found != "[]":
            check("clangd's are not lost, nor shown with another version", False, which, found, of_clangd)
    edited = [codes(m) for m in published if is_edited(m)]
    check("devlock's are told, and go", ["devlock-missing-release", "devlock-not-analysed"] in edited and not edited[-1], edited)


def main():
    SCRATCH.mkdir(parents=True, exist_ok=True)
    fresh(SAMPLE, FOLDER)
    events = recording.load(RECORDING, FOLDER)
    recorded = [content for direction, content in events if direction == b"<"]
    player = Player(events)
    check("the end is clean", player.server.wait() == 0)
    check(f"{len(player.sent)} messages arrive as they were sent", RECEIVED.read_bytes() == b"".join(player.sent))
    passed = [f for m, f in player.frames if not is_own(m) and not is_joined(player, m)]
    wanted = [recording.frame(c) for c in recorded if not is_joined(player, json.loads(c))]
    check(f"{len(wanted)} messages of clangd's pass as they are", passed == wanted,
          [(a, b) for a, b in zip(passed, wanted) if a != b][:1], len(passed))
    check("each request has one answer", len(answers := [m["id"] for m, _ in player.frames if is_answer(m)]) == len(set(answers)))
    added = check_answers(player, recorded)
    check("devlock adds to initialize and to code actions", {"initialize", "textDocument/codeAction"} <= set(added), added)
    check_diagnostics(player, recorded)


main()
