# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Drivers of several files, for tests: some findings need the other files of a driver. Arguments: DEVLOCK INPUTS SCRATCH."""
import os
import pathlib
import shutil
import subprocess
import sys

import client

DEVLOCK, INPUTS, SCRATCH = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

INCLUDE = '#include "driver.h"\n#include "parts.h"\n'
PARTS = "VOID Leave(PVOID Ext);\nULONG Count(PVOID Ext);\nVOID Enter(PVOID Ext);\nBOOLEAN Interrupt(PVOID Ext);\n"
FILES = {
    # Whether it releases what it acquires, only leave.c knows.
    "use.c": INCLUDE + "ULONG Use(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n    Leave(Ext);\n    return 0;\n}\n",
    "leave.c": INCLUDE + "VOID Leave(PVOID Ext)\n{\n    VideoPortReleaseDeviceLock(Ext);\n}\n",
    # Whether Interrupt is an ISR, only entry.c knows.
    "isr.c": INCLUDE + "BOOLEAN Interrupt(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n"
                       "    VideoPortReleaseDeviceLock(Ext);\n    return TRUE;\n}\n",
    "entry.c": INCLUDE + "ULONG DriverEntry(PVOID Context1, PVOID Context2)\n{\n    VIDEO_HW_INITIALIZATION_DATA data;\n"
                         "    VideoPortZeroMemory(&data, sizeof(data));\n    data.HwInterrupt = Interrupt;\n"
                         "    return VideoPortInitialize(Context1, Context2, &data, NULL);\n}\n",
}
NOTHING = INCLUDE + "VOID Leave(PVOID Ext)\n{\n    (void)Ext;\n}\n"


class Tree:
    """A driver in a folder, and a home of its own for work folders."""

    def __init__(self, name, files=None):
        self.folder, self.home = SCRATCH / name / "drv", SCRATCH / name / "cache"
        shutil.rmtree(SCRATCH / name, ignore_errors=True)  # also what a scan kept before
        client.fresh(self.folder, INPUTS)
        (self.folder / "parts.h").write_text(PARTS, encoding="utf-8")
        for file, text in (files or FILES).items():
            self.path(file).parent.mkdir(exist_ok=True)
            self.path(file).write_text(text, encoding="utf-8")
        self.environment = dict(os.environ, XDG_CACHE_HOME=str(self.home))
        self.environment.pop("XDG_RUNTIME_DIR", None)
        self.environment["TMPDIR"] = str(SCRATCH / name)

    def path(self, file):
        return self.folder / file

    def scan(self, *arguments):
        """What a scan finds, as (file, code)."""
        done = subprocess.run([DEVLOCK, "scan", *(arguments or ["-j2", "."])], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True)
        assert done.returncode < 2, done.stderr

    def serve(self, *arguments, folder="/", capabilities=None, around=()):
        """A session. around: the command of a clangd."""
        os.environ.update(self.environment)
        here = os.getcwd()
        os.chdir(folder)
        behind = ["--", *around] if around else []
        session = client.Session([DEVLOCK, "lsp", *arguments, *behind], capabilities)
        os.chdir(here)
        return session


def codes(diagnostics):
    return [d["code"] for d in diagnostics if d["source"] == "devlock"]


def said(session):
    return [m["params"]["message"] for m in session.messages if m.get("method") == "window/logMessage"]


def until(session, path, wanted):
    """The diagnostics of a path, once they are these; the last ones, if they never are."""
    return client.patiently(lambda: codes(session.diagnostics(path)), lambda told: told == wanted)


def published(session, path):
    """All that was published for a path so far, as (version, codes)."""
    return [(m["params"].get("version"), codes(m["params"]["diagnostics"])) for m in session.messages
            if m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == client.uri(path)]


def make_project(folder, *sources):
    compiled = "".join(f'    <ClCompile Include="{source}" />\n' for source in sources)
    (folder / (folder.name + ".vcxproj")).write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<Project DefaultTargets="Build" '
        f'xmlns="http://schemas.microsoft.com/developer/msbuild/2003">\n  <ItemGroup>\n{compiled}'
        '  </ItemGroup>\n</Project>\n', encoding="utf-8")
