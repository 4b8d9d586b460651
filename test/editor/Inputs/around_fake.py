# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A client of the proxy around a server that does what it is told (fake_clangd.py)."""
import pathlib
import sys

import client

FAKE = str(pathlib.Path(__file__).parent / "fake_clangd.py")
LEAK = '''#include "driver.h"

VOID Routine(PVOID Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    /* \U0001f512 */ if (Mode) return;
    VideoPortReleaseDeviceLock(Ext);
}
'''


class Session(client.Session):
    """A session with the proxy around the fake, which answers initialize with `says`."""

    def __init__(self, devlock, scratch, capabilities=None, says=None):
        super().__init__([devlock, "lsp", "--", sys.executable, FAKE, scratch / "received"], initialize=False)
        self.server_says = self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities or {},
                                                   "initializationOptions": says})["result"]
        self.tell("initialized", {})

    def publish(self, path, version, *messages):
        start = {"line": 0, "character": 0}
        self.tell("fake/send", {"message": {"method": "textDocument/publishDiagnostics", "params": {
            "uri": client.uri(path), "version": version,
            "diagnostics": [{"range": {"start": start, "end": start}, "message": m} for m in messages]}}})

    def shown(self, path):
        """(version, from devlock, from the other) of what is published next."""
        params = self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and
                           m["params"]["uri"] == client.uri(path))["params"]
        found = params["diagnostics"]
        return (params.get("version"), [d["code"] for d in found if d.get("source") == "devlock"],
                [d["message"] for d in found if d.get("source") != "devlock"])

    def until(self, path, wanted, *meanwhile):
        """Whether `wanted` is shown in the end, and before it nothing but `meanwhile`."""
        while (shown := self.shown(path)) != wanted:
            if shown not in meanwhile:
                print(shown)
                return False
        return True

    def memory(self):
        """The most that the proxy ever used, in bytes."""
        status = pathlib.Path(f"/proc/{self.server.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
