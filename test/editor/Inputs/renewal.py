# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What decides how a source is read changes on the disk, and no editor tells of it: renewal.py DEVLOCK INPUTS SCRATCH.

After the next change of the text all must be as after a fresh start.
"""
import json
import sys
import time

import client
from client import check
from clangd_session import FLAGS
from trees import INCLUDE, Tree, codes

MISSING = "devlock-missing-release"
RELEASE = "    VideoPortReleaseDeviceLock(Ext);\n"
# A release that is there if LEAVE is defined.
IF_LEAVE = "#ifdef LEAVE\n" + RELEASE + "#endif\n"
USE = INCLUDE + "ULONG Use(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n" + IF_LEAVE + "    return 0;\n}\n"
CALL = INCLUDE + "ULONG Use(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n    Leave(Ext);\n    return 0;\n}\n"
LEAVE = INCLUDE + "VOID Leave(PVOID Ext)\n{\n" + IF_LEAVE + "}\n"
XML = ('<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">\n'
       "%s</Project>\n")
DEFINES = ("  <ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>%s</PreprocessorDefinitions></ClCompile>"
           "</ItemDefinitionGroup>\n")


def project(*sources, imports="", defines=""):
    items = "".join(f'<ClCompile Include="{source}" />' for source in sources)
    imported = f'  <Import Project="{imports}" />\n' if imports else ""
    return XML % (imported + (DEFINES % defines if defines else "") + f"  <ItemGroup>{items}</ItemGroup>\n")


def properties(defines):
    return XML % (DEFINES % defines)


class Kept:
    """A source that is open, and has been read."""

    def __init__(self, name, source, files, *arguments, before=()):
        self.tree = Tree(name, {})
        for file, text in {"use.c": source, **files}.items():
            self.write(file, text)
        self.path, self.text, self.version = self.tree.path("use.c"), source, 1
        for done in before:
            done(self.tree)
        self.arguments = arguments
        self.session = self.tree.serve(*arguments, folder=self.tree.folder)
        self.session.open(self.path)
        self.told = codes(self.session.diagnostics(self.path))

    def write(self, file, text):
        path = self.tree.path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def typed(self):
        """What is told after a change of the text behind what is kept."""
        self.version += 1
        self.text += "\n"
        self.session.change(self.path, self.version, {"text": self.text})
        return codes(self.session.diagnostics(self.path, self.version))

    def becomes(self, what, wanted):
        told = self.typed()
        session = self.tree.serve(*self.arguments, folder=self.tree.folder)
        session.open(self.path)
        fresh = codes(session.diagnostics(self.path))
        session.end()
        check(what, told == wanted == fresh, told, "a fresh start:", fresh)

    def end(self):
        check("the end", self.session.end() == 0)


def later(kept, wanted):
    """Files that are not open are looked at while somebody types, but not at each key."""
    def ask():
        told = kept.typed()
        if told != wanted:
            time.sleep(1)
        return told
    return client.patiently(ask, lambda told: told == wanted)


def imported():
    kept = Kept("imported", USE, {"drv.vcxproj": project("use.c", imports="build\\Common.props"),
                                  "build/common.props": properties("LEAVE")})
    check("a project that imports properties", kept.told == [], kept.told)
    kept.write("build/common.props", properties("OTHER"))
    kept.becomes("an imported file is another one", [MISSING])
    kept.tree.path("build/common.props").unlink()
    kept.write("Directory.Build.props", properties("LEAVE"))
    kept.becomes("one that is imported because it is there", [])
    kept.tree.path("Directory.Build.props").unlink()
    kept.becomes("and not any more", [MISSING])
    kept.write("build/common.props", properties("LEAVE"))
    kept.becomes("one that was not there, but is imported", [])
    kept.end()


def solution():
    kept = Kept("solution", USE, {"sub/drv.vcxproj": project("../use.c", imports="$(SolutionDir)common.props"),
                                  "../common.props": properties("LEAVE")})
    check("a project without a solution", kept.told == [MISSING], kept.told)
    kept.write("../drv.sln", "")
    kept.becomes("a solution appears", [])
    kept.end()


def projects():
    kept = Kept("projects", USE, {"sub/notes.txt": ""})
    check("no project", kept.told == [MISSING], kept.told)
    kept.write("sub/drv.vcxproj", project("../use.c", defines="LEAVE"))
    kept.becomes("a project appears in a folder below", [])
    kept.tree.path("sub/drv.vcxproj").unlink()
    kept.becomes("and vanishes", [MISSING])
    kept.write("new/drv.vcxproj", project("../use.c", defines="LEAVE"))
    kept.becomes("one appears with a folder", [])
    kept.write("drv.vcxproj", project("other.c", "use.c"))
    kept.becomes("one that is nearer", [MISSING])
    kept.end()


def header_folders():
    text = USE.replace("ULONG Use", '#if __has_include("leave.h")\n#include "leave.h"\n#endif\nULONG Use')
    kept = Kept("folders", text, {"inc/notes.txt": ""})
    check("no header", kept.told == [MISSING], kept.told)
    kept.write("inc/leave.h", "#define LEAVE\n")
    kept.becomes("a folder has headers now", [])
    kept.tree.path("inc/leave.h").unlink()
    kept.becomes("and has none any more", [MISSING])
    kept.write("include/leave.h", "#define LEAVE\n")
    kept.becomes("a folder with headers appears", [])
    kept.end()


def has_include():
    for name, header in (("beside", "leave.h"), ("below", "sub/leave.h"), ("above", "../leave.h")):
        text = USE.replace('#include "driver.h"\n', f'#if __has_include("{header}")\n#define LEAVE\n#endif\n#include "driver.h"\n')
        kept = Kept("has_" + name, text, {})
        check(f"__has_include of {header}, which is not there", kept.told == [MISSING], kept.told)
        kept.write(header, "")
        kept.becomes("it appears", [])
        kept.tree.path(header).unlink()
        kept.becomes("it vanishes", [MISSING])
        kept.end()
    inner = "#if __has_include(<more/leave.h>)\n#define LEAVE\n#endif\n"
    kept = Kept("has_inner", USE.replace('#include "driver.h"\n', '#include "inner.h"\n#include "driver.h"\n'),
                {"inner.h": inner, "drv.vcxproj": XML % (
                    "<ItemGroup><ClCompile Include=\"use.c\"><AdditionalIncludeDirectories>parts</AdditionalIncludeDirectories>"
                    "</ClCompile></ItemGroup>"), "parts/notes.txt": ""})
    check("__has_include in a header", kept.told == [MISSING], kept.told)
    kept.write("parts/more/leave.h", "")
    kept.becomes("it appears, in a folder where headers are looked for", [])
    kept.end()


def database():
    def write(kept_tree, *more):
        build = kept_tree.path("out")
        build.mkdir(exist_ok=True)
        (build / "compile_commands.json").write_text(json.dumps([
            {"directory": str(kept_tree.folder), "file": str(kept_tree.path("use.c")),
             "arguments": [*FLAGS, *more, "-c", "use.c"]}]), encoding="utf-8")
    kept = Kept("database", USE, {}, "-p", "out", before=[write])
    check("a compile database that was named", kept.told == [MISSING], kept.told)
    write(kept.tree, "-DLEAVE")
    kept.becomes("is another one", [])
    kept.end()


def others():
    """The same for files that are not open."""
    kept = Kept("others", CALL, {"leave.c": LEAVE, "drv.vcxproj": project("use.c", "leave.c", imports="common.props"),
                                 "common.props": properties("LEAVE")}, before=[Tree.scan])
    check("a callee that releases", kept.told == [], kept.told)
    kept.write("common.props", properties("OTHER"))
    told = later(kept, [MISSING])
    check("it is compiled with other properties", told == [MISSING], told)
    kept.write("leave.c", LEAVE.replace("LEAVE", "OTHER"))
    told = later(kept, [])
    check("it is another one", told == [], told)
    kept.write("leave.c", LEAVE.replace("LEAVE", "MORE"))
    kept.tree.scan()
    told = later(kept, [MISSING])
    check("a new scan has read another one", told == [MISSING], told)
    kept.end()


for part in [imported, solution, projects, header_folders, has_include, database, others]:
    if len(sys.argv) < 5 or part.__name__ in sys.argv[4:]:
        print(part.__name__)
        part()
