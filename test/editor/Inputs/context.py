# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Findings that need the other files of a driver, once a scan has read them: context.py DEVLOCK INPUTS SCRATCH."""
import os
import subprocess
import sys

import client
from client import check
from edits import apply
from trees import (DEVLOCK, FILES, INCLUDE, INPUTS, NOTHING, PARTS, SCRATCH, Tree, codes, make_project, published, said,
                   until)

ACTIONS = {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
           "workspace": {"workspaceEdit": {"documentChanges": True}}}


def alone():
    tree = Tree("alone")
    session = tree.serve()
    session.open(tree.path("isr.c"))
    session.open(tree.path("use.c"))
    check("without a scan a callback is a routine like others", codes(session.diagnostics(tree.path("isr.c"))) == [])
    session.diagnostics(tree.path("use.c"))
    check("that is said once", len(said(session)) == 1 and "devlock scan" in said(session)[0], said(session))
    tree.scan()
    session.tell("textDocument/didSave", {"textDocument": {"uri": client.uri(tree.path("isr.c"))}})
    told = until(session, tree.path("isr.c"), ["devlock-irql"])
    check("a scan that is made meanwhile is noticed", told == ["devlock-irql"], told)
    check("the end", session.end() == 0)
    left = list((SCRATCH / "alone").glob("devlock-*"))
    check("nothing is left of the session", left == [], left)
    session = tree.serve("--no-work")
    session.open(tree.path("isr.c"))
    check("unless the user wants none", codes(session.diagnostics(tree.path("isr.c"))) == [] and said(session) == [])
    session.end()


def callee():
    tree = Tree("callee")
    use, leave = tree.path("use.c"), tree.path("leave.c")
    tree.scan()
    session = tree.serve()
    session.open(use)
    check("a callee in another file releases", codes(session.diagnostics(use)) == [])
    session.open(leave)
    check("it may, as it has such a caller", codes(session.diagnostics(leave)) == [])
    session.change(leave, 2, {"text": NOTHING})
    told = until(session, use, ["devlock-missing-release"])
    check("a change in it that is not saved makes a finding in the other file", told == ["devlock-missing-release"], told)
    check("with the version of that", published(session, use)[-1][0] == 1, published(session, use))
    session.change(use, 2, {"text": FILES["use.c"] + "\n"})
    check("a change there keeps it", codes(session.diagnostics(use, 2)) == ["devlock-missing-release"])
    session.change(leave, 3, {"text": FILES["leave.c"]})
    check("a change back undoes it", until(session, use, []) == [] and published(session, use)[-1][0] == 2)
    session.change(leave, 4, {"text": NOTHING})
    check("once more", until(session, use, ["devlock-missing-release"]) == ["devlock-missing-release"])
    session.close(leave)
    check("a text that is closed without being saved counts no more", until(session, use, []) == [])
    session.settle(use)
    check("nothing is said", said(session) == [], said(session))
    check("the end", session.end() == 0)


def isr():
    tree = Tree("isr")
    path = tree.path("isr.c")
    tree.scan()
    session = tree.serve(capabilities={"textDocument": {"publishDiagnostics": {"relatedInformation": True}}})
    session.open(path)
    told = session.diagnostics(path)
    check("a routine that another file registers", codes(told) == ["devlock-irql"], told)
    session.settle(path)
    check("and nothing else before", published(session, path) == [(1, ["devlock-irql"])], published(session, path))
    line = FILES["isr.c"].split("\n").index("    VideoPortAcquireDeviceLock(Ext);")
    hover = session.ask("textDocument/hover", {"textDocument": {"uri": client.uri(path)},
                                               "position": {"line": line, "character": 6}})["result"]
    check("a hover knows it, too", "is entered as" in hover["contents"]["value"], hover)
    entry = tree.path("entry.c")
    session.open(entry)
    check("what is registered is no finding there", codes(session.diagnostics(entry)) == [])
    session.change(entry, 2, {"text": FILES["entry.c"].replace("data.HwInterrupt = Interrupt", "data.HwInterrupt = NULL")})
    check("it is not registered any more", until(session, path, []) == [])
    check("the end", session.end() == 0)


