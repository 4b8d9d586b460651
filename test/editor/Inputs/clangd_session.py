# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What sessions with clangd on the sample miniport consist of: its folder, what the client can do, what is asked."""
import json
import os
import re
import shutil

DDK = os.environ.get("DDK_INCLUDE", "/usr/share/mingw-w64/include")
FLAGS = ["clang", "-target", "x86_64-w64-windows-gnu", "-fms-extensions", "-w", "-isystem", DDK, "-isystem", DDK + "/ddk"]
CAN = {"textDocument": {"publishDiagnostics": {"relatedInformation": True, "codeActionsInline": False},
                        "hover": {"contentFormat": ["markdown"]},
                        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}},
                        "semanticTokens": {"requests": {"full": True}}, "rename": {"prepareSupport": True}},
       "workspace": {"workspaceEdit": {"documentChanges": True}}}
LEAK = """
VOID DcmLeak(PDCM_EXTENSION Ext, ULONG Mode)
{
    VideoPortAcquireDeviceLock(Ext);
    if (Mode)
        return;
    VideoPortReleaseDeviceLock(Ext);
}

ULONG DcmBroken(VOID)
{
    return undeclared;
}
"""


def fresh(sample, scratch):
    """Makes a copy of the sample, with a compile database; gives its sources."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(sample, scratch)
    sources = sorted(scratch.glob("*.c"))
    (scratch / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(scratch), "file": str(s), "arguments": [*FLAGS, "-c", str(s)]} for s in sources]))
    return sources


def words(text, every):
    """Every so many words of a text, with places in them."""
    for count, word in enumerate(re.finditer(r"(?<![\w/*#])[A-Za-z_]\w+", text)):
        if count % every == 0:
            line = text.count("\n", 0, word.start())
            yield word.group(), {"line": line, "character": word.start() - (text.rfind("\n", 0, word.start()) + 1) + 1}


def behind(word, place):
    """Behind the whole word: which of many equally good completions clangd leaves out depends on addresses."""
    return dict(place, character=place["character"] - 1 + len(word))
