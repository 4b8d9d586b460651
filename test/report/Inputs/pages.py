#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Looks at the files of a report in HTML: pages.py FOLDER. Tags must be closed in order, links must lead to files and ids
that are there, and nothing may be loaded from elsewhere. Prints a line a fault, and a summary."""
import html.parser
import pathlib
import sys

VOID = {"meta", "link", "br", "input"}


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.open, self.ids, self.links, self.loads, self.faults = path, [], set(), [], [], []
        self.feed(path.read_text())
        if self.open:
            self.faults.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        attrs = dict(attrs)
        if "id" in attrs:
            if attrs["id"] in self.ids:
                self.faults.append(f"id {attrs['id']} is there twice")
            self.ids.add(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        elif "href" in attrs or "src" in attrs:
            self.loads.append(attrs.get("href", attrs.get("src")))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes something else")
            self.open = []


def main():
    folder = pathlib.Path(sys.argv[1])
    pages = {path.name: Page(path) for path in sorted(folder.glob("*.html"))}
    faults = [f"{name}: {fault}" for name, page in pages.items() for fault in page.faults]
    for name, page in pages.items():
        for link in page.links:
            file, _, anchor = link.partition("#")
            if link.startswith("https://"):
                continue
            target = pages.get(file or name)
            if not target or (anchor and anchor not in target.ids):
                faults.append(f"{name}: the link {link} leads nowhere")
        faults += [f"{name}: loads {load}" for load in page.loads if load != "data:," and not (folder / load).is_file()]
    listed = (folder / "devlock-files.txt").read_text().splitlines()[1:]
    if sorted(listed) != sorted(path.name for path in folder.iterdir() if path.name != "devlock-files.txt"):
        faults.append("devlock-files.txt does not list the files")
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size >= 2**20:
        faults.append(f"{size} bytes")
    count = sum(name.startswith("finding-") for name in pages)
    print("\n".join(faults))
    print(f"{count} finding page{'s' if count != 1 else ''}, all files listed, all links lead somewhere, nothing from "
          "elsewhere, below 1 MB" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())
