# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How lit runs the tests of the core (test/core). A module of its own, for lit hands test formats to other processes.

import os
import re
import subprocess

import lit.formats
import lit.Test

XFAIL = re.compile(r"^#\s*XFAIL:\s*(\S.*)$", re.MULTILINE)


class GraphTest(lit.formats.ShTest):
    """A program graph that graph_test compares with what its comments expect; `# XFAIL: REASON` marks one that is known
    to fail. Other files have RUN lines."""

    def execute(self, test, lit_config):
        path = test.getSourcePath()
        if not path.endswith(".graph"):
            return super().execute(test, lit_config)
        program = os.path.join(test.config.devlock_build_dir, "test", "tools", "graph_test")
        if not os.path.exists(program):
            return lit.Test.UNRESOLVED, program + " is not built"
        done = subprocess.run([program, os.path.basename(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", env=test.config.environment, cwd=os.path.dirname(path))
        with open(path, encoding="utf-8") as file:
            known = XFAIL.search(file.read())
        # Only findings that differ are what is known; a crash or a broken file is not.
        if known and done.returncode == 1:
            return lit.Test.XFAIL, known.group(1) + "\n" + done.stdout
        if known and done.returncode == 0:
            return lit.Test.XPASS, "passes, though it is marked: XFAIL: " + known.group(1)
        return (lit.Test.PASS if done.returncode == 0 else lit.Test.FAIL), done.stdout
