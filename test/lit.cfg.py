# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# lit's configuration of all tests. Three kinds: files with RUN lines, most of them checked with FileCheck; the unit
# tests (test/unit/test_*.c), which are built into programs and only run here; and program graphs with the findings that
# are expected of them (test/core/*.graph).
#
# Substitutions: %devlock (the program), %build and %source (folders), %ddk (the flags with which a miniport is read:
# target, extensions, headers), %status (N COMMAND: the command must end with status N), %unit and %tools (folders of built test programs), %python, %cc.
# %llvm_bin (the folder of the programs of the LLVM that is built with).
# %npm (the folder of the packages that test/npm/install installed), %node, %chromium.
# Features: clangd-14, clangd-19, clangd-22, neovim, emacs-eglot and emacs-lsp-mode (with the package), chromium, git, pre-commit (it is installed), frontend (devlock itself is built), sanitize, llvm-N, npm-packages (test/npm/install was run and could have
# them; ./bootstrap test runs it).

import glob
import os
import shutil
import sys

import lit.formats

sys.path.insert(0, os.path.join(config.devlock_source_dir, "test"))
import graph_test_format
import unit_test_format

config.name = "devlock"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test", ".c", ".cpp", ".yaml", ".md"]
config.excludes = ["Inputs", "Output", "samples", "fresh", "bench", "oracle", "tools", "npm", "fuzz", "dump_graph.c", "README.md"]
config.test_source_root = os.path.join(config.devlock_source_dir, "test")
config.test_exec_root = os.path.join(config.devlock_build_dir, "test")
config.unit_test_format = unit_test_format.UnitTest()
config.graph_test_format = graph_test_format.GraphTest()

config.environment["PATH"] = os.pathsep.join(
    [os.path.join(config.devlock_build_dir, "bin"), os.path.join(config.devlock_build_dir, "test", "tools"),
     config.devlock_tools, config.environment["PATH"]])
# Nothing around the tests may change what they print.
config.environment["LC_ALL"] = "C"
config.environment.pop("DDK_INCLUDE", None)
# Scans of many files keep what they read in the user's cache folder.
config.environment["XDG_CACHE_HOME"] = os.path.join(config.test_exec_root, "cache")

ddk = "-target x86_64-w64-windows-gnu -fms-extensions -w -isystem {0} -isystem {0}/ddk".format(
    config.devlock_ddk_include)
chromium = shutil.which("chromium")
npm = os.path.join(config.devlock_build_dir, "test", "npm", "node_modules")
config.substitutions += [
    ("%devlock", os.path.join(config.devlock_build_dir, "bin", "devlock")),
    ("%build", config.devlock_build_dir),
    ("%llvm_bin", config.devlock_llvm_bin),
    ("%source", config.devlock_source_dir),
    ("%ddk", ddk),
    ("%unit", os.path.join(config.devlock_build_dir, "test", "unit")),
    ("%tools", os.path.join(config.devlock_build_dir, "test", "tools")),
    ("%status", "sh " + os.path.join(config.test_source_root, "expect_status")),
    ("%python", "python3"),
    ("%npm", npm),
    ("%node", "node"),
    ("%chromium", chromium or "chromium"),
    ("%cc", config.devlock_c_compiler),
]

config.available_features.add("shell")
if os.path.exists(os.path.join(npm, ".package-lock.json")):
    config.available_features.add("npm-packages")
for program in ["chromium", "git", "pre-commit"]:
    if shutil.which(program):
        config.available_features.add(program)
for version in [14, 19, 22]:
    if shutil.which("clangd-%d" % version):
        config.available_features.add("clangd-%d" % version)
if shutil.which("nvim"):
    config.available_features.add("neovim")
for package in ["eglot", "lsp-mode"]: # where Debian puts them
    if shutil.which("emacs") and glob.glob("/usr/share/emacs/site-lisp/elpa/%s-[0-9]*" % package):
        config.available_features.add("emacs-" + package)
if config.devlock_frontend:
    config.available_features.add("frontend")
    config.available_features.add("llvm-%d" % config.devlock_llvm)
if config.devlock_sanitize:
    config.available_features.add("sanitize")
    # Some tests ask for more memory than there is, to see what happens then; others look at how much is used. LLVM's
    # allocators tell what is not allocated yet, and Debian's LLVM is not built to tell what is.
    config.environment["ASAN_OPTIONS"] = "allocator_may_return_null=1:quarantine_size_mb=1:allow_user_poisoning=0"
