# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A client of a language server, for tests: client.Session(COMMAND) starts it, initialises it and speaks to it."""
import collections
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import urllib.parse

DDK = os.environ.get("DDK_INCLUDE", "/usr/share/mingw-w64/include")
PATIENCE = int(os.environ.get("PATIENCE", 60))  # seconds without a message before a test gives up; not a measure of speed


def frame(message):
    content = json.dumps(message, ensure_ascii=False).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)


def uri(path):
    return "file://" + urllib.parse.quote(os.path.abspath(path))


def check(what, is_so, *evidence):
    """Ends the test if it is not so."""
    if not is_so:
        sys.exit(f"{what}: {evidence}")
    print(f"{what}: yes")


def fresh(scratch, headers):
    """Makes a folder anew, with the header that sources of tests include; a source in it that is never on the disk. A
    repository of its own: no project is looked for above it, where other tests make folders."""
    shutil.rmtree(scratch, ignore_errors=True)
    (scratch / ".git").mkdir(parents=True)
    shutil.copy(pathlib.Path(headers) / "driver.h", scratch)
    return scratch / "unsaved.c"


def patiently(ask, wanted=bool):
    """Asks until the answer is wanted, a while: the proxy does not wait for devlock's part of an answer for long, and a
    machine may be slow."""
    for _ in range(PATIENCE):
        answer = ask()
        if wanted(answer):
            break
    return answer


class Session:
    def __init__(self, command, capabilities=None, initialize=True):
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.bytes = bytearray()
        self.frame = b""  # the last message, as it came
        self.requests = 0
        self.waiting = collections.deque()
        self.messages = []  # all that came
        if initialize:
            self.server_says = self.ask("initialize", {"processId": None, "rootUri": None,
                                                       "capabilities": capabilities or {}})["result"]
            self.tell("initialized", {})

    def send(self, message):
        self.send_bytes(frame(dict(message, jsonrpc="2.0")))

    def send_bytes(self, data):
        self.server.stdin.write(data)
        self.server.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask_later(self, method, params):
        self.requests += 1
        self.send({"id": self.requests, "method": method, "params": params})
        return self.requests

    def ask(self, method, params):
        number = self.ask_later(method, params)
        return self.wait(lambda m: m.get("id") == number and "method" not in m)

    def next(self):
        """The next message; None at the end."""
        while True:
            end = self.bytes.find(b"\r\n\r\n") + 4
            size = end + int(self.bytes[:end].lower().split(b"content-length:")[1].split()[0]) if end > 3 else 0
            while size and len(self.bytes) < size and self.read():
                pass
            if size and len(self.bytes) >= size:
                self.frame = bytes(self.bytes[:size])
                del self.bytes[:size]
                message = json.loads(self.frame[end:])
                self.messages.append(message)
                return message
            if not self.read():
                return None

    def read(self):
        """Reads some bytes; false at the end."""
        if not select.select([self.server.stdout], [], [], PATIENCE)[0]:
            sys.exit(f"the server says nothing more; it said {json.dumps(self.messages, indent=1)}")
        more = os.read(self.server.stdout.fileno(), 65536)
        self.bytes += more
        return bool(more)

    def wait(self, wanted):
        """The first message that has not been waited for and is wanted; the others stay."""
        for message in list(self.waiting):
            if wanted(message):
                self.waiting.remove(message)
                return message
        while True:
            message = self.next()
            if message is None:
                sys.exit(f"the server ended; it said {json.dumps(self.messages, indent=1)}")
            if wanted(message):
                return message
            self.waiting.append(message)

    def open(self, path, text=None, version=1):
        if text is None:
            with open(path, encoding="utf-8", newline="") as file:
                text = file.read()
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri(path), "languageId": "c", "version": version,
                                                            "text": text}})

    def change(self, path, version, *changes):
        self.tell("textDocument/didChange", {"textDocument": {"uri": uri(path), "version": version},
                                             "contentChanges": list(changes)})

    def close(self, path):
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri(path)}})

    def diagnostics(self, path, version=None):
        """What is published for a path next, or with a version."""
        def wanted(message):
            params = message.get("params") or {}
            return (message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri(path)
                    and (version is None or params.get("version") == version))
        return self.wait(wanted)["params"]["diagnostics"]

    def settle(self, path):
        """Waits until all that is to be analysed of a path is: an answer about it waits for its runs."""
        start = {"line": 0, "character": 0}
        self.ask("textDocument/codeAction", {"textDocument": {"uri": uri(path)}, "context": {"diagnostics": []},
                                             "range": {"start": start, "end": start}})

    def end(self):
        """Shuts the server down; gives its exit status."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        while self.next() is not None:
            pass
        return self.server.wait(PATIENCE)
