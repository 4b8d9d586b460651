# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Whatever changes in a tree, a scan that has a plan from before says what one without says.

  plan.py DEVLOCK FOLDER
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

devlock, folder = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
tree, work = folder / "tree", folder / "work" / "kept"

HEAD = "#include <ntdef.h>\n#include <miniport.h>\n#include <video.h>\n"
LEAK = HEAD + """#include "driver.h"
VOID %s(PVOID extension)
{
    VideoPortAcquireDeviceLock(extension);
    if (WANTED)
        return;
    VideoPortReleaseDeviceLock(extension);
}
"""
TAKE = """#define WANTED 0
void VideoPortAcquireDeviceLock(void *extension);
static void Take(void *extension)
{
    VideoPortAcquireDeviceLock(extension);
}
"""
IDLE = '#include "driver.h"\nint %s(void) { return WANTED; }\n'
PROJECT = """<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><ItemDefinitionGroup><ClCompile>
<AdditionalIncludeDirectories>late;inc</AdditionalIncludeDirectories>
<PreprocessorDefinitions>%s</PreprocessorDefinitions></ClCompile></ItemDefinitionGroup>
<ItemGroup>%s</ItemGroup></Project>
"""
LOCK = """devlock-model: 1
locks:
  - name: own lock
    acquire: {function: OwnAcquire, lock: argument 1}
    release: {function: OwnRelease, lock: argument 1}
"""
old = [1_500_000_000]


def write(name, text, date=None):
    """Dates lie in the past, and each is later than the one before: what is written now is not trusted."""
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    old[0] += 100
    os.utime(path, (date or old[0], date or old[0]))


def project(name, definitions, *sources):
    write(name, PROJECT % (definitions, "".join(f'<ClCompile Include="{source}" />' for source in sources)))


def scan(*options, at=work):
    command = [devlock, "scan", "--work", at, *options, "."]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tree)
    # What is shared depends on what is captured, and so on what is there already.
    told = [line for line in done.stderr.splitlines() if "went on from" not in line]
    return done.returncode, done.stdout, "\n".join(told)


def check(what, *options):
    """Twice: with the plan from before the change, and with the one that was made then."""
    shutil.rmtree(folder / "work/fresh", ignore_errors=True)
    right = scan(*options, at=folder / "work/fresh")
    for which in ("first", "second"):
        now = scan(*options)
        if now != right:
            sys.exit(f"{what}, the {which} scan:\n{now}\nshould be\n{right}")
    return right


def number(text):
    """FNV-1a, which the plan has of its body."""
    value = 14695981039346656037
    for byte in text:
        value = ((value ^ byte) * 1099511628211) & (2**64 - 1)
    return value


def headers_appear(late):
    write(f"{late}/driver.h", TAKE)
    if "nothing of what" in check("a header in front of another, with which a driver matters")[2]:
        sys.exit("the other driver is still left out")
    (tree / late / "driver.h").unlink()
    os.symlink(tree / "inc", tree / late / "driver.h")
    check("a link to a folder in front of a header")
    (tree / late / "driver.h").unlink()
    os.symlink(tree / "locks/take.h", tree / late / "driver.h")
    check("the link leads to a header with which a driver matters")
    (tree / late / "driver.h").unlink()


write("locks/take.h", TAKE)
write("inc/driver.h", "#define WANTED 0\n")
write("locks/leak.c", LEAK % "Leak")
write("idle/idle.c", IDLE % "Idle")
project("locks/locks.vcxproj", "FIRST", "leak.c")
project("idle/idle.vcxproj", "FIRST", "idle.c")
for name in ("locks/locks.vcxproj", "idle/idle.vcxproj"):
    write(name, (tree / name).read_text().replace("late;inc", r"..\late;..\inc"))

first = check("nothing")
if "1 of 2 sources are in drivers that have nothing" not in first[2] or "missing-release" in first[1]:
    sys.exit(f"the tree is not what it should be: {first}")

# The plan is taken: one that says something else, and is whole, is believed.
plan = work / "plan"
body = plan.read_bytes().split(b"\0", 1)[1]
if body.count(b"a FIRST\0") != 1:
    sys.exit(f"there are other commands: {body}")
