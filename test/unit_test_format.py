# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# How lit runs the unit tests (test/unit). A module of its own, for lit hands test formats to other processes.

import os
import subprocess

import lit.formats
import lit.Test


class UnitTest(lit.formats.FileBasedTest):
    """A C file whose program lies in the build folder; passes when that ends with status 0."""

    def execute(self, test, lit_config):
        name = os.path.splitext(os.path.basename(test.getSourcePath()))[0]
        program = os.path.join(test.config.devlock_build_dir, "test", "unit", name)
        if not os.path.exists(program):
            return lit.Test.UNRESOLVED, program + " is not built"
        done = subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              errors="replace", env=test.config.environment, cwd=test.config.devlock_source_dir)
        return (lit.Test.PASS if done.returncode == 0 else lit.Test.FAIL), done.stdout
