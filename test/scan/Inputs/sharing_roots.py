# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Drivers that share the headers of the system have the same captures and findings as those that are read alone.

  sharing_roots.py DEVLOCK FOLDER
"""
import json
import pathlib
import shutil
import sys

import sharing_scans

devlock, folder = sys.argv[1:]
folder = pathlib.Path(folder)
shutil.rmtree(folder, ignore_errors=True)

SYSTEM = {
    "forced.h": "#ifndef FORCED_H\n#define FORCED_H\ntypedef void *PVOID;\n#define OLDER 1\n#define GONE 1\n#endif\n",
    "kernel.h": """#ifndef KERNEL_H
#define KERNEL_H
#include "detail.h"
#include <config.h>
#include "wanted.h"
#ifdef __cplusplus
extern "C" {
#endif
void VideoPortAcquireDeviceLock(PVOID extension);
void VideoPortReleaseDeviceLock(PVOID extension);
#ifdef __cplusplus
}
#endif
#ifdef MATTERS
#define SIZE 2
static inline int Matters(void) { return MATTERS + 0; }
#else
#define SIZE 1
#endif
#undef GONE
#if OLDER
typedef char older;
#else
typedef int older;
#endif
struct packed { older small; long long large; older last[3]; };
static inline int Kernel(void) { return SIZE; }
#ifdef NUMBER
static inline int Number(void) { return NUMBER; }
#else
static inline int Number(void) { return 0; }
#endif
#define KERNEL_VALUE 7
#endif
""",
    "detail.h": "#pragma once\n#define DETAIL 1\n",
    "config.h": "#pragma once\n#define CONFIG 1\n",
    "deep/wanted.h": "#pragma once\n#define WANTED 1\n",
    "more.h": "#ifndef MORE_H\n#define MORE_H\n#ifdef KERNEL_H\n#define MORE 1\n#else\n#define MORE 2\n#endif\n"
              "#ifdef MATTERS\n#define MORE_SIZE 2\n#else\n#define MORE_SIZE 1\n#endif\n"
              "#ifdef MORE_MATTERS\nstatic inline int MoreMatters(void) { return MORE_MATTERS; }\n#endif\n"
              "static inline int More(void) { return MORE; }\n#endif\n",
    "twice.h": "typedef int twice;\n",
    # Headers that are read again whenever they are included.
    "loose.h": "#ifdef LOOSE_ONCE\n#define LOOSE_AGAIN 1\n#else\n#define LOOSE_ONCE 1\n#endif\nextern int loose;\n",
    "nest.h": "#pragma once\n#include <loose.h>\n",
    "saw.h": "#pragma once\n#ifdef LOOSE_AGAIN\n#define SAW 1\n#endif\n",
    # Those that change what stands before them.
    "avl.h": "#pragma once\n#ifdef AVL\n#define AVL_ON 1\n#undef AVL\n#endif\n",
    "level.h": "#pragma once\n#ifdef LEVEL\n#undef LEVEL\n#define LEVEL 5\n#endif\n",
    "first.h": "#pragma once\n#define PASSING 1\n",
    "second.h": "#pragma once\n#undef PASSING\n",
    # Those that include another one before all else, and one that does something before.
    "wide.h": "#pragma once\n" + "".join(f"#include <part{i}.h>\n" for i in range(24)) +
              "#ifdef WIDE_MATTERS\n#define WIDE 2\n#elif defined(NOTED_H)\n#define WIDE 3\n#else\n#define WIDE 1\n"
              "#endif\nstatic inline int Wide(void) { return WIDE; }\n",
    **{f"part{i}.h": f"#pragma once\nextern int part{i};\n" for i in range(24)},
    "outer.h": "#ifndef OUTER_H\n#define OUTER_H\n/* first */\n#include <wide.h>\n#ifdef MODE\n"
               "static inline int Mode(void) { return MODE; }\n#endif\n#endif\n",
    "noted.h": "#ifndef NOTED_H\n#define NOTED_H\n#include <wide.h>\n#endif\n",
    "before.h": "#ifndef BEFORE_H\n#define BEFORE_H\n#define WIDE_MATTERS 1\n#include <wide.h>\n#endif\n",
}
BODY = """static int Count;
void Leak_%s(PVOID extension)
{
    VideoPortAcquireDeviceLock(extension);
    if (Count == Kernel() + Number())
        return;
    VideoPortReleaseDeviceLock(extension);
}
int Value_%s(void) { return (int)sizeof(struct packed) * 1000 + SIZE * 100 + WANTED * 10 + DETAIL + CONFIG + Number(); }
"""
ROOTS = "#include <kernel.h>\n#include <more.h>\n"


def body(name):
    return BODY % (name, name)


def guess(text):
    """What a look at the text takes for left out, and is not: this compiler defines WINNT."""
    return "#ifdef WINNT\n" + text + "#endif\n"


GNU = ["-target", "x86_64-w64-windows-gnu"]
AGAIN = "#ifdef LOOSE_AGAIN\nint Twice;\nvoid Again(void) { Twice = 1; }\n#endif\n#undef LOOSE_AGAIN\n"

# By driver: its files, and its options.
DRIVERS = {
    "plain": ({"plain.c": ROOTS + body("plain")}, []),
    "other": ({"other.c": "// a comment\n" + ROOTS + body("other")}, ["-DOTHER=3", "-Iother/inc"]),
    "third": ({"third.c": '#include "third.h"\n' + body("third") + "int Third(void) { return THIRD + LATE; }\n",
               "third_too.c": '/* */ #include "third.h"\n' + body("third_too"),
               "third.h": "/* first */\n#pragma once\n#pragma warning(disable: 4127)\n#define LATE 4\n" + ROOTS +
                          '#include "inc/own.h"\n',
               "inc/own.h": "int Own(void);\n"}, ["-DTHIRD=5", "-D", "_RESERVED_NAME", "-Ithird", "-I", "third/inc"]),
    # Some macros matter to headers, and some are made in front of them.
    "matters": ({"matters.c": ROOTS + body("matters")}, ["-DMATTERS"]),
    "number": ({"number.c": ROOTS + body("number")}, ["-DNUMBER=4"]),
    "before": ({"before.c": "#define MATTERS 1\n" + ROOTS + body("before")}, []),
    "before_too": ({"before_too.c": '#include "b.h"\n' + body("before_too"),
                    "b.h": "#define NUM NUMBER\n#define NUMBER 9\n" + ROOTS}, []),
    "undefines": ({"undefines.c": "#undef OLDER\n" + ROOTS + body("undefines")}, []),
    # Something stands in front of them, or around.
    "linkage": ({"linkage.cpp": 'extern "C" {\n' + ROOTS + "}\n" + body("linkage")}, []),
    "cplusplus": ({"cplusplus.cpp": ROOTS + body("cplusplus") + "struct A { int a = DEFINED; };\n"}, ["-DDEFINED=1"]),
    "cplusplus_too": ({"cplusplus_too.cpp": ROOTS + "namespace N {\n" + body("cplusplus_too") + "}\n"}, ["-DANY"]),
    "packs": ({"packs.c": '#include "p.h"\n' + body("packs"), "p.h": "#pragma pack(push, 1)\n" + ROOTS}, []),
    "packs_too": ({"packs_too.c": "#include HEADER\n" + ROOTS + body("packs_too"),
                   "p.h": "#pragma once\n#pragma pack(1)\n"}, ['-DHEADER="p.h"']),
    "declares": ({"declares.c": '#include "d.h"\n' + ROOTS + body("declares"), "d.h": "typedef int before;\n"}, []),
    # Order, and tests of what they define.
    "order": ({"order.c": "#include <more.h>\n#include <kernel.h>\n" + body("order") +
               "int O(void) { return MORE; }\n"}, []),
    "tests": ({"tests.c": '#include "t.h"\n' + body("tests") + "int Tests(void) { return TESTED; }\n",
               "t.h": "#ifdef KERNEL_VALUE\n#define TESTED 1\n#else\n#define TESTED 2\n#endif\n" + ROOTS}, []),
    "tests_too": ({"tests_too.c": '#include "t.h"\n' + body("tests_too") + "int Tests(void) { return TESTED; }\n",
                   "t.h": "#if KERNEL_VALUE\n#define TESTED 1\n#else\n#define TESTED 2\n#endif\n" + ROOTS}, []),
    "left_out": ({"left_out.c": '#include "l.h"\n#include <kernel.h>\n' + body("left_out"),
                  "l.h": "#if 0\n" + ROOTS + "#endif\n"}, []),
    "again": ({"again.c": "#include <twice.h>\n" + ROOTS + "#include <kernel.h>\n" + body("again")}, []),
    # Headers of their own with the names of those of the system.
    "beside": ({"beside.c": ROOTS + body("beside"), "wanted.h": "#define WANTED 2\n"}, []),
    "beside_too": ({"beside_too.c": '#include "inc/x.h"\n' + body("beside_too"), "inc/x.h": ROOTS,
                    "inc/wanted.h": "#define WANTED 3\n"}, []),
    "in_folder": ({"in_folder.c": ROOTS + body("in_folder"), "inc/Config.h": "#define CONFIG 5\n"},
                  ["-Iin_folder/inc"]),
    "in_system": ({"in_system.c": ROOTS + body("in_system")}, ["-Isystem/deep", "-Isystem"]),
    # What is not known before it is read.
    "gnu": ({"gnu.c": ROOTS + body("gnu"), "gnu.cpp": ROOTS + body("gnu_plus")}, [*GNU, "-DGNU_ONE"]),
    "gnu_too": ({"gnu_too.c": "\n" + ROOTS + body("gnu_too"), "gnu_too.cpp": ROOTS + body("gnu_plus_too")},
                [*GNU, "-DGNU_TWO"]),
    "late_token": ({"late_token.cpp": guess("namespace N {\n") + ROOTS + "}\nusing namespace N;\n" +
                    body("late_token")}, GNU),
    "late_pack": ({"late_pack.c": guess("#pragma pack(1)\n") + ROOTS + body("late_pack")}, GNU),
    "late_operator": ({"late_operator.c": guess('_Pragma("pack(1)")\n') + ROOTS + body("late_operator")}, GNU),
    "late_define": ({"late_define.c": guess("#define MATTERS\n") + ROOTS + body("late_define")}, GNU),
    "late_keyword": ({"late_keyword.c": guess("#define long int\n#define int short\n") + ROOTS + "#undef int\n" +
                      body("late_keyword")}, GNU),
    "late_undef": ({"late_undef.c": guess("#undef OLDER\n") + ROOTS + body("late_undef")}, GNU),
    "late_test": ({"late_test.c": guess("#ifdef KERNEL_VALUE\n#define GOT 1\n#endif\n") + ROOTS + body("late_test") +
                   "#ifdef GOT\nint Got;\nvoid Tested(void) { Got = 1; }\n#endif\n"}, GNU),
    "late_use": ({"late_use.c": guess("#if KERNEL_VALUE > 3\n#define GOT 1\n#endif\n") + ROOTS + body("late_use") +
                  "#ifdef GOT\nint Got;\nvoid Used(void) { Got = 1; }\n#endif\n"}, GNU),
    "late_gone": ({"late_gone.c": guess("#if GONE\n#define GOT 1\n#endif\n") + ROOTS + body("late_gone") +
                   "#ifdef GOT\nint Got;\nvoid Gone(void) { Got = 1; }\n#endif\n"}, GNU),
    "late_pragma": ({"late_pragma.c": guess("#pragma GCC poison MATTERS\n") + ROOTS + body("late_pragma")}, GNU),
    "late_order": ({"late_order.c": guess("#include <more.h>\n") + ROOTS + body("late_order") +
                    "int Order(void) { return MORE; }\n"}, GNU),
    "late_twice": ({"late_twice.c": guess("#include <twice.h>\n") + ROOTS + body("late_twice")}, GNU),
    "left_out_late": ({"left_out_late.c": "#ifndef WINNT\n#include <kernel.h>\n#endif\n#include <more.h>\n"
                       "int LeftOut(void) { return MORE; }\n"}, GNU),
    "left_out_all": ({"left_out_all.c": "#ifndef WINNT\n" + ROOTS + "#endif\nint LeftOutAll(void) { return 1; }\n"},
                     GNU),
    # Headers that are read again.
    "loose": ({"loose.c": "#include <loose.h>\n" + ROOTS + body("loose") + AGAIN}, []),
    "loose_too": ({"loose_too.c": '#include "l.h"\n' + body("loose_too") + AGAIN + "#include <loose.h>\n" +
                   AGAIN.replace("Twice", "Thrice").replace("Again", "Late"),
                   "l.h": "#include <loose.h>\n" + ROOTS}, []),
    "loose_twice": ({"loose_twice.c": "#include <loose.h>\n" + ROOTS + "#include <loose.h>\n" + body("loose_twice") +
                     AGAIN}, []),
    "nested_loose": ({"nested_loose.c": "#include <nest.h>\n#include <saw.h>\n#include <loose.h>\n"
                      "#include <kernel.h>\n" + body("nested_loose") + AGAIN}, GNU),
    "late_loose": ({"late_loose.c": "#include <nest.h>\n" + guess("#include <loose.h>\n") + "#include <saw.h>\n"
                    "#include <loose.h>\n#include <kernel.h>\n" + body("late_loose") +
                    "#ifdef SAW\nint Got;\nvoid Saw(void) { Got = 1; }\n#endif\n"}, GNU),
    # Macros in front of them.
    "staged": ({"staged.c": "#define MATTERS 1\n" + ROOTS + body("staged")}, []),
    "staged_too": ({"staged_too.c": '#include "s.h"\n' + body("staged_too"),
                    "s.h": "#define OWN 3\n#  define MATTERS 1 /* one */\n" + ROOTS}, ["-DSTAGED"]),
    "staged_asks": ({"staged_asks.c": "#ifndef MATTERS\n#define MATTERS 1\n#endif\n" + ROOTS + body("staged_asks")},
                    []),
    "staged_other": ({"staged_other.c": "#define MATTERS 2\n" + ROOTS + body("staged_other")}, []),
    "staged_undef": ({"staged_undef.c": "#undef OLDER\n#define OLDER 0\n" + ROOTS + body("staged_undef")}, []),
    "staged_undef_too": ({"staged_undef_too.c": "#undef OLDER\n#ifdef OLDER\n#define GOT 1\n#endif\n"
                          "#define OLDER 0\n" + ROOTS + body("staged_undef_too")}, []),
    "early": ({"early.c": "#define MORE_MATTERS 4\n" + ROOTS + body("early")}, []),
    "early_too": ({"early_too.c": "#include <kernel.h>\n#define MORE_MATTERS 4\n#include <more.h>\n" +
                   body("early_too")}, []),
    "option": ({"option.c": ROOTS + body("option")}, ["-DMORE_MATTERS=4"]),
    "between": ({"between.c": "#include <kernel.h>\n#define MATTERS 1\n#include <more.h>\n" + body("between")}, GNU),
    "late_between": ({"late_between.c": guess("#define MATTERS 1\n") + "#include <kernel.h>\n#ifndef WINNT\n"
                      "#define MATTERS 1\n#endif\n#include <more.h>\n" + body("late_between")}, GNU),
    "late_value": ({"late_value.c": "#ifdef WINNT\n#define MATTERS 3\n#else\n#define MATTERS 1\n#endif\n" + ROOTS +
                    body("late_value") + "int Value(void) { return Matters(); }\n"}, GNU),
    "late_ask": ({"late_ask.c": guess("#ifdef MATTERS\n#define GOT 1\n#endif\n") + "#define MATTERS 1\n" + ROOTS +
                  body("late_ask") + "#ifdef GOT\nint Got;\nvoid Asked(void) { Got = 1; }\n#endif\n"}, GNU),
    "late_staged_use": ({"late_staged_use.c": guess("#if MATTERS\n#define GOT 1\n#endif\n") + "#define MATTERS 1\n" +
                         ROOTS + body("late_staged_use") +
                         "#ifdef GOT\nint Got;\nvoid Used(void) { Got = 1; }\n#endif\n"}, GNU),
    "late_staged": ({"late_staged.c": "#define MATTERS 1\n" + ROOTS + body("late_staged")}, GNU),
    "late_missing": ({"late_missing.c": "#ifndef WINNT\n#define MATTERS 1\n#endif\n" + ROOTS + body("late_missing")},
                     GNU),
    **{name: ({f"{name}.c": "#define AVL 1\n#define LEVEL 3\n#include <kernel.h>\n#include <avl.h>\n"
               "#include <level.h>\n" + body(name) + "#ifdef AVL\nint Avl;\nvoid On(void) { Avl = 1; }\n#endif\n"
               "int Level(void) { return LEVEL; }\n"}, []) for name in ("undone", "undone_too")},
    "passing": ({"passing.c": "#include <first.h>\n#include <second.h>\n#include <kernel.h>\n" + body("passing")}, GNU),
    "late_passing": ({"late_passing.c": "#include <first.h>\n" + guess("#if PASSING\n#define GOT 1\n#endif\n") +
                      "#include <second.h>\n#include <kernel.h>\n" + body("late_passing") +
                      "#ifdef GOT\nint Got;\nvoid Passed(void) { Got = 1; }\n#endif\n"}, GNU),
    "late_passing_too": ({"late_passing_too.c": "#define OWN_PASSING PASSING\n#include <first.h>\n" +
                          guess("#if OWN_PASSING\n#define GOT 1\n#endif\n") + "#include <second.h>\n"
                          "#include <kernel.h>\n" + body("late_passing_too") +
                          "#ifdef GOT\nint Got;\nvoid Passed(void) { Got = 1; }\n#endif\n"},
                         GNU),
    # Headers within headers.
    **{f"mode{i}": ({f"mode{i}.c": "#include <outer.h>\n#include <kernel.h>\n" + body(f"mode{i}")},
                    [*GNU, f"-DMODE={i}"])
       for i in range(3)},
    "wide": ({"wide.c": "#include <wide.h>\n#include <kernel.h>\n" + body("wide")}, GNU),
    **{f"{header}{i}": ({f"{header}{i}.c": f"#include <wide.h>\n#include <{header}.h>\n" + body(f"{header}{i}")}, GNU)
       for header in ("noted", "before") for i in range(2)},
    **{f"late_{header}": ({f"late_{header}.c": f"#ifndef WINNT\n#include <wide.h>\n#endif\n#include <{header}.h>\n"
                           f"int Late_{header}(void) {{ return Wide(); }}\n"}, GNU) for header in ("noted", "before")},
    # Places.
    "places": ({"places.c": '#include "nowhere.h"\n' + ROOTS + "int Here = __LINE__;\nunknown_type *Wrong(void) { }\n" +
                            body("places") + 'const char *Name = __FILE__; int At(void) { return __FILE__[2]; }\n'},
               ["-DPLACES=1"]),
    "places_too": ({"places_too.c": '#include "places.h"\n' + body("places_too") + "int Late(PVOID x) { return y; }\n",
                    "places.h": ROOTS + "#error told here\n"}, ["-DPLACES_TOO=1"]),
    "first_line": ({"first_line.c": '#include <kernel.h>\n#include "nowhere.h"\n' + body("first_line")}, ["-DFIRST"]),
    "silent": ({"silent.c": ROOTS + body("silent").replace("return;",
                                                           "return; // NOLINT(devlock-missing-release): meant")},
               ["-DS"]),
    "Mixed": ({"Mixed.C.c": '#include <Kernel.H>\n#include "INC\\Mixed.H"\n#include <MORE.h>\n' + body("mixed"),
               "Inc/mixed.h": "#pragma once\n"}, ["-Imixed", "-DMIXED"]),
}
tree = folder / "tree"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


for name, text in SYSTEM.items():
    write(tree / "system" / name, text)
database = []
for driver, (files, options) in DRIVERS.items():
    for name, text in files.items():
        write(tree / driver / name, text)
        if not name.endswith(".h"):
            command = ["clang", "-target", "x86_64-pc-windows-msvc", "-fms-extensions", "-fms-compatibility", "-w",
                       "-isystem", "system", "-isystem", "system/deep", "-include", "forced.h", *options]
            database.append({"directory": str(tree), "file": f"{driver}/{name}",
                             "arguments": [*command, "-c", f"{driver}/{name}"]})
(folder / "compile_commands.json").write_text(json.dumps(database))


def scan(name, *options):
    return sharing_scans.scan([devlock, "scan", "--one-driver", "--verbose", "-p", folder, *options], folder / name,
                              cwd=folder, but=[" " + str(folder)])


alone = scan("alone", "--no-sharing")
if alone[5] or len(alone[3]) != len(database):
    sys.exit(f"sources that should be read alone: {alone[5]}, {len(alone[3])} captures\n" + "\n".join(alone[2]))
if alone[1].count("[devlock-missing-release]") < 20:
    sys.exit(f"the sources have not the findings that they should have:\n{alone[1]}")
for jobs in ("-j1", "-j2", "-j8"):
    shared = scan("shared" + jobs, jobs)
    sharing_scans.compare(shared, alone)
    if not shared[5] or int(shared[5][0].split()[1]) < 35: # those that miss their roots are not counted
        sys.exit(f"few sources were shared with {jobs}: {shared[5]}")