other = body.replace(b"a FIRST\0", b"a OTHER\0")
whole = plan.read_bytes()
plan.write_bytes(b"devlock plan 1 %016x\0" % number(other) + other)
scan()
if "OTHER" not in (work / "devlock.ninja").read_text():
    sys.exit("the plan is not taken")

# One that is damaged is not.
for damaged in (whole.replace(b"a FIRST\0", b"a OTHER\0"), whole[:-20], whole[:30], b"", b"\0", b"devlock plan 1\0"):
    plan.write_bytes(damaged)
    check(f"a plan that is damaged: {damaged[:40]}")
    if "OTHER" in (work / "devlock.ninja").read_text() or plan.read_bytes().split(b"\0")[0] == damaged.split(b"\0")[0]:
        sys.exit("a damaged plan is taken, or kept")
plan.unlink()
check("no plan")

write("inc/driver.h", "#define WANTED 1\n")
if "missing-release" not in check("a header that is newer")[1]:
    sys.exit("the change has no effect")
write("inc/driver.h", "#define WANTED 0\n", 1_400_000_000)
check("a header that is older and as long as it was")
project("locks/locks.vcxproj", "FIRST;WANTED=1", "leak.c")
check("a project that defines something")
write("late/driver.h", "#define WANTED 1\nVOID Late(PVOID extension);\n")
check("a header in front of another, in a folder that was not there")
(tree / "late/driver.h").unlink()
check("a folder without the header")
headers_appear("late")
write("late/driver.h", "#define WANTED 1\n")
write("idle/idle.c", LEAK % "NoLongerIdle")
if "NoLongerIdle" not in check("a driver that matters now")[1]:
    sys.exit("the other driver is still left out")
write("idle/idle.c", IDLE % "Idle")
check("a driver that does not matter any more")
write("locks/another.c", LEAK % "Another")
check("a source that no project names")
project("locks/locks.vcxproj", "FIRST", "leak.c", "another.c")
check("a source that a project names")
(tree / "locks/another.c").unlink()
check("a source that is gone")
write("idle/idle.vcxproj", "<Project")
if "it is left out" not in check("a project that is broken")[2]:
    sys.exit("the broken project is not named")
(tree / "idle/idle.vcxproj").unlink()
check("a project that is gone")
os.symlink("leak.c", tree / "locks/link.c")
write("locks/far.h", "VOID VideoPortAcquireDeviceLock(PVOID extension);\n")
write("inc/near.h", "#define NEAR\n")
os.symlink("near.h", tree / "inc/linked.h")
write("idle/idle.c", '#include "linked.h"\n' + IDLE % "Idle")
check("links")
(tree / "inc/linked.h").unlink()
os.symlink("../locks/far.h", tree / "inc/linked.h")
check("a link that leads elsewhere")
write("idle/own.c", "void OwnAcquire(void *); void OwnRelease(void *);\nvoid Own(void *x) { OwnAcquire(x); }\n")
check("a source of no model")
write("own.yaml", LOCK)
if "'Own' returns" not in check("a model", "--model", "own.yaml")[1]:
    sys.exit("the model has no effect")
write("own.yaml", LOCK.replace("Own", "Any"), 1_300_000_000)
check("a model that changed", "--model", "own.yaml")
check("no model")
check("without leaving out", "--no-prefilter")
check("as one driver", "--one-driver")
check("with words", "--verbose")

# The same where no project is looked for.
for path in (*tree.glob("*/*.vcxproj"), *tree.glob("late/*"), *tree.glob("*/own*"), tree / "idle/idle.c"):
    path.unlink()
write("idle/idle.c", IDLE % "Idle")
write("far/from/here/other.h", "")
write("compile_commands.json", json.dumps([{"directory": str(tree), "file": "idle/idle.c",
                                           "arguments": ["clang", "-w", "-Ifar/from/here", "-Iinc", "idle/idle.c"]}]))
if "nothing of what" not in check("a compile database")[2]:
    sys.exit("no driver is left out")
headers_appear("far/from/here")
