# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The settings that a page of docs/editors shows: settings.py PAGE LANGUAGE NUMBER. Prints the NUMBERth block of code in
the language, counted from 1."""
import re
import sys

page, language, number = sys.argv[1:]
with open(page, encoding="utf-8") as file:
    print(re.findall(rf"^```{language}\n(.*?)^```$", file.read(), re.M | re.S)[int(number) - 1])
