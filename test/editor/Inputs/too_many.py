# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Drivers that have too many sources to be followed while somebody types: too_many.py DEVLOCK INPUTS SCRATCH."""
from client import check
from trees import FILES, Tree, codes, make_project, said

MOST = 500
OTHERS = "void VideoPortReleaseDeviceLock(void *);\nint other%d(void *p)\n{\n    return p != 0;\n}\n"


def driver():
    """One of 501 sources, and one that has its isr.c in common with it."""
    files = {f"big/other{i}.c": OTHERS % i for i in range(MOST - 2)}
    for name, folder in (("use.c", "big"), ("isr.c", "lib"), ("leave.c", "big"), ("entry.c", "small")):
        files[f"{folder}/{name}"] = FILES[name].replace('include "', 'include "../')
    tree = Tree("many", {})
    for file, text in files.items():
        tree.path(file).parent.mkdir(exist_ok=True)
        tree.path(file).write_text(text, encoding="utf-8")
    return tree


def check_by_themselves(tree, what, name):
    """What releases in place of use.c is in leave.c, which is not known, and that is said once."""
    session = tree.serve()
    use, leave = tree.path("big/use.c"), tree.path("big/leave.c")
    session.open(leave)
    session.settle(leave)
    session.open(use)
    told = codes(session.diagnostics(use))
    check(f"{what}: a file is analysed by itself", told == ["devlock-missing-release"], told)
    session.change(use, 2, {"text": use.read_text(encoding="utf-8").replace("Leave(", "VideoPortReleaseDeviceLock(")})
    told = codes(session.diagnostics(use, 2))
    check("as it is while it is typed", told == [], told)
    session.settle(use)
    check("that is said once, plainly", len(said(session)) == 1 and f"files of {name} are" in said(session)[0] and
          f"more than {MOST} sources" in said(session)[0], said(session))
    return session


def main():
    tree = driver()
    tree.scan()
    check_by_themselves(tree, "without projects", tree.folder).end()
    make_project(tree.path("big"), *[f"other{i}.c" for i in range(MOST - 2)], "use.c", "leave.c", "../lib/isr.c")
    make_project(tree.path("small"), "entry.c", "../lib/isr.c")
    tree.scan()
    session = check_by_themselves(tree, "a project", "big/big.vcxproj")
    isr = tree.path("lib/isr.c")
    session.open(isr)
    told = codes(session.diagnostics(isr))
    check("a file that is in a small driver, too, is known there", told == ["devlock-irql"], told)
    session.settle(isr)
    check("and nothing more is said", len(said(session)) == 1, said(session))
    check("the end", session.end() == 0)


main()
