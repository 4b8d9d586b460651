# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A server that says what a recorded clangd said: replayer.py RECORDING FOLDER RECEIVED. FOLDER is the copy of the sample. All
bytes that it gets are kept in the file RECEIVED; what was not recorded there ends it, with status 3."""
import pathlib
import sys

import recording


def get(file):
    """The next message with its header; b"" at the end."""
    header = b""
    while not header.endswith(b"\r\n\r\n"):
        byte = file.read(1)
        if not byte:
            return header
        header += byte
    return header + file.read(int(header.split(b":")[1]))


def main():
    source, folder, received = sys.argv[1:]
    with open(received, "wb", buffering=0) as kept:
        for direction, content in recording.load(source, pathlib.Path(folder)):
            if direction == b"<":
                sys.stdout.buffer.write(recording.frame(content))
                sys.stdout.buffer.flush()
                continue
            got = get(sys.stdin.buffer)
            kept.write(got)
            if got != recording.frame(content):
                print(f"replayer: not as recorded: {got}, not {content}", file=sys.stderr)
                return 3
    return 0


sys.exit(main())
