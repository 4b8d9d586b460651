# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Sources that share the reading of their beginnings have the same captures and findings as those that are read alone.

  sharing.py DEVLOCK FOLDER FLAG...
"""
import pathlib
import shutil
import subprocess
import sys
import time

import sharing_scans

devlock, folder, *flags = [*sys.argv[1:], "-DGIVEN=1"]
folder = pathlib.Path(folder)
shutil.rmtree(folder, ignore_errors=True)

HEADER = """#include <ntdef.h>
#include <miniport.h>
#include <video.h>
typedef struct EXTENSION { ULONG Count; } EXTENSION;
VOID Use(PVOID extension);
#define CHECK(name) static const char Name##name[] = __FILE__
"""
LEAK = """VOID %s(PVOID extension)
{
    VideoPortAcquireDeviceLock(extension);
    if (Count)
        return;
    VideoPortReleaseDeviceLock(extension);
}
"""


def leak(name):
    return "static int Count;\n" + LEAK % name


INCLUDE = '#include "driver.h"\n'
SOURCES = {
    "plain.c": INCLUDE + leak("Plain"),
    "comment.c": "/* A file\n * with a head\n */\n\n" + INCLUDE + leak("Comment"),
    "line_comment.c": "// a\n//b\n" + INCLUDE.replace("\n", " // behind it\n") + leak("LineComment"),
    "spread.c": INCLUDE.replace("\n", " /* over\nlines */\n") + leak("Spread"),
    "indented.c": "\t  " + INCLUDE + leak("Indented"),
    "windows.c": ("/* head */\n" + INCLUDE + leak("Windows")).replace("\n", "\r\n"),
    "other.c": INCLUDE + '#include "other.h"\n' + leak("Other") + "int Another(void) { return other; }\n",
    "other_too.c": "/* */" + INCLUDE + '/* x */ #include "other.h"\n' + leak("OtherToo"),
    "missing.c": "\n\n" + INCLUDE + '   #include "nowhere.h"\n' + leak("Missing"),
    "missing_too.c": "/* a */\n\n" + INCLUDE + '#include "nowhere.h"\n' + leak("MissingToo"),
    "twice.c": INCLUDE + INCLUDE + leak("Twice"),
    "defines.c": "#define X 1\n" + INCLUDE + leak("Defines"),
    "defines_too.c": "/* x */\n\n#define X 1\n#pragma warning(disable: 4127)\n" + INCLUDE + leak("DefinesToo"),
    "defines_three.c": "#define X 1\r\n  #pragma warning(disable: 4127)\r\n" + INCLUDE + "#define Y __LINE__\n" +
                       leak("DefinesThree") + "int Line(void) { return Y + X; }\n",
    "silent.c": "#pragma warning(disable: 4127)\n" + INCLUDE + "#pragma warning(push)\n" + '#include "other.h"\n' +
                leak("Silent") + "int Place(void) { return __LINE__ + other; }\n",
    "given.c": "#ifdef GIVEN\n" + INCLUDE + leak("Given") + "#endif\n",
    "given_too.c": "/* */\n#ifdef GIVEN\n" + INCLUDE + leak("GivenToo") + "#else\nwrong\n#endif\n",
    "given_open.c": "// without an end\n\n  #ifdef GIVEN\n" + INCLUDE + leak("GivenOpen"),
    "taken.c": "#undef GIVEN\n#ifdef GIVEN\n" + INCLUDE + "#endif\nint Taken;\n",
    "taken_too.c": "#undef GIVEN\n#ifdef GIVEN\n" + INCLUDE + "#endif\nint TakenToo;\n",
    "not_given.c": "#ifdef NOT_GIVEN\n" + INCLUDE + "#endif\nint NotGiven;\n",
    "not_given_too.c": "#ifdef NOT_GIVEN\n" + INCLUDE + "#endif\nint NotGivenToo;\n",
    "defines_four.c": "#define X 1 /* a comment */\n" + INCLUDE + leak("DefinesFour"),
    "again.c": "#define X 1\n#define X 2\n" + INCLUDE + leak("Again") + "int Now(void) { return X; }\n",
    "again_too.c": "// 1\n#define X 1\n// 2\n#define X 2\n" + INCLUDE + leak("AgainToo"),
    "slashes.c": '#include ".\\driver.h"\n' + leak("Slashes"),
    "slashes_too.c": '#include ".\\driver.h"\n' + leak("SlashesToo"),
    "named.c": "/* x */\n" + INCLUDE + "CHECK(Here);\n" + leak("Named") + "char First(void) { return NameHere[3]; }\n",
    "named_plainly.c": INCLUDE + "CHECK(There);\nchar Second(void) { return NameThere[3]; }\n",
    "wrong.c": "\n" + INCLUDE + "unknown_type *Wrong(void)\n{\n    return 0;\n}\n" + leak("Right") +
               "VOID AlsoWrong(PVOID extension)\n{\n    VideoPortAcquireDeviceLock(extension, missing);\n}\n",
    "itself.c": INCLUDE + '#ifndef ONCE\n#define ONCE\n#include "itself.c"\n#else\n' + leak("Itself") + "#endif\n",
    "another.c": INCLUDE + '#include "plain.c"\n',
    "moved.c": "/* */\n" + INCLUDE + '#line 100 "elsewhere.c"\n' + leak("Moved"),
    "open.c": INCLUDE + leak("Open") + "/* a comment without an end\n",
    "nothing.c": INCLUDE,
    "unfinished.c": '#include "driver.h"',
    "ends_so.c": INCLUDE + leak("EndsSo").rstrip("\n"),
    "ends_with_endif.c": INCLUDE + "unknown Broken(void) {}\n#if 0\nint LeftOut;\n#endif",
    "ends_with_slash.c": INCLUDE + leak("EndsWithSlash") + "int Last\\",
    "marked.c": "\ufeff" + INCLUDE + leak("Marked"),
    "crash.c": INCLUDE + leak("Crash") + "#pragma clang __debug crash\n",
    "plus.cpp": "/* */\n" + INCLUDE + "namespace N {\n" + leak("Plus") + "}\n",
    "plus_too.cpp": INCLUDE + "static int Count;\nstruct S { VOID Do(PVOID extension) { Use(extension); } };\n",
    "base.c": '#include "base.h"\n' + LEAK % "Base" + "char Third(void) { return Base[3]; }\n",
    "base_too.c": '/* */\n#include "base.h"\n' + LEAK % "BaseToo" + "char Fourth(void) { return Base[3]; }\n",
    "sub/below.c": "/* */" + '#include "../driver.h"\n' + leak("Below"),
    "sub/below_too.c": '#include "../driver.h"\n' + leak("BelowToo"),
}
tree = folder / "tree"
(tree / "sub").mkdir(parents=True)
(tree / "driver.h").write_text(HEADER)
(tree / "base.h").write_text(INCLUDE + "static int Count;\nstatic const char Base[] = __BASE_FILE__;\n")
(tree / "other.h").write_text("static int other;\n#include \"late.h\"\n")
for name, text in SOURCES.items():
    (tree / name).write_bytes(text.encode())


def scan(name, *options):
    return sharing_scans.scan([devlock, "scan", "--one-driver", "--verbose", *options], folder / name,
                              behind=[tree, "--", *flags])


alone = scan("alone", "--no-sharing")
if alone[5] or len(alone[3]) != len(SOURCES):
    sys.exit(f"sources that should be read alone: {alone[5]}, {len(alone[3])} captures")
if alone[1].count("[devlock-missing-release]") < 15 or "reading it crashed" not in "\n".join([alone[1], *alone[2]]):
    sys.exit(f"the sources have not the findings that they should have:\n{alone[1]}")
for jobs in ("-j1", "-j2", "-j8"):
    shared = scan("shared" + jobs, jobs)
    sharing_scans.compare(shared, alone)
    if not shared[5] or int(shared[5][0].split()[1]) < 30:
        sys.exit(f"few sources were shared with {jobs}: {shared[5]}")


def processes(work):
    return subprocess.run(["pgrep", "-f", "--", f"-o {work}/captures"], capture_output=True, text=True).stdout.split()


# Whatever ends a scan, its keepers end with it, and the next one has the same result.
for pause in (0.1, 0.3, 0.6):
    killed = subprocess.Popen([devlock, "scan", "--one-driver", "--quiet", "--work", folder / "killed", "-j2", tree, "--",
                               *flags], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(pause)
    killed.kill()
    killed.wait()
    for _ in range(300):
        if not processes(folder / "killed"):
            break
        time.sleep(0.1)
    else:
        sys.exit(f"processes are left: {processes(folder / 'killed')}")
sharing_scans.compare(scan("killed", "-j2"), alone)
