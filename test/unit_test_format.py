# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How lit runs the unit tests (test/unit). A module of its own, for lit hands test formats to other processes.

import os
import re
import subprocess

import lit.formats
import lit.Test


XFAIL = re.compile(r"^ \* XFAIL:\s*(\S.*)$", re.MULTILINE)


class UnitTest(lit.formats.FileBasedTest):
    """A C file whose program lies in the build folder; passes when that ends with status 0. A line "XFAIL: REASON" in
    its head comment marks one that is known to fail."""

    def execute(self, test, lit_config):
        name = os.path.splitext(os.path.basename(test.getSourcePath()))[0]
        program = os.path.join(test.config.devlock_build_dir, "test", "unit", name)
        if not os.path.exists(program):
            return lit.Test.UNRESOLVED, program + " is not built"
        done = subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", env=test.config.environment, cwd=test.config.devlock_source_dir)
        with open(test.getSourcePath(), encoding="utf-8") as file:
            known = XFAIL.search(file.read())
        if known and done.returncode > 0:  # a crash is not what is known
            return lit.Test.XFAIL, known.group(1) + "\n" + done.stdout
        if known and done.returncode == 0:
            return lit.Test.XPASS, "passes, though it is marked: XFAIL: " + known.group(1)
        return (lit.Test.PASS if done.returncode == 0 else lit.Test.FAIL), done.stdout