def renewed():
    tree = Tree("renewed")
    use, leave = tree.path("use.c"), tree.path("leave.c")
    tree.scan()
    leave.write_text(NOTHING, encoding="utf-8")
    session = tree.serve()
    session.open(use)
    told = until(session, use, ["devlock-missing-release"])
    check("a file that changed since the scan is read again", told == ["devlock-missing-release"], told)
    leave.write_text(FILES["leave.c"], encoding="utf-8")
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(leave), "type": 2}]})
    check("one that changes while the editor is open, too", until(session, use, []) == [])
    header = tree.path("parts.h")
    header.write_text(PARTS + "#define VideoPortReleaseDeviceLock(x) ((void)(x))\n", encoding="utf-8")
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(header), "type": 2}]})
    told = until(session, use, ["devlock-missing-release"])
    check("and a header of it", told == ["devlock-missing-release"], told)
    header.write_text(PARTS, encoding="utf-8")
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(header), "type": 2}]})
    check("which is as it was", until(session, use, []) == [])
    leave.unlink()
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(leave), "type": 3}]})
    session.settle(use)
    client.patiently(lambda: session.settle(use) or said(session))
    check("one that is gone is left out, which is said", [t for t in said(session) if "leave.c" in t] == said(session) != [],
          said(session))
    check("the end", session.end() == 0)


def pulled():
    """An editor that asks for diagnostics is told to ask again when what it was told is other now."""
    tree = Tree("pulled")
    use, leave = tree.path("use.c"), tree.path("leave.c")
    tree.scan()
    session = tree.serve(capabilities={"textDocument": {"diagnostic": {}},
                                       "workspace": {"diagnostics": {"refreshSupport": True}}})

    def pull(path):
        return codes(session.ask("textDocument/diagnostic", {"textDocument": {"uri": client.uri(path)}})["result"]["items"])

    def refreshes():
        return [m for m in session.messages if m.get("method") == "workspace/diagnostic/refresh"]

    for path in (use, leave):
        session.open(path)
        check(f"{path.name} is right", pull(path) == [])
    session.change(use, 2, {"text": FILES["use.c"] + "\n"})
    pull(use)
    check("what is asked for needs no more", refreshes() == [])
    session.change(leave, 2, {"text": NOTHING})
    session.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    check("a change in one makes a finding in the other", pull(use) == ["devlock-missing-release"])
    leave.write_text(FILES["leave.c"], encoding="utf-8")
    session.close(leave)
    session.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    check("which goes when it is closed", pull(use) == [])
    before = len(refreshes())
    header = tree.path("parts.h")
    header.write_text(PARTS + "#define VideoPortAcquireDeviceLock(x)\n", encoding="utf-8")
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(header), "type": 2}]})
    session.wait(lambda m: m.get("method") == "workspace/diagnostic/refresh")
    check("what changes on the disk is told, too", len(refreshes()) > before)
    check("the end", session.end() == 0)


def actions():
    """What can be done about findings that are there because of what other files do."""
    files = {"call.c": INCLUDE + "VOID Call(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n    Leave(Ext);\n"
                                 "    VideoPortReleaseDeviceLock(Ext);\n}\n",
             "leave.c": FILES["leave.c"],
             "use.c": INCLUDE + "ULONG Work(PVOID Ext);\nULONG Use(PVOID Ext)\n{\n    return Work(Ext);\n}\n",
             "work.c": INCLUDE + "ULONG Work(PVOID Ext)\n{\n    VideoPortAcquireDeviceLock(Ext);\n    return 0;\n}\n"}
    tree = Tree("actions", files)
    tree.scan()
    session = tree.serve(capabilities=ACTIONS)

    def offered(path, found):
        return session.ask("textDocument/codeAction", {"textDocument": {"uri": client.uri(path)},
                                                       "range": found["range"], "context": {"diagnostics": [found]}})["result"]

    for name, code, title in (("call.c", "devlock-double-release", "Take out the second release"),
                              ("use.c", "devlock-missing-release", "Compute the result, and release the lock before the return")):
        path = tree.path(name)
        session.open(path)
        found = session.diagnostics(path)
        check(f"{name}: a finding that needs another file", codes(found) == [code], found)
        actions = offered(path, found[0])
        check("a change that is tried with that", [a["title"] for a in actions] == [
            title, f"Suppress {code} on this line, with a reason", f"Explain {code}"], actions)
        [change] = actions[0]["edit"]["documentChanges"]
        check("it is for this text", change["textDocument"] == {"uri": client.uri(path), "version": 1}, change)
        text = apply(files[name], change["edits"])
        session.change(path, 2, {"text": text})
        told = codes(session.diagnostics(path, 2))
        check("it makes the finding go away", told == [], told, text)
    call, leave = tree.path("call.c"), tree.path("leave.c")
    session.change(call, 3, {"text": files["call.c"]})
    found = session.diagnostics(call, 3)
    check("the finding is there again", offered(call, found[0])[0]["title"] == "Take out the second release")
    session.open(leave)
    session.settle(leave)
    session.settle(call)
    session.waiting.clear()  # what was told before
    session.change(leave, 2, {"text": NOTHING})
    check("the other file is another one", until(session, call, []) == [])
    check("nothing is offered any more", offered(call, found[0]) == [])
    check("the end", session.end() == 0)


