# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Hovers of the language server: hover.py DEVLOCK HEADERS SCRATCH. HEADERS holds driver.h."""
import pathlib
import sys

import client
from client import check

DEVLOCK, HEADERS, SCRATCH = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
TEXT = '''#include "driver.h"
VOID KeRaiseIrql(UCHAR Level, UCHAR *Old);

static VOID Leave(PVOID Ext)
{
    VideoPortReleaseDeviceLock(Ext);
}

VOID Timer(PVOID Ext)
{
    VideoPortAcquireDeviceLock(Ext);
    Leave(Ext);
    VideoPortAcquireDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Ext);
}

VOID Sometimes(PVOID Ext, ULONG Mode, PVOID Other)
{
    UCHAR old;

    if (Mode)
        VideoPortAcquireDeviceLock(Ext);
    KeRaiseIrql(2, &old);
    if (Mode)
        VideoPortReleaseDeviceLock(Ext);
    VideoPortReleaseDeviceLock(Other);
}

ULONG DriverEntry(PVOID Context1, PVOID Context2)
{
    VIDEO_HW_INITIALIZATION_DATA data;

    VideoPortZeroMemory(&data, sizeof data);
    data.HwTimer = Timer;
    return VideoPortInitialize(Context1, Context2, &data, NULL);
}
'''


def main():
    client.fresh(SCRATCH, HEADERS)
    path = SCRATCH / "hover.c"
    session = client.Session([DEVLOCK, "lsp"])
    check("hovers are announced", session.server_says["capabilities"]["hoverProvider"])
    session.open(path, TEXT)
    lines = TEXT.splitlines()

    def hover(number, word, into=3):
        place = {"line": number - 1, "character": lines[number - 1].index(word) + into}
        return session.ask("textDocument/hover", {"textDocument": {"uri": client.uri(path)}, "position": place})["result"]

    def says(what, number, word, *parts):
        told = hover(number, word)
        text = told and told["contents"]["value"]
        check(what, text and all(part in text for part in parts), text)
        start = lines[number - 1].index(word)
        check("its range is the name", told["range"] == {"start": {"line": number - 1, "character": start},
                                                         "end": {"line": number - 1, "character": start + len(word)}})

    acquire, release = "VideoPortAcquireDeviceLock", "VideoPortReleaseDeviceLock"
    says("an acquire, where the lock is free", 11, acquire, "acquires the device lock of 'Ext'",
         "before the call: free\n", "behind it: held\n", "may be called at PASSIVE_LEVEL (documented)",
         "`Timer` is entered as HwVidTimer", "IRQL here: DISPATCH_LEVEL")
    says("an acquire behind a wrapper's release", 13, acquire, "before the call: released\n", "behind it: held\n")
    says("a release for the caller", 6, release, "before the call: as the caller of the routine left it\n",
         "behind it: released\n")
    says("a release under a condition", 25, release, "before the call: held\n", "IRQL here: DISPATCH_LEVEL")
    says("a release that is wrong", 26, release, "of 'Other'", "before the call: free\n", "no path goes on")
    check("nothing at another name", hover(12, "Leave") is None)
    check("nothing at white space", hover(12, "    ", 0) is None)
    session.change(path, 2, {"text": TEXT.replace("    if (Mode)\n        VideoPortAcq", "    if (1)\n        VideoPortAcq")})
    says("after a change what holds then", 25, release, "before the call: held\n")
    check("the end is clean", session.end() == 0)


main()
