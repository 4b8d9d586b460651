#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""When the beginning of a source is read anew, and when not: keepers.py DEVLOCK INPUTS SCRATCH."""
import os
import pathlib
import signal
import sys

import client
from client import check

DEVLOCK, INPUTS, SCRATCH = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
TEXT = (INPUTS / "driven.c").read_text(encoding="utf-8")


class Edited:
    def __init__(self):
        self.path = client.fresh(SCRATCH, INPUTS).with_name("edited.c")
        self.session, self.version, self.text = client.Session([DEVLOCK, "lsp"]), 1, TEXT
        self.path.write_text(TEXT, encoding="utf-8")
        self.session.open(self.path, TEXT)
        self.codes = self.told()
        self.keeper = self.keepers()[0]

    def told(self):
        return [d["code"] for d in self.session.diagnostics(self.path, self.version)]

    def keepers(self):
        pid = self.session.server.pid
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]

    def change(self, text):
        self.version += 1
        self.text = text
        self.session.change(self.path, self.version, {"text": text})
        return self.told()

    def same_keeper(self):
        before, self.keeper = self.keeper, self.keepers()[0]
        return before == self.keeper


def main():
    edited = Edited()
    check("a finding at first", edited.codes == ["devlock-missing-release"], edited.codes)
    mended = TEXT.replace("        return 1;\n", "        Mode = 1;\n")
    check("the text behind the beginning counts", edited.change(mended) == [])
    check("a change there keeps what was read", edited.same_keeper())
    told = edited.change(TEXT)
    check("it comes back", told == ["devlock-missing-release"], told)
    check("still with what was read", edited.same_keeper())
    told = edited.change("/* no end" + TEXT.replace("*/", ""))
    check("a comment without an end, from the beginning on", told == ["devlock-not-analysed"], told)
    check("the text as it was", edited.change(TEXT) == ["devlock-missing-release"])
    check("a text many times as long", edited.change(TEXT + "\n" * 300000) == ["devlock-missing-release"])
    check("the first text again", edited.change(TEXT) == ["devlock-missing-release"])
    edited.same_keeper()
    told = edited.change(TEXT.replace('#include "driver.h"', '#include "driver.h"\n#define return if (Mode) return'))
    check("a change between the beginning and the rest", told == [], told)
    told = edited.change(TEXT.replace('#include "driver.h"', '#define Other 1\n#include "driver.h"'))
    check("a change of the beginning", told == ["devlock-missing-release"], told)
    check("is read", not edited.same_keeper())
    check("the beginning as it was", edited.change(TEXT) == ["devlock-missing-release"] and not edited.same_keeper())
    header = SCRATCH / "driver.h"
    own = header.read_text(encoding="utf-8")
    header.write_text(own + "#define VideoPortAcquireDeviceLock(x)\n#define VideoPortReleaseDeviceLock(x)\n", encoding="utf-8")
    check("a header is other on the disk", edited.change(mended) == [] and not edited.same_keeper())
    check("so the lock is gone", edited.change(TEXT) == [])
    header.write_text(own, encoding="utf-8")
    check("a header is as it was", edited.change(TEXT + "\n") == ["devlock-missing-release"])
    config = SCRATCH / ".devlock.yaml"
    config.write_text("Checks: '-*,devlock-double-acquire'\n", encoding="utf-8")
    check("a configuration that was not there", edited.change(TEXT) == [])
    config.unlink()
    check("and is gone again", edited.change(TEXT + "\n") == ["devlock-missing-release"])
    edited.same_keeper()
    os.kill(edited.keeper, signal.SIGKILL)
    check("a keeper that was killed", edited.change(TEXT) == ["devlock-missing-release"] and not edited.same_keeper())
    edited.session.close(edited.path)
    edited.session.ask("textDocument/hover", {"textDocument": {"uri": client.uri(edited.path)},
                                              "position": {"line": 0, "character": 0}})
    check("a closed document needs none", edited.keepers() == [], edited.keepers())
    check("the end", edited.session.end() == 0)


main()
