# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Recorded sessions with clangd, as files: a message a line, in the order in which the client sent and got them, behind "> "
(from the client) or "< " (from clangd). A line is the content of the message, byte for byte; the header is always
"Content-Length: N" alone, as clangd writes it, and is made anew from the content's length.

Folders stand as @SAMPLE@ (the copy of the sample miniport), @DDK@ (the driver headers) and @CLANG@ (Clang's own headers): a
recording is the same wherever it is made, and is played where the test has its files, with the lengths that it has there.
"""
import pathlib
import re

import client
from clangd_session import DDK

PLACES = re.compile(rb"/(usr|home|root|tmp|opt|var|mnt|work)/")


def frame(content):
    return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)


def content_of(framed):
    header, content = framed.split(b"\r\n\r\n", 1)
    if header != b"Content-Length: %d" % len(content):
        raise ValueError(f"a header that is not recorded: {header}")
    return content


def path_of(folder):
    """A folder as it stands in URIs."""
    return client.uri(folder)[len("file://"):].encode()


def save(path, events, sample):
    """events: (b">" or b"<", content)."""
    lines = []
    for direction, content in events:
        content = content.replace(path_of(sample), b"@SAMPLE@").replace(DDK.encode(), b"@DDK@")
        content = re.sub(rb"/usr/lib/[\w.-]+/lib/clang/[\d.]+", b"@CLANG@", content)
        if b"\n" in content or PLACES.search(content):
            raise ValueError(f"this cannot be recorded: {content}")
        lines.append(direction + b" " + content + b"\n")
    pathlib.Path(path).write_bytes(b"".join(lines))


def load(path, sample):
    events = []
    for line in pathlib.Path(path).read_bytes().splitlines():
        for name, folder in ((b"@SAMPLE@", path_of(sample)), (b"@DDK@", DDK.encode()), (b"@CLANG@", b"/clang")):
            line = line.replace(name, folder)
        events.append((line[:1], line[2:]))
    return events