def linked():
    """The tree is opened through a symbolic link: to where the scan was started, to a folder above that, or below."""
    header = (INPUTS / "driver.h").read_text(encoding="utf-8")
    files = {f"src/{name}": text for name, text in dict(FILES, **{"driver.h": header, "parts.h": PARTS}).items()}
    for to in (".", "..", "src"):
        tree = Tree("linked", files)
        link = SCRATCH / "linked/link"
        link.symlink_to(tree.path(to))
        tree.scan()
        folder = link / os.path.relpath(tree.path("src"), tree.path(to))
        use, leave, entry, isr = (folder / name for name in ("use.c", "leave.c", "entry.c", "isr.c"))
        session = tree.serve()
        session.open(use)
        check(f"a link to {to}: a callee in another file releases", codes(session.diagnostics(use)) == [])
        session.open(isr)
        check("a routine is registered in another one", codes(session.diagnostics(isr)) == ["devlock-irql"])
        session.open(leave)
        check("it may release, as it has such a caller", codes(session.diagnostics(leave)) == [])
        session.change(leave, 2, {"text": NOTHING})
        told = until(session, use, ["devlock-missing-release"])
        check("it is another one in the editor", told == ["devlock-missing-release"], told)
        entry.write_text(FILES["entry.c"].replace("= Interrupt", "= NULL"), encoding="utf-8")
        session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(entry), "type": 2}]})
        told = until(session, isr, [])
        check("one that is not open is another one", told == [], told)
        session.open(folder / "parts.h")
        session.change(leave, 3, {"text": FILES["leave.c"]})
        session.close(leave)
        check("and the first one again", until(session, use, []) == [])
        session.change(folder / "parts.h", 2, {"text": PARTS + "#define VideoPortReleaseDeviceLock(x) ((void)(x))\n"})
        told = until(session, use, ["devlock-missing-release"])
        check("a header is another one in the editor", told == ["devlock-missing-release"], told)
        session.settle(use)
        check("nothing is said", said(session) == [], said(session))
        check("the end", session.end() == 0)


def header():
    """A header that is open and not saved counts in files that are not open, too."""
    other = FILES["use.c"].replace("Use", "Second")
    tree = Tree("header", dict(FILES, **{"other.c": other}))
    use, other, parts, leave = (tree.path(name) for name in ("use.c", "other.c", "parts.h", "leave.c"))
    tree.scan()
    session = tree.serve()
    for path in (use, other):
        session.open(path)
        check(f"{path.name}: a callee in a file that is not open", codes(session.diagnostics(path)) == [])
    session.open(parts)
    without = PARTS + "#define VideoPortReleaseDeviceLock(x) ((void)(x))\n"
    found = ["devlock-missing-release"]
    session.change(parts, 2, {"text": without})
    told = [until(session, path, found) for path in (use, other)]
    check("its header is another one in the editor", told == [found, found], told)
    session.change(parts, 3, {"text": PARTS})
    told = [until(session, path, []) for path in (use, other)]
    check("and is as it was", told == [[], []], told)
    session.change(parts, 4, {"text": without})
    told = [until(session, path, found) for path in (use, other)]
    check("once more", told == [found, found], told)
    session.close(parts)
    told = [until(session, path, []) for path in (use, other)]
    check("what was not saved when it is closed counts no more", told == [[], []], told)
    for text, wanted in ((NOTHING, found), (FILES["leave.c"], []), (NOTHING, found)):
        leave.write_text(text, encoding="utf-8")
        session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(leave), "type": 2}]})
        told = [until(session, path, wanted) for path in (use, other)]
        check("a file that changes on the disk is another one for all", told == [wanted, wanted], told)
    check("nothing is said", said(session) == [], said(session))
    check("the end", session.end() == 0)


def damaged():
    tree = Tree("damaged")
    use = tree.path("use.c")
    tree.scan("--work", "../work", ".")
    for capture in (SCRATCH / "damaged/work/captures").glob("leave.c*.capture"):
        capture.write_bytes(capture.read_bytes()[:-7])
    before = {f: f.stat().st_mtime_ns for f in (SCRATCH / "damaged/work").rglob("*")}
    session = tree.serve("--work", "../work", folder=tree.folder)
    session.open(use)
    told = until(session, use, [])
    session.settle(use)
    check("a capture that is damaged is made again", told == [] and said(session) == [], told, said(session))
    session.end()
    check("the work folder stays as it was", {f: f.stat().st_mtime_ns for f in (SCRATCH / "damaged/work").rglob("*")} == before)


