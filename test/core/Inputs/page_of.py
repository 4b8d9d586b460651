#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""From pages of findings on standard input, what the source of the last one of a routine shows, a thing a line, for
FileCheck: page_of.py ROUTINE. Lines that do nothing are left out."""
import html
import re
import sys


def plain(text):
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<code>(.*?)</code>", r"'\1'", text)))


def show(page):
    for line in page.splitlines():
        if match := re.match(r'<div class="ln ([a-z ]+)">.*<span class="no">(\d+)</span><code>(.*)</code>', line):
            if match[1] != "still":
                print(match[1], match[2], html.unescape(match[3]))
        elif match := re.match(r'<div class="step .*?<span class="what">(.*?)</span> <span class="chips">(.*)', line):
            number = re.search(r'id="step-(\d+)"', line)
            print(f"step {number[1]}:" if number else "verdict:", plain(match[1]) + ";", plain(match[2]))
        elif match := re.match(r'<details class="frame".*?<code>(.*?)</code>', line):
            print("routine", match[1])
        elif line.startswith('<p class="back">'):
            print(plain(line))


pages = sys.stdin.read().split("<!DOCTYPE html>")
show([page for page in pages if f'<p class="where">In <code>{sys.argv[1]}</code>' in page][-1])