def other_flags():
    tree = Tree("flags", dict(FILES, **{"leave.c": FILES["leave.c"].replace("    Video", "#ifdef LEAVE\n    Video")
                                        .replace(";\n}", ";\n#endif\n}")}))
    use, database = tree.path("use.c"), tree.path("compile_commands.json")

    def command(file, *more):
        arguments = ["clang", "-target", "x86_64-w64-windows-gnu", "-fms-extensions", "-w", "-isystem", client.DDK,
                     "-isystem", client.DDK + "/ddk", *more, "-c", file]
        return {"directory": str(tree.folder), "file": str(tree.path(file)), "arguments": arguments}

    def write(*more):
        database.write_text(client.json.dumps([command(file, *more) for file in FILES]), encoding="utf-8")

    write("-DLEAVE")
    tree.scan()
    session = tree.serve()
    session.open(use)
    check("with the flags of the scan", codes(session.diagnostics(use)) == [])
    write()
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": client.uri(database), "type": 2}]})
    told = until(session, use, ["devlock-missing-release"])
    check("other flags", told == ["devlock-missing-release"], told)
    session.end()
    database.unlink()
    tree.scan("-j2", ".", "--", "-target", "x86_64-w64-windows-gnu", "-fms-extensions", "-w", "-isystem", client.DDK,
              "-isystem", client.DDK + "/ddk", "-DLEAVE")
    session = tree.serve()
    session.open(use)
    check("flags that the scan was called with", codes(session.diagnostics(use)) == [])
    leave = tree.path("leave.c")
    session.open(leave)
    session.change(leave, 2, {"text": leave.read_text(encoding="utf-8").replace("LEAVE", "OTHER")})
    told = until(session, use, ["devlock-missing-release"])
    check("are those of open files, too", told == ["devlock-missing-release"], told)
    session.end()


def library():
    """Two drivers have it. One registers its routine as an ISR, the other one calls another one of it without the lock."""
    tree = Tree("library", {})
    include = INCLUDE.replace('"driver', '"../driver').replace('"parts', '"../parts')
    files = {"one/main.c": FILES["entry.c"], "two/main.c": INCLUDE + "ULONG DriverEntry(PVOID Ext, PVOID Other)\n{\n"
                                                           "    Leave(Ext);\n    return Interrupt(Other);\n}\n",
             "lib/isr.c": FILES["isr.c"] + FILES["leave.c"].replace(INCLUDE, "")}
    for file, text in files.items():
        path = tree.path(file)
        path.parent.mkdir()
        path.write_text(text.replace(INCLUDE, include), encoding="utf-8")
        make_project(path.parent, path.name)
    tree.scan()
    session = tree.serve()
    one, two, isr = (tree.path(file) for file in files)
    session.open(one)
    check("a driver in which all is right but for its library", codes(session.diagnostics(one)) == [])
    session.open(two)
    told = codes(session.diagnostics(two))
    check("another one", told == ["devlock-release-without-acquire"], told)
    session.open(isr)
    told = codes(session.diagnostics(isr))
    check("the library has the findings of both", told == ["devlock-irql"], told)
    session.change(one, 2, {"text": one.read_text(encoding="utf-8").replace("= Interrupt", "= NULL")})
    check("until one of them is another", until(session, isr, []) == [])
    check("which says nothing of the other one", published(session, two)[-1][1] == ["devlock-release-without-acquire"])
    check("the end", session.end() == 0)


def as_scanned():
    """Each file of the sample has the findings that a scan of it has; also those that take a long proof."""
    sample = INPUTS.parents[1] / "samples/ddcmini"
    tree = Tree("sample", {file.name: file.read_text(encoding="utf-8") for file in sample.glob("*.[ch]")})
    tree.scan()
    done = subprocess.run([DEVLOCK, "scan", "-j2", "--format=json", "."], cwd=tree.folder, env=tree.environment,
                          capture_output=True, text=True)
    found = [line for line in map(client.json.loads, done.stdout.splitlines()) if line["type"] == "finding"]
    session, total = tree.serve(), 0
    for path in sorted(tree.folder.glob("*.c")):
        want = sorted((line["line"], line["check"], line["message"]) for line in found if line["file"] == path.name)
        text = path.read_text(encoding="utf-8")
        session.open(path, text)
        told = session.diagnostics(path)
        session.settle(path)
        now = sorted((d["range"]["start"]["line"] + 1, d["code"], d["message"].split(" (possible: ")[0]) for d in told)
        check(f"{path.name}: {len(want)}", now == want, now, want)
        session.change(path, 2, {"text": "\n" + text})
        told = session.diagnostics(path, 2)
        now = sorted((d["range"]["start"]["line"], d["code"], d["message"].split(" (possible: ")[0]) for d in told)
        check("as soon as the text is changed", now == want, now, want)
        total += len(want)
        session.close(path)
    check("there are some", total > 10 and total == len(found), total, len(found))
    check("the end", session.end() == 0)


for part in [alone, callee, isr, renewed, pulled, actions, linked, header, damaged, other_flags, library, as_scanned]:
    if len(sys.argv) < 5 or part.__name__ in sys.argv[4:]:
        print(part.__name__)
        part()
